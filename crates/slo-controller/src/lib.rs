//! The Kubernetes controller: watches `PrometheusServiceLevel` objects and applies what the compiler makes of them.
//!
//! ```text
//! watch ─► reconcile: compile ─► outputs ─► plan ─► apply ─► status
//!            └───────── core, without a client ─────┘   └─ the API ─┘
//! ```
//!
//! [`core`] decides: from an object, what exists of it and the options to steps and a status, as a function without a
//! client, a clock or anything asynchronous. [`watch`] keeps what it needs to know of the cluster, and [`reconcile`] does
//! what it decided. No knowledge of SLOs is in this crate: that is the library's.

pub mod cli;
pub mod core;
pub mod fake;
pub mod leader;
pub mod metrics;
pub mod process;
pub mod reconcile;
pub mod resource;
pub mod run;
pub mod said;
pub mod serve;
pub mod settings;
pub mod watch;
pub mod webhook;
