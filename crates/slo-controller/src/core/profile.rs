//! Which rules are made of an object: those of the run, unless it says otherwise.

use std::sync::Arc;

use slo_compiler::Options;
use slo_compiler::rules::Profile;

use super::labels::PROFILE;
use crate::resource::ServiceLevel;

/// The profiles, by the names that users give.
pub const NAMES: [(&str, Profile); 2] = [("sloth", Profile::Sloth), ("native", Profile::Native)];

/// The profile with this name.
#[must_use]
pub fn named(name: &str) -> Option<Profile> {
    NAMES.into_iter().find(|(known, _)| *known == name).map(|(_, profile)| profile)
}

/// The options for `object`.
///
/// # Errors
/// An annotation that cannot be read, in words for its author.
pub fn options(object: &ServiceLevel, options: &Arc<Options>) -> Result<Arc<Options>, String> {
    let Some(name) = object.annotation(PROFILE) else { return Ok(Arc::clone(options)) };
    let profile = named(name).ok_or_else(|| {
        format!(
            "the annotation {PROFILE} is `{name}`; there are {}",
            NAMES.map(|(name, _)| name).join(" and ")
        )
    })?;
    Ok(if profile == options.profile {
        Arc::clone(options)
    } else {
        let mut own = Options::clone(options);
        own.profile = profile;
        Arc::new(own)
    })
}
