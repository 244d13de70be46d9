//! How long to wait before a watch is tried again.

use std::time::{Duration, Instant};

use kube::runtime::utils::Backoff;

const FIRST: Duration = Duration::from_millis(500);
/// Short enough that a controller that waits for a CRD goes on soon after it is installed.
const LONGEST: Duration = Duration::from_secs(8);
/// For what a controller can do without, such as a kind that it may not list: it would be refused for ever.
const LONGEST_OPTIONAL: Duration = Duration::from_mins(5);

/// How long it has to be quiet, besides the time that was waited, until the next failure is a first one again. A watch says that it
/// begins before it fails, so that it began is no success.
const QUIET: Duration = Duration::from_mins(1);

/// Twice as long each time, up to a limit.
#[derive(Clone, Debug)]
pub(super) struct Patience {
    next: Duration,
    longest: Duration,
    failed: Option<Instant>,
}

impl Patience {
    /// For a watch of something that is not needed.
    pub(super) fn with_optional() -> Self {
        Self { longest: LONGEST_OPTIONAL, ..Self::default() }
    }
}

impl Default for Patience {
    fn default() -> Self {
        Self { next: FIRST, longest: LONGEST, failed: None }
    }
}

impl Iterator for Patience {
    type Item = Duration;

    fn next(&mut self) -> Option<Duration> {
        let now = self.next;
        self.next = self.longest.min(now * 2);
        self.failed = Some(Instant::now());
        Some(now)
    }
}

impl Backoff for Patience {
    fn reset(&mut self) {
        if self.failed.is_some_and(|failed| failed.elapsed() > QUIET + self.next) {
            (self.next, self.failed) = (FIRST, None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_optional_is_waited_for_longer() {
        let waits = |patience: Patience| patience.take(12).map(|wait| wait.as_millis()).collect::<Vec<_>>();
        let needed = waits(Patience::default());
        assert_eq!(needed.first_chunk(), Some(&[500, 1000, 2000, 4000, 8000, 8000]));
        let optional = waits(Patience::with_optional());
        assert_eq!(optional.last_chunk(), Some(&[256_000, 300_000, 300_000]));
    }

    #[test]
    fn that_a_watch_begins_is_no_success() {
        let mut patience = Patience::default();
        let _ = (patience.next(), patience.next());
        patience.reset();
        assert_eq!(patience.next(), Some(FIRST * 4));
    }
}
