//! `sloth.dev/contrib/rule_intervals/v1`: sets how often the groups are evaluated.

use serde_json::Value;

use super::config::Config;
use super::{ConfigError, Job, Pass, Problem};
use crate::diagnostic::{Code, FieldPath};
use crate::model::{Field, Window};
use crate::rules::{Parts, Remark, native};

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

impl RuleIntervals {
    /// The intervals at which the profile `native` cannot do its work.
    fn too_long(&self) -> impl Iterator<Item = Remark> {
        let [fast, slow] = native::LONGEST_INTERVALS;
        let wanted = [("SLI and alerts", self.sli.min(self.alerts), fast), ("metadata", self.metadata, slow)];
        wanted.into_iter().filter(|(_, wanted, longest)| wanted > longest).map(|(part, wanted, longest)| Remark {
            code: Code::PluginNoEffect,
            at: Field::Slo.into(),
            message: format!(
                "`rule_intervals` asks for {wanted} for {part}: the rules of the profile `native` are evaluated every {longest}"
            ),
            help: Some(format!("write at most `{longest}`, or leave the interval out")),
        })
    }
}

impl Pass for RuleIntervals {
    fn apply(&self, job: Job<'_>, rules: &mut Parts) -> Result<(), Box<Problem>> {
        if job.native.is_some() {
            rules.remarks.extend(self.too_long());
        }
        rules.sli.interval = Some(self.sli);
        rules.metadata.interval = Some(self.metadata);
        rules.alerts.interval = Some(self.alerts);
        Ok(())
    }
}
