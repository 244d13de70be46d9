//! Compiles service-level objectives into Prometheus rules and alerts.

// In this order: a module uses only those above it, which a test checks.
pub mod diagnostic;
mod go;
pub mod source;
pub mod template;
pub mod promql;
pub mod metricsql;
pub mod model;
pub mod spec;
pub mod catalog;
pub mod plan;
pub mod rules;
pub mod passes;
#[cfg(feature = "schema")]
pub mod schema;
pub mod emit;
pub mod go_plugins;
mod options;
pub mod lower;
mod compile;

pub use compile::{Compiled, CompiledDocument, CompiledSlo, Outcome, compile};
pub use options::{Caller, Options};
pub use source::Source;
