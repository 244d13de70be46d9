//! Dashboards tell the truth: what they ask for exists, and none of the faults that people report of other SLO dashboards.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic is how a test fails")]

mod faults;
mod names;
mod series;
mod shape;
mod specs;
