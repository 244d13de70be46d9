//! What is allowed and probably not meant.
//!
//! In: a compiled SLO as a `Subject`, or all SLOs of a run. Out: findings, each with the code of its check. A check is a
//! file with a function that has no state and cannot fail, and `CHECKS` is their one list. Keeps: lints look only at SLOs
//! that compile, change nothing, and are silent on what they do not understand.
//!
//! ```text
//! Subject ─CHECKS─► Finding ─located─► Diagnostic ─allow comments─► Diagnostics
//! ```

pub(crate) mod across;
mod alert;
pub(crate) mod allow;
mod bound;
mod findings;
mod identity;
mod objective;
mod plugin;
mod query;
mod subject;

pub use across::Origin;
pub(crate) use findings::Finding;
use findings::Findings;
pub(crate) use subject::Subject;

use crate::diagnostic::{Code, Severity};
use crate::options::LintOptions;

/// Looks at one SLO.
type Check = fn(&Subject<'_>, &mut Findings);

#[rustfmt::skip] // a table
const CHECKS: &[(Code, Check)] = &[
    (Code::QueryWindowOutsideRange, query::window_outside_range::check),
    (Code::QueryFixedRange,         query::fixed_range::check),
    (Code::QueryRawCounter,         query::raw_counter::check),
    (Code::QueryRateOfGauge,        query::rate_of_gauge::check),
    (Code::QueryNoAggregation,      query::no_aggregation::check),
    (Code::QueryDifferentGrouping,  query::different_grouping::check),
    (Code::QueryMixedUnits,         query::mixed_units::check),
    (Code::QuerySameMeaning,        query::same_meaning::check),
    (Code::QueryNotASubset,         query::not_a_subset::check),
    (Code::QueryNanWithoutTraffic,  query::nan_without_traffic::check),
    (Code::QueryBucketBound,        query::bucket_bound::check),
    (Code::QueryAllBuckets,         query::all_buckets::check),
    (Code::QueryRegexEquality,      query::regex_equality::check),
    (Code::QueryRegexAnchor,        query::regex_anchor::check),
    (Code::QueryRegexEmpty,         query::regex_empty::check),
    (Code::QueryZeroDenominator,    query::zero_denominator::check),
    (Code::QueryPhantomEvents,      query::phantom_events::check),
    (Code::QueryOrPrecedence,       query::or_precedence::check),
    (Code::QueryFilterInArithmetic, query::filter_in_arithmetic::check),
    (Code::QueryTimeShift,          query::time_shift::check),
    (Code::QueryTrailingComment,    query::trailing_comment::check),
    (Code::QueryBareSelector,       query::bare_selector::check),
    (Code::QueryNameRegex,          query::name_regex::check),
    (Code::QueryWithout,            query::without::check),
    (Code::QueryReservedLabel,      query::reserved_label::check),
    (Code::ObjectiveHundred,        objective::hundred::check),
    (Code::ObjectiveLow,            objective::low::check),
    (Code::ObjectiveTooFine,        objective::too_fine::check),
    (Code::ObjectiveNeverAlerts,    objective::never_alerts::check),
    (Code::ObjectiveOneEvent,       objective::one_event::check),
    (Code::IdentityFluxVariable,    identity::flux_variable::check),
    (Code::IdentityDescription,     identity::description::check),
    (Code::AlertLate,               alert::late::check),
    (Code::AlertPageDisabled,       alert::page_disabled::check),
    (Code::AlertRouting,            alert::routing::check),
    (Code::AlertRunbook,            alert::runbook::check),
    (Code::AlertTemplate,           alert::template::check),
    (Code::PluginBucket,            plugin::bucket::check),
    (Code::PluginNoEffect,          plugin::no_effect::check),
    (Code::PluginNotARatio,         plugin::not_a_ratio::check),
    (Code::PluginUnknownOption,     plugin::unknown_option::check),
    (Code::PluginDeprecated,        plugin::deprecated::check),
];

/// Whether `code` is that of a lint: its severity can be changed, and a comment can allow it.
#[must_use]
pub fn is_lint(code: Code) -> bool {
    let own = [Code::LintUnknownCode, Code::LintUnusedAllow];
    CHECKS.iter().any(|(check, _)| *check == code) || is_across(code) || own.contains(&code)
}

/// Whether a comment can allow `code`: lints, and whatever else is not an error.
#[must_use]
pub fn is_allowable(code: Code) -> bool {
    is_lint(code) || code.severity() != Severity::Error
}

/// Whether `code` is found only by looking at several SLOs.
fn is_across(code: Code) -> bool {
    matches!(code, Code::IdentityDuplicate | Code::IdentityLetterCase | Code::IdentitySharedAlert)
}

/// Runs every check on one SLO.
pub(crate) fn run(subject: &Subject<'_>, options: &LintOptions) -> Vec<Finding> {
    let mut findings = Findings::default();
    for (code, check) in CHECKS {
        if let Some(severity) = options.severity(*code) {
            findings.next(*code, severity);
            check(subject, &mut findings);
        }
    }
    findings.into_list()
}
