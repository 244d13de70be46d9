//! `sloth.dev/core/validate/v1` and `sloth.dev/contrib/validate_victoria_metrics/v1`: names, labels and queries are checked.
//!
//! The checks are made while the SLO is lowered, where they decide what the model can hold; in the chain the pass only
//! says that they are wanted, and for which query language.

use super::{Job, Pass, Problem, QueryLanguage};
use crate::rules::Parts;

#[derive(Debug)]
struct Validate(QueryLanguage);

pub(super) fn promql() -> Box<dyn Pass> {
    Box::new(Validate(QueryLanguage::Promql))
}

pub(super) fn metricsql() -> Box<dyn Pass> {
    Box::new(Validate(QueryLanguage::Metricsql))
}

impl Pass for Validate {
    fn validates(&self) -> Option<QueryLanguage> {
        Some(self.0)
    }

    fn apply(&self, _: Job<'_>, _: &mut Parts) -> Result<(), Box<Problem>> {
        Ok(())
    }
}
