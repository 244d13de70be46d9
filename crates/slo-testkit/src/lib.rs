//! Test support: finds the repository, walks the conformance cases, gives tests the real tools.
//!
//! In: the working tree and what `cargo xtask tools` has built. Out: values for tests of any crate. This
//! crate is never published and nothing but tests and chores depends on it.
#![allow(clippy::panic, reason = "a panic is how a test fails; its text says what is broken")]

pub mod alertmanager;
pub mod browser;
pub mod conformance;
pub mod fill;
#[cfg(unix)]
pub mod kubernetes;
pub mod prometheus;
pub mod promtool;
pub mod repo;
mod server;
pub mod tools;
pub mod truth;
pub mod wait;
