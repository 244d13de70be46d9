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
//!
//! [`Options::default()`] gives the rules of Sloth, byte for byte; `slo build` uses the profile of our own. Everything else is made of
//! the same [`Compiled`]: [rules files and Kubernetes objects](Compiled::to_prometheus), [dashboards](dashboard::all).
//!
//! ```
//! use slo_compiler::dashboard::{self, Settings};
//! use slo_compiler::emit::grafana::{self, Schema};
//! use slo_compiler::rules::Profile;
//! use slo_compiler::{Options, Source, compile};
//!
//! /// A rules file and dashboards, or what is wrong with the spec: `slo.yml:7: promql/syntax: …`.
//! fn build(spec: &str) -> Result<(String, Vec<String>), Vec<String>> {
//!     let mut options = Options::default();
//!     options.profile = Profile::Native;
//!     let outcome = compile(&Source::new("slo.yml", spec), &options);
//!     let compiled = outcome.compiled.ok_or_else(|| {
//!         let line = |at: usize| spec[..at].lines().count().max(1);
//!         let tell = |problem: &slo_compiler::diagnostic::Diagnostic| {
//!             let line = problem.span.map_or(1, |span| line(span.start));
//!             format!("slo.yml:{line}: {}: {}", problem.code, problem.message)
//!         };
//!         outcome.diagnostics.errors().map(tell).collect::<Vec<_>>()
//!     })?;
//!     let dashboards = dashboard::all(compiled.slos(), &Settings::default());
//!     let json = dashboards.iter().map(|dashboard| grafana::json(dashboard, Schema::Classic));
//!     Ok((compiled.to_prometheus(), json.collect()))
//! }
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
//! let (rules, dashboards) = build(spec).expect("it has no error");
//! assert!(rules.starts_with("groups:\n- name: slo-fast-checkout-availability\n"));
//! assert_eq!(dashboards.len(), 3); // all SLOs, their months, the service
//!
//! let problems = build(&spec.replace("99.9", "101")).unwrap_err();
//! assert_eq!(problems, ["slo.yml:6: objective/range: the objective is 101 %, it must be above 0 and at most 100"]);
//! ```

// In this order: a module uses only those above it, which a test checks.
pub mod diagnostic;
pub mod words;
pub mod go;
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
pub mod dashboard;
#[cfg(feature = "schema")]
pub mod schema;
pub mod emit;
pub mod go_plugins;
mod options;
pub mod lower;
pub mod lint;
mod compile;

/// The README, so that its example is tested.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

pub use compile::{Backfill, Compiled, CompiledDocument, CompiledSlo, Outcome, compile, lint_across};
pub use options::{Caller, Defaults, HealthDefaults, Level, LintOptions, Options, Switch};
pub use source::Source;
