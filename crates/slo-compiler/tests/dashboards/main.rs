//! Dashboards tell the truth: they ask only for what the rules record, and show nothing that nobody measured.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test fails"
)]

mod complaints;
mod corpus;
mod objects;
mod resolve;
mod snapshots;
mod typed;
