//! `plugin/deprecated`: the plugin reads metrics that only versions of a program have which get no more fixes. After an
//! upgrade the metrics have other names, and the SLO is without data.

use crate::lint::{Findings, Subject};
use crate::model::Field;

/// Beginnings of plugin ids, the software, and what to use instead.
const DEPRECATED: [(&str, &str, &str); 1] =
    [("sloth-common/traefik/v1/", "Traefik 1", "`sloth-common/traefik/v2/…`, which fits newer versions too")];

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    let Some(plugin) = subject.plugin else { return };
    if let Some((_, software, instead)) = DEPRECATED.iter().find(|(start, ..)| plugin.id.starts_with(start)) {
        found
            .push(
                Field::SliPlugin,
                format!("this plugin reads the metrics of {software}, which is no longer maintained"),
            )
            .help(format!("use {instead}"));
    }
}
