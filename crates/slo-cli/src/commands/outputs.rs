//! What a run writes, whatever it is: rules files, dashboards.
//!
//! In: texts, and where they belong. Out: files that change all together or not at all, and one line that counts them. Keeps: a
//! file is touched only if its content changes, and is ours to remove only if it carries a mark of ours.

mod mark;
mod tally;

pub(super) use self::mark::{begins_with, is_plain};
pub(super) use self::tally::{Prepared, Tally};
