//! Dashboards tell the truth: what they ask for exists, they show nothing that nobody measured, and they have none of the faults that
//! people report of other dashboards for SLOs. Each test of such a fault says above what was wrong.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test fails"
)]

mod choices;
mod contents;
mod grafana;
mod missing;
mod names;
mod objects;
mod scales;
mod series;
mod shape;
mod snapshots;
mod specs;
mod typed;
mod windows;
