//! Waiting for what another program does in its own time.

use std::thread;
use std::time::{Duration, Instant};

/// Long enough for a machine that compiles something else on all its cores.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);
const POLL: Duration = Duration::from_millis(20);

/// Calls `look` again and again until it has an answer.
///
/// # Panics
/// When there is none within a minute; the message says what was waited for.
pub fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(start.elapsed() < PATIENCE, "waited for {what}");
        thread::sleep(POLL);
    }
}
