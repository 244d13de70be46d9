//! Go's way of writing and reading numbers, texts and lengths of time, where it shows in the output.

pub(crate) mod parse;
pub(crate) mod regexp;
