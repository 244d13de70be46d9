//! The built binary from outside: what `slo build` does to files, and what people read.

mod build;
mod messages;
mod output;
mod scene;
