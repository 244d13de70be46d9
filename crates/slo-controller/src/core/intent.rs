//! Phases 1 and 2: what an object asks for.
//!
//! In: an object, the options and the settings. Out: an [`Intent`]: the objects that should exist, or why nobody knows. Keeps: a
//! mistake in an annotation counts like one in the spec, so that neither changes what exists.

use std::sync::Arc;

use slo_compiler::Options;

use super::compile::{Compilation, compile};
use super::output::{Outputs, Wanted, outputs};
use super::profile;
use crate::resource::ServiceLevel;

/// What an object asks for.
#[derive(Debug)]
pub struct Intent {
    /// What the compiler said.
    pub compilation: Compilation,
    /// What should exist.
    pub wanted: Result<Wanted, Mistake>,
}

/// Why it is not known what should exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// The spec has errors, which the compilation names.
    Spec,
    /// An annotation cannot be read, in words for its author.
    Annotation(String),
}

/// What `object` asks for.
#[must_use]
pub fn intent(object: &ServiceLevel, options: &Arc<Options>, settings: &Outputs) -> Intent {
    let (options, unreadable) = match profile::options(object, options) {
        Ok(options) => (options, None),
        Err(why) => (Arc::clone(options), Some(why)),
    };
    let compilation = compile(object, &options);
    let wanted = match (&compilation.compiled, unreadable) {
        (_, Some(why)) => Err(Mistake::Annotation(why)),
        (None, None) => Err(Mistake::Spec),
        (Some(compiled), None) => outputs(object, compiled, settings).map_err(Mistake::Annotation),
    };
    Intent { compilation, wanted }
}
