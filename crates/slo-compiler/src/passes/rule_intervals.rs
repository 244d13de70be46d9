//! `sloth.dev/contrib/rule_intervals/v1`: sets how often the groups are evaluated.

use serde_json::Value;

use super::config::Config;
use super::{ConfigError, Job, Pass, Problem};
use crate::diagnostic::FieldPath;
use crate::model::Window;
use crate::rules::Parts;

#[derive(Debug)]
struct RuleIntervals {
    sli: Window,
    metadata: Window,
    alerts: Window,
}

/// `interval.default`, and `interval.sliError`, `.metadata` and `.alert` where a group differs from it.
pub(super) fn create(config: &Value) -> Result<Box<dyn Pass>, ConfigError> {
    let read = || {
        let intervals = Config::new(config)?.object("interval")?;
        let given =
            |name| intervals.window(name).map(|window| window.filter(|window| window.as_millis() > 0));
        Ok((given("default")?, [given("sliError")?, given("metadata")?, given("alert")?]))
    };
    let (default, groups) = read().map_err(|error: ConfigError| error.within("invalid config: "))?;
    let Some(default) = default else {
        let path = FieldPath::root().key("interval").key("default");
        return Err(ConfigError::new(
            path,
            "`interval.default` is missing",
            "at least default interval is required",
        ));
    };
    let [sli, metadata, alerts] = groups.map(|interval| interval.unwrap_or(default));
    Ok(Box::new(RuleIntervals { sli, metadata, alerts }))
}

impl Pass for RuleIntervals {
    fn apply(&self, _: Job<'_>, rules: &mut Parts) -> Result<(), Box<Problem>> {
        rules.sli.interval = Some(self.sli);
        rules.metadata.interval = Some(self.metadata);
        rules.alerts.interval = Some(self.alerts);
        Ok(())
    }
}
