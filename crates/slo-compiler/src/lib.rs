//! Compiles service-level objectives into Prometheus rules and alerts.

pub mod diagnostic;
mod go;
pub mod model;
pub mod promql;
pub mod rules;
