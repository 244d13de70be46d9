//! `query/bucket-bound`: `le="1"` chooses nothing in Prometheus 3, which stores the bound of that bucket as `1.0`. Good
//! events are then missing, so every event counts as bad, or there is no ratio at all.

use crate::lint::{Findings, Subject, bound};
use crate::promql::ast::MatchOp;

/// The labels that Prometheus brings into one form.
const LABELS: [&str; 2] = ["le", "quantile"];

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    for view in subject.queries() {
        for matcher in view.matchers() {
            let Some(label) = LABELS.iter().find(|label| matcher.label_is(label)) else { continue };
            let written = matcher.value.value();
            let Some(stored) = bound::stored(&written).filter(|stored| *stored != written) else { continue };
            if matcher.op != MatchOp::Equal || view.has_window(matcher.value.span) {
                continue;
            }
            let message = format!("Prometheus 3 stores this bound as `{label}=\"{stored}\"`");
            let both = format!("{written}|{stored}");
            let is_plain = both.bytes().all(|byte| byte.is_ascii_digit() || b"|.".contains(&byte));
            let edits =
                || Some(vec![view.edit_op(matcher, MatchOp::Regex)?, view.edit_value(matcher, &both)?]);
            found
                .push(view.at(matcher.span), message)
                .help(format!("write `{label}=~\"{both}\"`, which takes the form of any version"))
                .fix("take both forms of the bound", is_plain.then(edits).flatten());
        }
    }
}
