//! What is known of the cluster, kept up to date by watches.
//!
//! [`levels`] are the `PrometheusServiceLevel` objects; [`owned`] feeds the [`Index`] with the objects that are made of
//! them, of which only the metadata is watched: a change of an object shows in its generation. [`selection`] knows which rules
//! are loaded by somebody.

mod index;
pub mod levels;
pub mod owned;
mod patience;
pub mod selection;

pub use index::{Availability, Index, Made, Name};
pub(crate) use index::{live, version};
