//! Sample data: what the rules of some SLOs would have recorded in the last 30 days.
//!
//! In: [`SPEC`], and how the share of bad events of each SLO went. Out: samples for a real Prometheus, as our own rules record
//! them; without the events they are those of Sloth's. The ratios of all windows are means of one series, so that numbers
//! fit together as those of real rules do.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use slo_compiler::model::{Alert, AlertKind, Sli, Window};
use slo_compiler::plan::BurnCondition;
use slo_compiler::rules::Profile;
use slo_compiler::rules::naming::{self, BUDGET_REMAINING, CURRENT_BURN_RATE};
use slo_compiler::{Compiled, CompiledSlo, Options, Source, compile};

pub(crate) const SPEC: &str = include_str!("demo.yml");

/// 23 November 2026, 09:30 UTC.
pub(crate) const AT: i64 = 1_795_426_200;

const STEP: i64 = 300;
/// Steps of 60 days: those of the first half are only seen through windows.
const STEPS: usize = 60 * 288;
/// Events a second, for each letter of the id.
const EVENTS: f64 = 1.75;
/// Every so many steps a sample is written.
const WRITTEN: usize = 6;

/// What went wrong: hours before [`AT`] at which it began and ended, and the share of bad events meanwhile.
type Incident = (f64, f64, f64);

/// Id, label of a group, share of bad events at all other times, incidents.
#[rustfmt::skip] // a table
const COURSES: &[(&str, &str, f64, &[Incident])] = &[
    ("checkout-availability",   "",        0.000_12, &[(410.0, 408.5, 0.03), (130.0, 129.0, 0.05), (1.2, 0.0, 0.021)]),
    ("checkout-latency",        "",        0.005_2,  &[(300.0, 292.0, 0.18), (46.0, 41.0, 0.11)]),
    ("payments-authorisations", "",        0.000_11, &[(500.0, 499.0, 0.02), (215.0, 210.5, 0.06), (60.0, 58.0, 0.012)]),
    ("payments-settlement",     "",        0.000_4,  &[(640.0, 630.0, 0.03)]),
    ("search-availability",     "eu-west", 0.000_6,  &[(350.0, 346.0, 0.05)]),
    ("search-availability",     "us-east", 0.000_9,  &[(470.0, 462.0, 0.06), (96.0, 72.0, 0.04)]),
    ("search-availability",     "ap-east", 0.000_3,  &[]),
    ("search-freshness",        "",        0.006,    &[(260.0, 250.0, 0.05), (30.0, 0.0, 0.085)]),
    ("storefront-page-loads",   "",        0.001_8,  &[]),
    ("storefront-probe",        "",        0.0,      &[]),
];

pub(crate) fn compiled(profile: Profile) -> Compiled {
    let mut options = Options::default();
    options.profile = profile;
    compile(&Source::new("demo.yml", SPEC.as_bytes()), &options).compiled.expect("the spec has no error")
}

/// The samples in the `OpenMetrics` text format.
pub(crate) fn samples() -> String {
    let compiled = compiled(Profile::Native);
    let mut metrics: BTreeMap<String, String> = BTreeMap::new();
    for (id, region, base, incidents) in COURSES {
        let slo = compiled.slos().find(|slo| &*slo.slo.id == *id).expect("the spec has it");
        Course::new(slo, region, *base, incidents).write(&mut metrics);
    }
    let mut text = String::new();
    for (name, lines) in metrics {
        writeln!(text, "# TYPE {name} gauge\n{lines}").expect("it is memory");
    }
    text.replace("\n\n", "\n") + "# EOF\n"
}

/// How one series of an SLO went.
struct Course<'s> {
    slo: &'s CompiledSlo,
    labels: String,
    /// Sums of the error ratios up to each step.
    sums: Vec<f64>,
}

impl<'s> Course<'s> {
    fn new(slo: &'s CompiledSlo, region: &str, base: f64, incidents: &[Incident]) -> Self {
        let mut labels = naming::identity(&slo.slo);
        labels.merge(&slo.slo.labels);
        if !region.is_empty() {
            labels.set("region", region);
        }
        let mut sums = vec![0.0];
        for step in 0..STEPS {
            let hours = (STEPS - step) as f64 / 12.0;
            let incident = incidents.iter().find(|(from, to, _)| hours <= *from && hours > *to);
            // Some unrest, the same in every run.
            let unrest = 0.6 + 0.8 * ((step * 7919 % 101) as f64 / 100.0);
            let ratio = incident.map_or(base * unrest, |(.., ratio)| *ratio);
            sums.push(sums[step] + ratio);
        }
        let labels: Vec<String> = labels.iter().map(|(name, value)| format!("{name}={value:?}")).collect();
        Self { slo, labels: labels.join(","), sums }
    }

    /// The mean over the `window` that ends with `step`.
    fn ratio(&self, window: Window, step: usize) -> f64 {
        let steps = usize::try_from(window.as_millis()).expect("it is short") / 1000 / 300;
        (self.sums[step] - self.sums[step - steps]) / steps as f64
    }

    fn write(&self, metrics: &mut BTreeMap<String, String>) {
        let plan = &self.slo.plan;
        let mut windows = plan.windows.clone();
        windows.push(plan.period);
        for step in (STEPS / 2..=STEPS).filter(|step| (STEPS - step).is_multiple_of(WRITTEN)) {
            for window in &windows {
                let labels = format!("{},sloth_window=\"{window}\"", self.labels);
                put(metrics, &naming::error_ratio(*window), &labels, self.ratio(*window, step), step);
            }
            let burn = |window| self.ratio(window, step) / plan.error_budget;
            put(metrics, BUDGET_REMAINING, &self.labels, 1.0 - burn(plan.period), step);
            put(metrics, CURRENT_BURN_RATE, &self.labels, burn(plan.current), step);
            self.write_events(step, metrics);
        }
        let alerts = [
            (AlertKind::Page, &self.slo.slo.page, &plan.page),
            (AlertKind::Ticket, &self.slo.slo.ticket, &plan.ticket),
        ];
        for (kind, alert, conditions) in alerts {
            self.write_alert(kind, alert.as_ref().expect("every alert is on"), conditions, metrics);
        }
    }

    /// Events a second, if the SLI counts any.
    fn write_events(&self, step: usize, metrics: &mut BTreeMap<String, String>) {
        if matches!(self.slo.slo.sli, Some(Sli::Events { .. })) {
            for window in [Window::minutes(5), Window::minutes(30)] {
                let rate = EVENTS * self.slo.slo.id.len() as f64;
                put(metrics, &naming::total_events(window), &self.labels, rate, step);
                let bad = rate * self.ratio(window, step);
                put(metrics, &naming::bad_events(window), &self.labels, bad, step);
            }
        }
    }

    fn write_alert(
        &self,
        kind: AlertKind,
        alert: &Alert,
        conditions: &[BurnCondition; 2],
        metrics: &mut BTreeMap<String, String>,
    ) {
        let labels = format!(
            "{},sloth_severity=\"{}\",alertname=\"{}\",alertstate=\"firing\"",
            self.labels,
            kind.as_str(),
            alert.name
        );
        let budget = self.slo.plan.error_budget;
        for step in STEPS / 2..=STEPS {
            let exceeds = |window, rate| self.ratio(window, step) > rate * budget;
            if conditions
                .iter()
                .any(|one| exceeds(one.short, one.burn_rate) && exceeds(one.long, one.burn_rate))
            {
                put(metrics, "ALERTS", &labels, 1.0, step);
            }
        }
    }
}

fn put(metrics: &mut BTreeMap<String, String>, name: &str, labels: &str, value: f64, step: usize) {
    let time = AT - i64::try_from(STEPS - step).expect("it is small") * STEP;
    let lines = metrics.entry(name.to_owned()).or_default();
    writeln!(lines, "{name}{{{labels}}} {value} {time}").expect("it is memory");
}
