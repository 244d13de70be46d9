//! `query/bare-selector`: only the name of the metric is given. The query takes the series of every job, cluster and
//! environment that has such a metric, now or next year, and reads all of them for each window.

use crate::lint::{Findings, Subject};
use crate::promql::METRIC_LABEL;

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    for view in subject.queries() {
        for (_, selector) in view.selectors() {
            let Some(name) = selector.metric() else { continue };
            let bare = selector.matchers.iter().all(|matcher| matcher.label_is(METRIC_LABEL));
            // Recorded series are few, and made for this.
            if bare && !name.value().contains(':') {
                let name = name.value();
                found
                    .push(
                        view.at(selector.span),
                        format!("every series of `{name}` is taken, whatever it belongs to"),
                    )
                    .help(format!("say whose: `{name}{{job=\"…\"}}`"));
            }
        }
    }
}
