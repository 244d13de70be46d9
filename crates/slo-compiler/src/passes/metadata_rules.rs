//! `sloth.dev/core/metadata_rules/v1`: replaces the metadata rules.

use super::{Job, Pass, Problem};
use crate::rules::Parts;
use crate::rules::sloth::metadata_rules;

#[derive(Debug)]
struct MetadataRules;

pub(super) fn create() -> Box<dyn Pass> {
    Box::new(MetadataRules)
}

impl Pass for MetadataRules {
    fn apply(&self, job: Job<'_>, rules: &mut Parts) -> Result<(), Box<Problem>> {
        rules.metadata.rules = match job.native {
            None => metadata_rules(job.slo, job.plan, job.info),
            Some(native) => native.metadata_rules(job.info),
        };
        Ok(())
    }
}
