//! What to do about an object, as functions: no client, no clock, nothing asynchronous.
//!
//! [`intent`] is what an object asks for: [`compile`] reads the spec, [`output`] says which objects should exist. [`plan`]
//! compares them with those that do, [`last_good`] or, where that is not known, what exists ([`read_back`]) stands in for a spec that
//! is broken, and [`report`] puts it all into a status.

pub mod compile;
pub mod conditions;
pub(crate) mod hash;
pub mod intent;
pub mod labels;
pub mod last_good;
pub mod output;
pub mod plan;
pub mod profile;
pub mod read_back;
pub mod report;
#[cfg(test)]
pub(crate) mod sample;
pub mod selection;
mod source;
mod words;
