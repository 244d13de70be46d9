//! `sloth.dev/core/debug/v1`: tells its message when it runs.

use serde_json::Value;

use super::config::Config;
use super::{ConfigError, Job, Pass, Problem};
use crate::rules::Parts;

#[derive(Debug)]
struct Debug {
    message: String,
}

/// `msg` text; `result` and `request` are read and have no effect: every stage's result can be had from the library.
pub(super) fn create(config: &Value) -> Result<Box<dyn Pass>, ConfigError> {
    let config = Config::new(config)?;
    config.bool("result")?;
    config.bool("request")?;
    Ok(Box::new(Debug { message: config.string("msg")?.unwrap_or_default().to_owned() }))
}

impl Pass for Debug {
    fn note(&self) -> Option<&str> {
        Some(&self.message)
    }

    fn apply(&self, _: Job<'_>, _: &mut Parts) -> Result<(), Box<Problem>> {
        Ok(())
    }
}
