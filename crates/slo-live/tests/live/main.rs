//! The report, asked from a real Prometheus and opened in a real browser.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    reason = "a panic is how a test fails; sample data is small"
)]

mod agree;
mod browser;
mod dashboards;
mod demo;
mod numbers;
mod server;
mod tls;
mod truth;
