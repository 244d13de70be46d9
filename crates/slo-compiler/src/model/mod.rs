//! The validated SLO.

mod alert_windows;
mod labels;
mod window;

pub use alert_windows::{AlertPairs, AlertWindows, WindowCatalog, WindowPair};
pub use labels::Labels;
pub use window::{Window, WindowError};
