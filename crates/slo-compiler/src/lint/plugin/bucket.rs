//! `plugin/bucket`: the plugin puts the bucket into `le="…"` as it is written. Prometheus 3 stores the bound of a bucket
//! called 5 as `5.0`, so a bucket of `5` has no series, and every event counts as bad or there is no ratio.

use crate::lint::{Findings, Subject, bound};
use crate::model::Field;

const OPTION: &str = "bucket";

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    let Some(written) = subject.plugin.and_then(|plugin| plugin.options.get(OPTION)) else { return };
    if let Some(stored) = bound::stored(written).filter(|stored| stored != written) {
        found
            .push(
                Field::SliPluginOption(OPTION.to_owned()),
                format!("Prometheus 3 stores this bound as `{stored}`"),
            )
            .help(format!("write `{OPTION}: \"{stored}\"`, unless your Prometheus is older than version 3"));
    }
}
