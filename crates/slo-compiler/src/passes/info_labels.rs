//! `sloth.dev/contrib/info_labels/v1`: adds labels to one metadata rule.

use serde_json::Value;

use super::config::Config;
use super::{ConfigError, Job, Pass, Problem};
use crate::diagnostic::FieldPath;
use crate::model::Labels;
use crate::rules::naming::SLO_INFO;
use crate::rules::{Parts, RuleKind};

#[derive(Debug)]
struct InfoLabels {
    labels: Labels,
    metric: String,
}

/// `labels`: what is added, at least one; `metricName`: to which metric, `sloth_slo_info` unless given.
pub(super) fn create(config: &Value) -> Result<Box<dyn Pass>, ConfigError> {
    let read = || {
        let config = Config::new(config)?;
        let metric =
            config.string("metricName")?.filter(|name| !name.is_empty()).unwrap_or(SLO_INFO).to_owned();
        Ok(InfoLabels { labels: config.labels("labels")?, metric })
    };
    let pass = read().map_err(|error: ConfigError| error.within("invalid config: "))?;
    if pass.labels.is_empty() {
        let path = FieldPath::root().key("labels");
        return Err(ConfigError::new(
            path,
            "`labels` needs at least one label",
            "at least one label is required",
        ));
    }
    Ok(Box::new(pass))
}

impl Pass for InfoLabels {
    fn apply(&self, _: Job<'_>, rules: &mut Parts) -> Result<(), Box<Problem>> {
        let is_metric = |kind: &RuleKind| matches!(kind, RuleKind::Record(name) if **name == *self.metric);
        if let Some(rule) = rules.metadata.rules.iter_mut().find(|rule| is_metric(&rule.kind)) {
            rule.labels.merge(&self.labels);
        }
        Ok(())
    }
}
