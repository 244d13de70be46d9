//! The fields that Sloth does not have: what they mean, what is said of wrong ones, and that Sloth's rules know nothing of them.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    reason = "a panic is how a test fails"
)]

mod bad;
mod evaluated;
mod ignored;
mod meaning;
mod robust;
