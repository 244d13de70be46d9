//! What a dashboard shows, whatever file format it ends up in.
//!
//! In: made by [`super::overview`], [`super::detail`] and [`super::month`]. Out: values that [`crate::emit::grafana`] writes.
//! Keeps: a panel has no place of its own but follows the one before it, so that no two overlap; a text panel has no query
//! and any other has a unit; nothing here can say what to show instead of a missing value, because it is always "no data".

mod dashboard;
mod format;
mod panel;
mod uid;

pub use dashboard::{Annotation, Dashboard, DashboardLink, Row, TimeRange, Variable, VariableKind};
pub use format::{Color, Format, Mapping, Matches, Step, Thresholds, Unit};
pub use panel::{Column, ColumnSource, Data, Link, Panel, Query, Series, Size, Stroke, View};
pub use uid::Uid;
