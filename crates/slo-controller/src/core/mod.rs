//! What to do about an object, as functions: no client, no clock, nothing asynchronous.
//!
//! [`compile`] reads the spec, [`output`] says which objects should exist, [`plan`] compares them with those that do, and
//! [`report`] puts it all into a status.

pub mod compile;
pub mod conditions;
pub(crate) mod hash;
pub mod labels;
pub mod output;
pub mod plan;
pub mod profile;
pub mod report;
pub mod selection;
mod source;
mod words;
