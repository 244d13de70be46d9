//! Go's way of writing and reading numbers, texts and regular expressions, where it shows in the output.
//!
//! In: numbers and texts. Out: the bytes that Go's `fmt` and `strconv` write for them, and what `regexp` and `strconv` say
//! of texts. Keeps: what Go would read back as the same value. `specs/go` holds what Go itself wrote, and the tests compare
//! with it.

pub(crate) mod number;
pub(crate) mod parse;
pub(crate) mod quote;
pub mod regexp;
pub(crate) mod unquote;

#[cfg(test)]
pub(crate) mod tests;
