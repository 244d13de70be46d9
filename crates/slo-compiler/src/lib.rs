//! Compiles service-level objectives into Prometheus recording rules and burn-rate alerts.
//!
//! ```text
//! &[u8] ─source─► Document ─spec─► Spec ─lower─► Slo + Chain ─plan─► Plan ─passes─► SloRules ─emit─► text
//!                               └────────── Diagnostics (field path → bytes, made concrete last) ──────────┘
//! ```
//!
//! [`compile()`] is that chain, and each stage is public. Nothing here reads a file, a clock or the network: the same input
//! gives the same bytes everywhere, in a browser too.
//!
//! ```
//! use slo_compiler::{Options, Source, compile};
//!
//! let spec = r#"
//! version: "prometheus/v1"
//! service: checkout
//! slos:
//!   - name: availability
//!     objective: 99.9
//!     sli:
//!       events:
//!         error_query: sum(rate(http_requests_total{code=~"5.."}[{{.window}}]))
//!         total_query: sum(rate(http_requests_total[{{.window}}]))
//!     alerting:
//!       name: CheckoutErrors
//! "#;
//! let compiled = compile(&Source::new("slo.yml", spec.as_bytes()), &Options::default()).compiled.expect("it has no error");
//! assert_eq!(compiled.groups().map(|group| group.rules.len()).collect::<Vec<_>>(), [8, 7, 2]);
//!
//! let broken = spec.replace("[{{.window}}]))", "[{{.window}}])");
//! let outcome = compile(&Source::new("slo.yml", broken.as_bytes()), &Options::default());
//! let problems: Vec<_> = outcome.diagnostics.iter().map(|problem| problem.code.as_str()).collect();
//! assert_eq!(problems, ["promql/syntax", "promql/syntax"]);
//! ```

// In this order: a module uses only those above it, which a test checks.
pub mod diagnostic;
pub mod words;
mod go;
pub mod source;
pub mod template;
pub mod promql;
pub mod metricsql;
pub mod model;
pub mod additivity;
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
pub mod lint;
mod compile;

pub use compile::{Backfill, Compiled, CompiledDocument, CompiledSlo, Outcome, compile, lint_across};
pub use options::{Caller, Defaults, HealthDefaults, Level, LintOptions, Options, Switch};
pub use source::Source;
