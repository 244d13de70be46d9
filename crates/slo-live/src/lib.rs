//! What running systems say about SLOs.
//!
//! In: the address of a Prometheus, or of something that speaks its HTTP API, and compiled SLOs. Out: a report as one HTML
//! page. What an SLO is and which series belong to it, only `slo-compiler` knows; [`prometheus`] knows no SLOs, and
//! [`report`] splits into
//! asking ([`report::Survey`]) and drawing ([`report::page()`]), which is pure.

pub mod prometheus;
pub mod report;
