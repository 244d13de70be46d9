//! `query/not-a-subset`: the query of bad events lacks a condition that the query of all events has. It then counts events
//! that do not belong to all events, those of another job say, and the ratio can be above 1.

use super::metric;
use super::ratio::{Ratio, ratios};
use crate::lint::{Findings, Subject};
use crate::promql::METRIC_LABEL;
use crate::promql::ast::{MatchOp, Matcher, Selector};

/// The largest number of pairs of selectors that are compared; queries of people have a few.
const MOST_PAIRS: usize = 10_000;

/// Regular expressions that are no condition to speak of.
const ANYTHING: [&str; 2] = [".*", ".+"];

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    for Ratio { numerator, denominator } in &ratios(subject) {
        if numerator.selectors().count().saturating_mul(denominator.selectors().count()) > MOST_PAIRS {
            continue;
        }
        for bad in numerator.selectors() {
            let mut missing = None;
            for total in denominator.selectors().filter(|total| same_family(bad, total)) {
                missing = total.matchers.iter().find(|condition| !implies(bad, condition));
                if missing.is_none() {
                    break;
                }
            }
            let Some(missing) = missing else { continue };
            let condition = condition(missing);
            found
                .push(
                    numerator.place_of(bad),
                    format!("all events have the condition `{condition}`, and these do not"),
                )
                .help(format!("add `{condition}` here, so that these are some of all events"));
        }
    }
}

fn same_family(bad: &Selector, total: &Selector) -> bool {
    let (Some(bad), Some(total)) = (bad.metric(), total.metric()) else { return false };
    metric::family(&bad.value()) == metric::family(&total.value())
}

/// Whether events that `bad` chooses fulfil `condition`, as far as one can tell without solving regular expressions: any
/// other condition on the same label is taken for a stricter one.
fn implies(bad: &Selector, condition: &Matcher) -> bool {
    let Some(label) = condition.label.as_ref() else { return true };
    let label = label.value();
    let any = condition.op == MatchOp::Regex && ANYTHING.contains(&&*condition.value.value());
    if any || label == METRIC_LABEL || label == "le" {
        return true;
    }
    bad.matchers.iter().filter(|matcher| matcher.label_is(&label)).any(|matcher| {
        let both_equal = matcher.op == MatchOp::Equal && condition.op == MatchOp::Equal;
        !both_equal || matcher.value.value() == condition.value.value()
    })
}

fn condition(matcher: &Matcher) -> String {
    let label = matcher.label.as_ref().map_or("", |label| label.raw());
    format!("{label}{}{}", matcher.op, matcher.value.raw())
}
