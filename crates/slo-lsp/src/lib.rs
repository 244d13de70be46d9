//! The language server: what the compiler knows of a spec, while it is being written.
//!
//! In: LSP messages. Out: diagnostics of [`slo_compiler::compile`], hovers, completions, quick fixes and symbols. Keeps: the
//! server decides nothing about SLOs itself; fields and what they mean come from the schemas, everything else from the
//! library. A file that is no spec gets no diagnostics.
//!
//! ```text
//! bytes ─lsp_server─► Message ─server─► Analysis (one version of one file) ─┬─ diagnostics
//!                                        │ text: offsets ↔ UTF-16 positions  ├─ hover
//!                                        │ outline: where in the YAML        ├─ completion
//!                                        │ fields: what may stand there      ├─ actions
//!                                                                            └─ symbols
//! ```

mod actions;
mod analysis;
mod completion;
mod diagnostics;
mod fields;
mod hover;
mod outline;
mod promql;
mod server;
mod symbols;
#[cfg(test)]
mod tests;
mod text;

pub use server::{Error, run, run_stdio};
