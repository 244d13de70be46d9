//! The report, asked from a real Prometheus.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    clippy::print_stderr,
    reason = "a panic is how a test fails; sample data is small"
)]

mod demo;

#[test]
fn prints() {
    std::fs::write("/tmp/demo-samples.txt", demo::samples()).unwrap();
}
