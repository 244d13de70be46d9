//! `sloth.dev/core/noop/v1`: nothing.

use super::{Job, Pass, Problem};
use crate::rules::Parts;

#[derive(Debug)]
struct Noop;

pub(super) fn create() -> Box<dyn Pass> {
    Box::new(Noop)
}

impl Pass for Noop {
    fn apply(&self, _: Job<'_>, _: &mut Parts) -> Result<(), Box<Problem>> {
        Ok(())
    }
}
