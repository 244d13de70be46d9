//! What is below `deploy`: the chart, the manifests that it renders to, and the rights in them, judged by helm, kubectl,
//! kubeconform and a real API server.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test fails"
)]

mod chart;
mod kustomize;
mod overview;
#[path = "../program/mod.rs"]
mod program;
mod rights;
mod schemas;
mod support;
