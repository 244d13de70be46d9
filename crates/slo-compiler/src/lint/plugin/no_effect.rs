//! `plugin/no-effect`: `exclude_errors` of the Istio latency plugin adds a condition on the label `code`. Istio's metrics call
//! it `response_code`, so errors are still counted among the slow or fast requests.

use crate::go::parse;
use crate::lint::{Findings, Subject};
use crate::model::Field;

const PLUGIN: &str = "sloth-common/istio/v1/latency";
const OPTION: &str = "exclude_errors";

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    let Some(plugin) = subject.plugin.filter(|plugin| plugin.id == PLUGIN) else { return };
    let wanted = plugin.options.get(OPTION).is_some_and(|value| parse::parse_bool(value) == Ok(true));
    if wanted {
        found
            .push(
                Field::SliPluginOption(OPTION.to_owned()),
                "this option has no effect: it looks at the label `code`, which Istio calls `response_code`",
            )
            .help("leave it out, and write `filter: response_code!~\"5..\"`");
    }
}
