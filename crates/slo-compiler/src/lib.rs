//! Compiles service-level objectives into Prometheus rules and alerts.

pub mod diagnostic;
