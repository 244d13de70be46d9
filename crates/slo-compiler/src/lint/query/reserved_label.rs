//! `query/reserved-label`: the generated rules set labels that begin with `sloth_`. Where the result of the query has such a
//! label too, its value is lost, and series that differed only in it clash: Prometheus then refuses to store the rule's result.

use super::View;
use crate::lint::{Findings, Subject};
use crate::promql::LabelSet;

/// How the names of all labels begin that are set.
const PREFIX: &str = "sloth_";

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    for view in subject.queries() {
        if let Some(label) = reserved(view) {
            let message = format!("the result has the label `{label}`, which the generated rules overwrite");
            let renamed = format!("label_replace(…, \"other_name\", \"$1\", \"{label}\", \"(.*)\")");
            found
                .push(view.at(view.expr.span), message)
                .help(format!("aggregate it away, or copy it to another label first: `{renamed}`"));
        }
    }
}

fn reserved(view: &View<'_>) -> Option<String> {
    match view.labels() {
        LabelSet::Only(labels) => labels.into_iter().find(|label| label.starts_with(PREFIX)),
        // Who chooses series by a label knows that they have it.
        LabelSet::AllBut(gone) => {
            let mut names =
                view.matchers().filter_map(|matcher| matcher.label.as_ref()).map(|label| label.value());
            names
                .find(|label| label.starts_with(PREFIX) && !gone.contains(&**label))
                .map(std::borrow::Cow::into_owned)
        }
        LabelSet::Scalar | LabelSet::Unknown => None,
    }
}
