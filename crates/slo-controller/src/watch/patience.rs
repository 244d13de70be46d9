//! How long to wait before a watch is tried again.

use std::time::Duration;

use kube::runtime::utils::Backoff;

const FIRST: Duration = Duration::from_millis(500);
/// Short enough that a controller that waits for a CRD goes on soon after it is installed.
const LONGEST: Duration = Duration::from_secs(8);

/// Twice as long each time, up to a limit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience(Duration);

impl Default for Patience {
    fn default() -> Self {
        Self(FIRST)
    }
}

impl Iterator for Patience {
    type Item = Duration;

    fn next(&mut self) -> Option<Duration> {
        let now = self.0;
        self.0 = LONGEST.min(now * 2);
        Some(now)
    }
}

impl Backoff for Patience {
    fn reset(&mut self) {
        *self = Self::default();
    }
}
