//! Compiles service-level objectives into Prometheus rules and alerts.

pub mod diagnostic;
pub mod emit;
mod go;
pub mod model;
pub mod rules;
pub mod source;
pub mod spec;
