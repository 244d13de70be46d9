//! `query/name-regex`: a regular expression on the name of the metric is compared with the name of everything that is
//! stored, for each window, and takes whatever fits next year.

use crate::lint::{Findings, Subject};
use crate::promql::METRIC_LABEL;

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    for view in subject.queries() {
        for matcher in
            view.matchers().filter(|matcher| matcher.op.is_regex() && matcher.label_is(METRIC_LABEL))
        {
            found
                .push(
                    view.at(matcher.span),
                    "metrics are chosen by a regular expression, among all that there are",
                )
                .help("name the metrics, and join them with `or` or `+`");
        }
    }
}
