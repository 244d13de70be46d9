//! Go's way of writing numbers and texts, where it shows in the output.
//!
//! In: numbers and texts. Out: the bytes that Go's `fmt` and `strconv` write for them. Keeps: what Go would read back as
//! the same value. `specs/go` holds what Go itself wrote, and the tests compare with it.

#[allow(
    dead_code,
    reason = "thresholds, objectives and scalars of specs are printed by stages that build on this one"
)]
pub(crate) mod number;
pub(crate) mod quote;

#[cfg(test)]
pub(crate) mod tests;
