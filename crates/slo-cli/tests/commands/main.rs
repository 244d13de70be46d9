//! The built binary from outside: what `slo build` does to files, and what people read.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a panic is how a test fails"
)]

mod backfill;
mod build;
mod check;
mod dashboard;
mod editor;
mod messages;
mod output;
mod project;
mod project_outputs;
mod promql;
mod report;
mod scene;
mod stumbles;
