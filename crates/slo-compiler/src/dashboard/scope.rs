//! Many SLOs at once: expressions that cost the same text however many there are.
//!
//! In: the SLOs, only to learn what their rules record, and the variables of the dashboard. Out: expressions with one result
//! for each SLO. Keeps: a grouped SLO counts once, with the group that is worst off; a metric is named only if the rules of
//! some SLO record it.

use std::collections::BTreeSet;

use super::model::{Variable, VariableKind};
use super::queries::ALERTS;
use super::settings::Settings;
use super::subject::Subject;
use super::variables::{
    FASTEST_VARIABLE, LOWEST_VARIABLE, SERVICE_VARIABLE, chosen, external_matchers, filters, literal, one_of,
};
use crate::go::quote::quoted;
use crate::model::Window;
use crate::plan::Plan;
use crate::rules::naming::{
    self, BUDGET_REMAINING, CURRENT_BURN_RATE, ERROR_BUDGET_RATIO, LABEL_ID, LABEL_SERVICE, LABEL_SEVERITY,
    LABEL_SLO, OBJECTIVE_RATIO, PERIOD_BURN_RATE, SLO_INFO, TIME_PERIOD_DAYS,
};

/// How many SLOs charts choose from: those of the chosen services and labels. Conditions on any label, which Grafana adds to
/// queries of panels alone, are met by some of these.
const CANDIDATES: usize = 100;

/// SLOs that a dashboard shows together.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    subjects: &'a [Subject<'a>],
    /// What all selectors hold, without braces.
    matchers: String,
    /// Matchers of the chosen labels, each behind a comma; empty if there is nothing to choose.
    conditions: String,
    /// Metrics without these labels, whose SLOs are chosen by their info metric: a plugin can give labels to that one alone.
    unlabelled: BTreeSet<&'a str>,
    /// The labels that tell one SLO from another, for `by` and `on`.
    pub(super) ids: String,
}

impl<'a> Scope<'a> {
    /// All SLOs, chosen by variables.
    pub(super) fn chosen(subjects: &'a [Subject<'a>], settings: &Settings) -> Self {
        let service = format!("{LABEL_SERVICE}=~\"${SERVICE_VARIABLE}\"");
        let matchers = external_matchers(settings).chain([service]).collect::<Vec<_>>().join(", ");
        let filters = filters(subjects, settings);
        let conditions = filters.iter().fold(String::new(), |text, label| text + ", " + &chosen(label));
        let unlabelled = subjects.iter().flat_map(|subject| subject.metrics_without(&filters)).collect();
        Self { subjects, matchers, conditions, unlabelled, ids: ids(settings) }
    }

    /// The SLOs of one service.
    pub(super) fn service(subjects: &'a [Subject<'a>], service: &str, settings: &Settings) -> Self {
        let service = format!("{LABEL_SERVICE}={}", literal(&quoted(service)));
        let matchers = external_matchers(settings).chain([service]).collect::<Vec<_>>().join(", ");
        Self {
            subjects,
            matchers,
            conditions: String::new(),
            unlabelled: BTreeSet::new(),
            ids: ids(settings),
        }
    }

    /// Whether the rules of any SLO record `metric`.
    pub(super) fn records(&self, metric: &str) -> bool {
        self.subjects.iter().any(|subject| subject.records(metric))
    }

    /// The series of `metric`, whatever is chosen: for what is joined with something that is.
    fn bare(&self, metric: &str) -> Option<String> {
        self.records(metric).then(|| [metric, "{", &self.matchers, "}"].concat())
    }

    /// The series of `metric` of the chosen SLOs.
    pub(super) fn series(&self, metric: &str) -> Option<String> {
        self.records(metric).then(|| self.selected(metric, "", ""))
    }

    /// The same at the end of the range, where they are read once.
    fn last_series(&self, metric: &str, matchers: &str) -> Option<String> {
        self.records(metric).then(|| self.selected(metric, matchers, " @ end()"))
    }

    /// The series of `metric` of the chosen SLOs. `matchers` stand behind a comma, `at` behind selectors.
    fn selected(&self, metric: &str, matchers: &str, at: &str) -> String {
        let Self { matchers: shared, conditions, .. } = self;
        if self.unlabelled.contains(metric) {
            return format!("({metric}{{{shared}{matchers}}}{at}{})", self.chosen_slos());
        }
        format!("{metric}{{{shared}{conditions}{matchers}}}{at}")
    }

    /// What leaves only series of the chosen SLOs: they are found once, at the end of the range.
    fn chosen_slos(&self) -> String {
        let Self { matchers, conditions, ids, .. } = self;
        format!(" and on ({ids}) {SLO_INFO}{{{matchers}{conditions}}} @ end()")
    }

    fn by_slo(&self, function: &str, expr: &str) -> String {
        format!("{function} by ({}) ({expr})", self.ids)
    }

    /// 1 for each SLO, with `labels` of the info metric.
    pub(super) fn slos(&self, labels: &[&str]) -> Option<String> {
        let info = self.series(SLO_INFO)?;
        let mut by = self.ids.clone();
        for label in labels {
            by.extend([", ", label]);
        }
        Some(format!("max by ({by}) ({info})"))
    }

    /// The share of the error budget that is left.
    pub(super) fn budget_remaining(&self) -> Option<String> {
        Some(self.by_slo("min", &format!("round({}, 1e-05)", self.series(BUDGET_REMAINING)?)))
    }

    /// The burn rate over the shortest window.
    pub(super) fn burn_now(&self) -> Option<String> {
        Some(self.by_slo("max", &self.series(CURRENT_BURN_RATE)?))
    }

    /// The variables of those SLOs that [`Self::lowest_budgets`] and [`Self::fastest_burns`] choose from.
    pub(super) fn candidate_variables(&self) -> Vec<Variable> {
        let variable = |name: &str, expr: Option<String>| {
            let kind = VariableKind::Results { expr: expr?, label: LABEL_ID.into() };
            Some(Variable { name: name.into(), label: String::new(), kind })
        };
        let lowest = self.series(BUDGET_REMAINING);
        let fastest = self.series(CURRENT_BURN_RATE);
        let lowest = lowest.map(|all| format!("bottomk({CANDIDATES}, min by ({LABEL_ID}) ({all}))"));
        let fastest = fastest.map(|all| format!("topk({CANDIDATES}, max by ({LABEL_ID}) ({all}))"));
        [variable(LOWEST_VARIABLE, lowest), variable(FASTEST_VARIABLE, fastest)]
            .into_iter()
            .flatten()
            .collect()
    }

    /// [`Self::budget_remaining`] over time, of the `most` SLOs that have least of it at the end of the range.
    pub(super) fn lowest_budgets(&self, most: usize) -> Option<String> {
        let candidates = one_of(LOWEST_VARIABLE);
        let last = format!("round({}, 1e-05)", self.last_series(BUDGET_REMAINING, &candidates)?);
        let first = self.first("bottomk", most, &self.by_slo("min", &last));
        let over_time = self.with(BUDGET_REMAINING, &candidates);
        Some(self.by_slo("min", &format!("round({over_time} and {first}, 1e-05)")))
    }

    /// [`Self::burn_now`] over time, of the `most` SLOs that burn fastest at the end of the range.
    pub(super) fn fastest_burns(&self, most: usize) -> Option<String> {
        let candidates = one_of(FASTEST_VARIABLE);
        let last = self.by_slo("max", &self.last_series(CURRENT_BURN_RATE, &candidates)?);
        let first = self.first("topk", most, &last);
        Some(self.by_slo("max", &format!("{} and {first}", self.with(CURRENT_BURN_RATE, &candidates))))
    }

    /// The series of `metric` with further matchers behind a comma.
    fn with(&self, metric: &str, matchers: &str) -> String {
        [metric, "{", &self.matchers, matchers, "}"].concat()
    }

    /// The SLOs that are first in `order` among values at the end of the range, behind `and`: one set of SLOs over the whole
    /// range, because lines that come and go would look like missing data.
    fn first(&self, order: &str, most: usize, last: &str) -> String {
        format!("on ({}) {order}({most}, {last})", self.ids)
    }

    /// The burn rate over `window`, which all SLOs must have.
    pub(super) fn burn_rate(&self, window: Window) -> Option<String> {
        let ratio = self.series(&naming::error_ratio(window))?;
        Some(format!("{} / on ({}) {}", self.by_slo("max", &ratio), self.ids, self.budget()?))
    }

    /// The error budget as a share of all events.
    pub(super) fn budget(&self) -> Option<String> {
        Some(self.by_slo("max", &self.bare(ERROR_BUDGET_RATIO)?))
    }

    /// The share of good events in the period: 1 less the burn rate of the period times the budget.
    pub(super) fn sli(&self) -> Option<String> {
        let burned = self.by_slo("max", &self.series(PERIOD_BURN_RATE)?);
        Some(format!("1 - {burned} * on ({}) {}", self.ids, self.budget()?))
    }

    /// How long nothing may work until the budget is used up, in seconds.
    pub(super) fn seconds_left(&self) -> Option<String> {
        let (left, budget, period) = (self.budget_remaining()?, self.budget()?, self.period()?);
        Some(format!("{left} * on ({ids}) {budget} * on ({ids}) {period}", ids = self.ids))
    }

    /// In how many seconds the budget is used up, at the burn rate `burn`.
    pub(super) fn exhaustion_seconds(&self, burn: &str) -> Option<String> {
        let (left, period, ids) = (self.budget_remaining()?, self.period()?, &self.ids);
        Some(format!("clamp_min({left}, 0) * on ({ids}) {period} / on ({ids}) clamp_min({burn}, 1e-09)"))
    }

    /// The length of the period in seconds.
    fn period(&self) -> Option<String> {
        Some(format!("(86400 * {})", self.by_slo("max", &self.bare(TIME_PERIOD_DAYS)?)))
    }

    /// 2 while a page fires, 1 while only a ticket does, 0 while neither does and there is an error ratio.
    pub(super) fn alert_state(&self) -> Option<String> {
        let known = self.current_ratio()?;
        let (page, ticket) = (self.firing("page"), self.firing("ticket"));
        Some(self.by_slo("max", &format!("2 * {page} or {ticket} or 0 * {known}")))
    }

    /// A series for each alert of `severity` that fires.
    pub(super) fn firing(&self, severity: &str) -> String {
        self.of_chosen_slos(self.alerts(severity))
    }

    /// The same for alerts that fired at some time in the last `step`, for charts that look only so often.
    pub(super) fn fired(&self, severity: &str, step: Window) -> String {
        self.of_chosen_slos(format!("max_over_time({}[{step}])", self.alerts(severity)))
    }

    fn alerts(&self, severity: &str) -> String {
        format!("{ALERTS}{{{}, {LABEL_SEVERITY}=\"{severity}\", alertstate=\"firing\"}}", self.matchers)
    }

    /// Those of `alerts` that are of chosen SLOs. Which labels alerts have is not known here.
    fn of_chosen_slos(&self, alerts: String) -> String {
        if self.conditions.is_empty() { alerts } else { ["(", &alerts, &self.chosen_slos(), ")"].concat() }
    }

    /// The error ratio over the shortest window.
    fn current_ratio(&self) -> Option<String> {
        let mut windows: Vec<Window> = self.subjects.iter().map(|subject| subject.plan.current).collect();
        windows.sort_unstable();
        windows.dedup();
        let ratios = windows.into_iter().filter_map(|window| self.series(&naming::error_ratio(window)));
        let ratios: Vec<String> = ratios.collect();
        (!ratios.is_empty()).then(|| format!("({})", ratios.join(" or ")))
    }

    /// The SLOs without an error ratio, or with one that is no number.
    pub(super) fn without_data(&self) -> Option<String> {
        let (slos, ratio) = (self.slos(&[])?, self.current_ratio()?);
        Some(format!("{slos} unless on ({}) {ratio} >= 0", self.ids))
    }

    /// How many results `expr` has: zero only while there are SLOs, of which none is meant.
    pub(super) fn count(&self, expr: &str) -> Option<String> {
        Some(format!("count({expr}) or 0 * count({})", self.slos(&[])?))
    }

    /// How long ago the rules of the SLO recorded something, in seconds.
    pub(super) fn rule_age(&self) -> Option<String> {
        Some(format!("time() - timestamp({})", self.bare(OBJECTIVE_RATIO)?))
    }

    /// What all SLOs have in common, such as a window of their alerts.
    pub(super) fn common<T: PartialEq>(&self, of: impl Fn(&Plan) -> T) -> Option<T> {
        let mut values = self.subjects.iter().map(|subject| of(subject.plan));
        let first = values.next()?;
        values.all(|value| value == first).then_some(first)
    }

    /// The SLOs.
    pub(super) fn subjects(&self) -> &'a [Subject<'a>] {
        self.subjects
    }

    /// The longest period of the SLOs.
    pub(super) fn longest_period(&self) -> Option<Window> {
        self.subjects.iter().map(|subject| subject.plan.period).max()
    }
}

fn ids(settings: &Settings) -> String {
    let mut ids = format!("{LABEL_ID}, {LABEL_SERVICE}, {LABEL_SLO}");
    for label in &settings.external_labels {
        ids.extend([", ", label.as_str()]);
    }
    ids
}
