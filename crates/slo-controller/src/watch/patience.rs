//! How long to wait before a watch is tried again.

use std::time::{Duration, Instant};

use kube::runtime::utils::Backoff;

const FIRST: Duration = Duration::from_millis(500);
/// Short enough that a controller that waits for a CRD goes on soon after it is installed.
const LONGEST: Duration = Duration::from_secs(8);

/// How long it has to be quiet until the next failure is a first one again. A watch says that it begins before it fails, so that
/// it began is no success.
const QUIET: Duration = Duration::from_mins(1);

/// Twice as long each time, up to a limit.
#[derive(Clone, Debug)]
pub(super) struct Patience {
    next: Duration,
    failed: Option<Instant>,
}

impl Default for Patience {
    fn default() -> Self {
        Self { next: FIRST, failed: None }
    }
}

impl Iterator for Patience {
    type Item = Duration;

    fn next(&mut self) -> Option<Duration> {
        let now = self.next;
        self.next = LONGEST.min(now * 2);
        self.failed = Some(Instant::now());
        Some(now)
    }
}

impl Backoff for Patience {
    fn reset(&mut self) {
        if self.failed.is_some_and(|failed| failed.elapsed() > QUIET) {
            *self = Self::default();
        }
    }
}
