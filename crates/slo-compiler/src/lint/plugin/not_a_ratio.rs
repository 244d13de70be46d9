//! `plugin/not-a-ratio`: in the query of `sloth-common/prometheus/targets/availability` a division binds more strongly than
//! the `or` before it. As soon as one scrape fails the result is a number of scrapes, far above 1, and every alert fires.

use crate::lint::{Findings, Subject};
use crate::model::Field;

const PLUGIN: &str = "sloth-common/prometheus/targets/availability";

/// A query that gives what the plugin promises.
const INSTEAD: &str =
    "1 - (sum(sum_over_time(up{job=\"…\"}[{{.window}}])) / sum(count_over_time(up{job=\"…\"}[{{.window}}])))";

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    if subject.plugin.is_some_and(|plugin| plugin.id == PLUGIN) {
        found
            .push(
                Field::SliPlugin,
                "when a scrape fails, the query of this plugin gives a number of scrapes, not a ratio",
            )
            .help(format!("use `raw` with `{INSTEAD}`"));
    }
}
