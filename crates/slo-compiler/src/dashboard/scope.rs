//! Many SLOs at once: expressions that cost the same text however many there are.
//!
//! In: the SLOs, only to learn what their rules record, and the variables of the dashboard. Out: expressions with one result
//! for each SLO. Keeps: a grouped SLO counts once, with the group that is worst off; a metric is named only if the rules of
//! some SLO record it.

use std::borrow::Cow;

use super::model::{Variable, VariableKind};
use super::settings::Settings;
use super::subject::Subject;
use crate::go::quote::quoted;
use crate::model::Window;
use crate::plan::Plan;
use crate::rules::naming::{
    self, BUDGET_REMAINING, CURRENT_BURN_RATE, ERROR_BUDGET_RATIO, LABEL_ID, LABEL_SERVICE, LABEL_SEVERITY,
    LABEL_SLO, OBJECTIVE_RATIO, PERIOD_BURN_RATE, SLO_INFO, TIME_PERIOD_DAYS,
};

/// SLOs that a dashboard shows together.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    subjects: &'a [Subject<'a>],
    /// What all selectors hold, without braces.
    matchers: String,
    /// What keeps only the SLOs whose info metric has the chosen labels; empty if there is nothing to choose.
    filter: String,
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
        let ids = ids(settings);
        let filter = if conditions.is_empty() {
            String::new()
        } else {
            format!(" and on ({ids}) {SLO_INFO}{{{matchers}{conditions}}}")
        };
        Self { subjects, matchers, filter, ids }
    }

    /// The SLOs of one service.
    pub(super) fn service(subjects: &'a [Subject<'a>], service: &str, settings: &Settings) -> Self {
        let service = format!("{LABEL_SERVICE}={}", literal(&quoted(service)));
        let matchers = external_matchers(settings).chain([service]).collect::<Vec<_>>().join(", ");
        Self { subjects, matchers, filter: String::new(), ids: ids(settings) }
    }

    /// Whether the rules of any SLO record `metric`.
    pub(super) fn records(&self, metric: &str) -> bool {
        self.subjects.iter().any(|subject| subject.records(metric))
    }

    /// The series of `metric`, without the filter: for what is joined with something that has it.
    fn bare(&self, metric: &str) -> Option<String> {
        self.records(metric).then(|| [metric, "{", &self.matchers, "}"].concat())
    }

    /// The series of `metric` of the chosen SLOs.
    pub(super) fn series(&self, metric: &str) -> Option<String> {
        let bare = self.bare(metric)?;
        Some(if self.filter.is_empty() { bare } else { ["(", &bare, &self.filter, ")"].concat() })
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

    /// The same over time, of the `most` SLOs that have least of it at the end of the range.
    pub(super) fn lowest_budgets(&self, most: usize) -> Option<String> {
        let chosen = self.first_at_the_end("bottomk", most, &self.budget_remaining()?);
        let series = format!("round({} and {chosen}, 1e-05)", self.bare(BUDGET_REMAINING)?);
        Some(self.by_slo("min", &series))
    }

    /// [`Self::burn_now`] over time, of the `most` SLOs that burn fastest at the end of the range.
    pub(super) fn fastest_burns(&self, most: usize) -> Option<String> {
        let chosen = self.first_at_the_end("topk", most, &self.burn_now()?);
        Some(self.by_slo("max", &format!("{} and {chosen}", self.bare(CURRENT_BURN_RATE)?)))
    }

    /// The SLOs that are first in `order` at the end of the range, behind `and`: one set of SLOs over the whole range, because lines
    /// that come and go would look like missing data. It is found once; what stands before `and` is looked at each time.
    fn first_at_the_end(&self, order: &str, most: usize, expr: &str) -> String {
        // `@` stands only behind selectors and subqueries.
        format!("on ({}) {order}({most}, last_over_time(({expr})[1m:10s] @ end()))", self.ids)
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
        let alerts =
            format!("ALERTS{{{}, {LABEL_SEVERITY}=\"{severity}\", alertstate=\"firing\"}}", self.matchers);
        if self.filter.is_empty() { alerts } else { ["(", &alerts, &self.filter, ")"].concat() }
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

/// The variable for the service.
const SERVICE_VARIABLE: &str = "service";
/// The variable for the datasource.
pub(super) const DATASOURCE_VARIABLE: &str = "datasource";
/// The variable for conditions on any label.
pub(super) const FILTERS_VARIABLE: &str = "filters";

fn external_matchers(settings: &Settings) -> impl Iterator<Item = String> {
    settings.external_labels.iter().map(|label| chosen(label))
}

fn ids(settings: &Settings) -> String {
    let mut ids = format!("{LABEL_ID}, {LABEL_SERVICE}, {LABEL_SLO}");
    for label in &settings.external_labels {
        ids.extend([", ", label.as_str()]);
    }
    ids
}

/// The labels by which SLOs can be chosen: those of the settings that some SLO has.
pub(super) fn filters<'s>(subjects: &[Subject<'_>], settings: &'s Settings) -> Vec<&'s str> {
    let has = |label: &&String| {
        !settings.external_labels.contains(label)
            && subjects.iter().any(|subject| subject.info(label).is_some())
    };
    settings.filters.iter().filter(has).map(String::as_str).collect()
}

/// The variables of every dashboard: the datasource, then external labels.
pub(super) fn shared_variables(subjects: &[Subject<'_>], settings: &Settings) -> Vec<Variable> {
    let metric = known_by(subjects);
    let datasource = Variable {
        name: DATASOURCE_VARIABLE.into(),
        label: "Datasource".into(),
        kind: VariableKind::Datasource,
    };
    let externals = settings.external_labels.iter().map(|label| label_variable(label, metric.to_owned()));
    [datasource].into_iter().chain(externals).collect()
}

/// The metric whose labels there are to choose from: the info metric, unless a plugin chain leaves it out.
fn known_by<'a>(subjects: &[Subject<'a>]) -> &'a str {
    if subjects.iter().any(|subject| subject.records(SLO_INFO)) {
        return SLO_INFO;
    }
    subjects.iter().find_map(|subject| subject.any_metric()).unwrap_or(SLO_INFO)
}

/// The variables by which [`Scope::chosen`] chooses.
pub(super) fn choosing_variables(subjects: &[Subject<'_>], settings: &Settings) -> Vec<Variable> {
    let mut variables = shared_variables(subjects, settings);
    let metric = known_by(subjects);
    let mut matchers: Vec<String> = external_matchers(settings).collect();
    let selector = |matchers: &[String]| match matchers {
        [] => metric.to_owned(),
        matchers => format!("{metric}{{{}}}", matchers.join(", ")),
    };
    for label in filters(subjects, settings) {
        variables.push(label_variable(label, selector(&matchers)));
        matchers.push(chosen(label));
    }
    let service = Variable {
        name: SERVICE_VARIABLE.into(),
        label: "Service".into(),
        kind: VariableKind::LabelValues { label: LABEL_SERVICE.into(), selector: selector(&matchers) },
    };
    variables.push(service);
    variables
}

/// A variable for the values of `label` in the series of `selector`.
pub(super) fn label_variable(label: &str, selector: String) -> Variable {
    let mut title = label.replace('_', " ");
    if let Some(first) = title.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    Variable {
        name: variable_name(label).into_owned(),
        label: title,
        kind: VariableKind::LabelValues { label: label.into(), selector },
    }
}

/// A matcher of series whose `label` has what is chosen by its variable.
pub(super) fn chosen(label: &str) -> String {
    [label, "=~\"$", &variable_name(label), "\""].concat()
}

/// The variable for the values of `label`: called like the label, unless there is another variable of that name.
fn variable_name(label: &str) -> Cow<'_, str> {
    match label {
        DATASOURCE_VARIABLE | FILTERS_VARIABLE | SERVICE_VARIABLE => Cow::Owned(["label_", label].concat()),
        label => Cow::Borrowed(label),
    }
}

/// Quoted texts of `PromQL` in which Grafana sees no variable: nothing but a text can hold a `$` or two brackets.
pub(super) fn literal(quoted: &str) -> String {
    quoted.replace('$', r"\x24").replace("[[", r"[\x5b")
}
