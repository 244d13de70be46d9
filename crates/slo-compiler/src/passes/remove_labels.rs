//! `sloth.dev/contrib/remove_labels/v1`: drops the SLO's own labels from recorded series.

use serde_json::Value;

use super::config::Config;
use super::{ConfigError, Job, Pass, Problem};
use crate::model::Labels;
use crate::rules::naming::{LABEL_ID, LABEL_SERVICE, LABEL_SLO, LABEL_WINDOW, SLO_INFO};
use crate::rules::sloth::SHARED_METADATA;
use crate::rules::{Parts, Rule, RuleKind};

#[derive(Debug)]
struct RemoveLabels {
    preserve: Vec<String>,
    skip_metrics: Vec<String>,
}

/// `preserveLabels`: labels to keep besides those that name the SLO; `skipMetrics`: metrics to leave alone.
pub(super) fn create(config: &Value) -> Result<Box<dyn Pass>, ConfigError> {
    let read = || {
        let config = Config::new(config)?;
        Ok(RemoveLabels {
            preserve: config.strings("preserveLabels")?,
            skip_metrics: config.strings("skipMetrics")?,
        })
    };
    Ok(Box::new(read().map_err(|error: ConfigError| error.within("invalid config: "))?))
}

impl Pass for RemoveLabels {
    fn apply(&self, _: Job<'_>, rules: &mut Parts) -> Result<(), Box<Problem>> {
        for rule in rules.sli.rules.iter_mut().filter(|rule| !self.skips(rule)) {
            self.strip(&mut rule.labels, &[LABEL_ID, LABEL_SERVICE, LABEL_SLO, LABEL_WINDOW]);
        }
        // In the reference these rules share one label map, which is edited in place: to skip some of them has no effect.
        let metadata = &mut rules.metadata.rules;
        let original =
            metadata.iter().find(|rule| is_shared(rule) && !self.skips(rule)).map(|rule| rule.labels.clone());
        for rule in metadata {
            let shares = is_shared(rule) && original.as_ref() == Some(&rule.labels);
            if shares || !self.skips(rule) {
                self.strip(&mut rule.labels, &[LABEL_ID, LABEL_SERVICE, LABEL_SLO]);
            }
        }
        Ok(())
    }
}

impl RemoveLabels {
    fn skips(&self, rule: &Rule) -> bool {
        record(rule).is_some_and(|name| name == SLO_INFO || self.skip_metrics.iter().any(|skip| skip == name))
    }

    fn strip(&self, labels: &mut Labels, identity: &[&str]) {
        labels.retain(|name| identity.contains(&name) || self.preserve.iter().any(|keep| keep == name));
    }
}

fn is_shared(rule: &Rule) -> bool {
    record(rule).is_some_and(|name| SHARED_METADATA.contains(&name))
}

fn record(rule: &Rule) -> Option<&str> {
    match &rule.kind {
        RuleKind::Record(name) => Some(name),
        RuleKind::Alert(_) => None,
    }
}
