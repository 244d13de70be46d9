//! Lints: every code has cases, each bad spec has findings of the code and each good one has none.
//!
//! A case is `tests/lint/CODE/NAME.yaml` with a name that begins with `bad` or `good`; the findings in bad ones are kept
//! beside them. A first line `# options: gitops requests_per_second=0.1` sets what a run can tell the lints.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod allowing;
mod cases;
mod corpus;
mod loads;
mod robust;
mod support;
