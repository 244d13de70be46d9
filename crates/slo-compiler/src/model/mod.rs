//! The validated SLO: what a spec means, whatever it was written in.
//!
//! In: checked values from [`crate::lower`]. Out: types that later stages read without checking again.
//! Keeps: a value that the constructors refuse can only come in through a constructor that is named `unchecked`.

mod about;
mod alert_windows;
mod field;
mod labels;
mod name;
mod objective;
mod query;
mod readable;
mod slo;
mod tuning;
mod window;

pub use about::About;
pub use alert_windows::{AlertPairs, AlertWindows, Tiers, WindowCatalog, WindowPair};
pub use field::{AlertKind, Field, FieldPart};
pub use labels::Labels;
pub use name::{Name, NameError};
pub use objective::{Objective, ObjectiveError};
pub use query::Query;
pub use slo::{Alert, AlertTier, Sli, Slo};
pub use tuning::{Health, HealthAlert, MissingBad, NoTraffic, Tuning};
pub use window::{Window, WindowError};
