//! A line that says how far a long run is.
//!
//! In: one step at a time, from any thread. Out: a line on standard error, if that is a terminal and the run takes more
//! than a second; it is gone when the run ends.

use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How long a run may be silent.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long a line stays as it is.
const PAUSE: Duration = Duration::from_millis(100);

/// How far a run is.
pub(super) struct Progress {
    total: usize,
    /// What is counted, such as `files`.
    things: &'static str,
    done: AtomicUsize,
    /// When the next line is due; `None` when nobody is looking.
    due: Option<Mutex<Instant>>,
}

impl Progress {
    /// A run of `total` steps begins, one for each of `things`.
    pub(super) fn new(total: usize, things: &'static str) -> Self {
        let watched = io::stderr().is_terminal();
        Self {
            total,
            things,
            done: AtomicUsize::new(0),
            due: watched.then(|| Mutex::new(Instant::now() + PATIENCE)),
        }
    }

    /// A step is done.
    pub(super) fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        // A thread that does not get the lock does not draw: another one is about to.
        let Some(mut due) = self.due.as_ref().and_then(|due| due.try_lock().ok()) else { return };
        let now = Instant::now();
        if now >= *due {
            *due = now + PAUSE;
            draw(&format!("\r{done}/{} {}", self.total, self.things));
        }
    }

    /// The run is over.
    pub(super) fn finish(&self) {
        if self.due.is_some() {
            draw("\r\x1b[K");
        }
    }
}

fn draw(text: &str) {
    let mut stream = io::stderr().lock();
    // A line that cannot be drawn is not missed.
    let _: io::Result<()> = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
}
