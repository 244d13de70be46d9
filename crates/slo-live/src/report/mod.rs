//! A report on SLOs as one HTML page.
//!
//! ```text
//! CompiledSlo + Client ─gather─► Report ─page─► HTML
//! ```
//!
//! In: compiled SLOs and a Prometheus that evaluates their rules. Out: a page that needs nothing else. Keeps: what the
//! server does not know is shown as "no data", never as a number.

mod gather;
mod judge;
mod model;
mod page;

pub use gather::Survey;
pub use model::{AlertSpan, GroupReport, PairReport, Report, SloReport};
pub use page::page;
