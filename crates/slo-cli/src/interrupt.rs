//! Ctrl-C and its kin: a run ends after the file it is at, so that staged outputs are removed.
//!
//! In: signals. Out: one flag. Keeps: a second signal ends the program at once.

use std::process;
use std::sync::atomic::{AtomicBool, Ordering};

/// The exit code of a program that a signal ended, as shells have it: 128 and the number of the signal.
pub(crate) const EXIT_CODE: u8 = 130;

static REQUESTED: AtomicBool = AtomicBool::new(false);

/// From now on, a signal does not end the program but is noted.
pub(crate) fn listen() {
    let note = || {
        if REQUESTED.swap(true, Ordering::Relaxed) {
            process::exit(EXIT_CODE.into());
        }
    };
    // Without a handler, a signal ends the program as it always does.
    let _: Result<(), ctrlc::Error> = ctrlc::set_handler(note);
}

/// Whether the run is to end.
pub(crate) fn requested() -> bool {
    REQUESTED.load(Ordering::Relaxed)
}
