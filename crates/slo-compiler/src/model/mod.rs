//! The validated SLO.

mod labels;
mod window;

pub use labels::Labels;
pub use window::{Window, WindowError};
