//! The settings that Sloth does not have: what an SLO, the defaults of its spec and those of the run decide together.
//!
//! In: fields as written. Out: [`Defaults`] with everything that the three say, the nearest first. Keeps: a field that is
//! wrong is reported where it stands, and counts as left out.

use super::draft::Draft;
use super::values::Values;
use crate::diagnostic::Code;
use crate::model::{HealthAlert, Labels, NoTraffic, Tiers, Tuning, Window};
use crate::options::{Defaults, HealthDefaults, Switch};
use crate::spec::{Texts, extension, sloth};

const NO_TRAFFIC: [(&str, NoTraffic); 3] =
    [("good", NoTraffic::Good), ("absent", NoTraffic::Absent), ("bad", NoTraffic::Bad)];

pub(super) const TIERS: [(&str, Tiers); 2] = [("google", Tiers::Google), ("four", Tiers::Four)];

/// What both an SLO and the defaults of a spec can say.
struct Written<'a> {
    period: Option<&'a str>,
    no_traffic: Option<&'a str>,
    sparse: Option<&'a str>,
    query_offset: Option<&'a str>,
    scrape_interval: Option<&'a str>,
    min_events: Option<f64>,
    health: &'a extension::Health,
    owner: &'a str,
    runbook: &'a str,
    links: &'a Texts,
    hold: Option<&'a str>,
    keep_firing: Option<&'a str>,
    per_window: Option<bool>,
    tiers: Option<&'a str>,
}

/// What the defaults of a spec decide.
pub(super) fn of_spec(defaults: &extension::Defaults, values: &mut Values<'_>) -> Defaults {
    let written = Written {
        period: defaults.period.as_deref(),
        no_traffic: defaults.no_traffic.as_deref(),
        sparse: defaults.sparse.as_deref(),
        query_offset: defaults.query_offset.as_deref(),
        scrape_interval: defaults.scrape_interval.as_deref(),
        min_events: defaults.min_events,
        health: &defaults.health,
        owner: &defaults.owner,
        runbook: &defaults.runbook,
        links: &defaults.links,
        hold: defaults.alerting.hold.as_deref(),
        keep_firing: defaults.alerting.keep_firing_for.as_deref(),
        per_window: defaults.alerting.per_window,
        tiers: defaults.alerting.tiers.as_deref(),
    };
    let mut decided = read(&written, values);
    decided.alert_labels = labels(&defaults.alerting.labels);
    decided.alert_annotations = labels(&defaults.alerting.annotations);
    decided
}

/// What an SLO itself decides. Labels and annotations of its alerts are merged elsewhere.
pub(super) fn of_slo(slo: &sloth::Slo, values: &mut Values<'_>) -> Defaults {
    let written = Written {
        period: slo.period.as_deref(),
        no_traffic: slo.no_traffic.as_deref(),
        sparse: slo.sparse.as_deref(),
        query_offset: slo.query_offset.as_deref(),
        scrape_interval: slo.scrape_interval.as_deref(),
        min_events: slo.min_events,
        health: &slo.health,
        owner: &slo.owner,
        runbook: &slo.runbook,
        links: &slo.links,
        hold: slo.alerting.hold.as_deref(),
        keep_firing: slo.alerting.keep_firing_for.as_deref(),
        per_window: slo.alerting.per_window,
        tiers: slo.alerting.tiers.as_deref(),
    };
    read(&written, values)
}

fn read(written: &Written<'_>, values: &mut Values<'_>) -> Defaults {
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let mut decided = Defaults {
        period: values.window(&["period"], written.period),
        no_traffic: values.choice(&["no_traffic"], written.no_traffic, &NO_TRAFFIC),
        sparse: values.window(&["sparse"], written.sparse),
        query_offset: values.window_or_zero(&["query_offset"], written.query_offset),
        scrape_interval: values.window(&["scrape_interval"], written.scrape_interval),
        min_events: values.count(&["min_events"], written.min_events),
        health: health(written.health, values),
        owner: text(written.owner),
        runbook: text(written.runbook),
        links: labels(written.links),
        hold: values.window_or_zero(&["alerting", "for"], written.hold),
        keep_firing: values.window_or_zero(&["alerting", "keep_firing_for"], written.keep_firing),
        per_window: written.per_window,
        tiers: values.choice(&["alerting", "tiers"], written.tiers, &TIERS),
        ..Defaults::default()
    };
    if let Some(offset) = decided.query_offset.filter(|offset| *offset > Tuning::LATEST) {
        let message = format!("a `query_offset` of {offset} is more than {}", Tuning::LATEST);
        let help = "every alert comes so much later; a few minutes are enough for samples that arrive late";
        values.wrong(Code::SpecValue, &["query_offset"], message, Some(help.to_owned()));
        decided.query_offset = None;
    }
    decided
}

fn health(written: &extension::Health, values: &mut Values<'_>) -> HealthDefaults {
    HealthDefaults {
        exhausted: health_alert("exhausted", written.exhausted.as_ref(), values),
        vanished: health_alert("vanished", written.vanished.as_ref(), values),
        never_seen: health_alert("never_seen", written.never_seen.as_ref(), values),
        idle: health_alert("idle", written.idle.as_ref(), values),
    }
}

fn health_alert(
    kind: &'static str,
    written: Option<&extension::HealthAlert>,
    values: &mut Values<'_>,
) -> Option<Switch> {
    let written = written?;
    if written.off {
        return Some(Switch::Off);
    }
    let key = |name| ["health", kind, name];
    if written.name.as_deref() == Some("") {
        let message = format!("`{}` is empty", values.path(&key("name")));
        let help = "leave the name out to get that of the kind of alert";
        values.wrong(Code::SpecValue, &key("name"), message, Some(help.to_owned()));
    }
    for (field, texts) in [("labels", &written.labels), ("annotations", &written.annotations)] {
        check_texts(&key(field), texts, values);
    }
    Some(Switch::On(HealthAlert {
        name: written.name.clone(),
        hold: values.window_or_zero(&key("for"), written.hold.as_deref()),
        keep_firing: values.window_or_zero(&key("keep_firing_for"), written.keep_firing_for.as_deref()),
        labels: labels(&written.labels),
        annotations: labels(&written.annotations),
    }))
}

/// Names and values are there, and no label would rename the series.
pub(super) fn check_texts(keys: &[&'static str], texts: &Texts, values: &mut Values<'_>) {
    let are_labels = keys.last() == Some(&"labels");
    for (name, value) in texts {
        let problem = if name.is_empty() {
            "has an entry without a name".to_owned()
        } else if are_labels && name == crate::promql::METRIC_LABEL {
            format!("has `{name}`, which would rename the series")
        } else if value.is_empty() {
            format!("has no value for `{name}`")
        } else {
            continue;
        };
        let place = values.path(keys).key(name.clone());
        let message = format!("`{}` {problem}", values.path(keys));
        values.wrong_at(Code::SpecValue, place.into(), message, None);
    }
}

/// Settings that cannot go together, whoever decided them.
pub(super) fn check(tuning: &Tuning, period: Window, values: &mut Values<'_>) {
    if let Some(sparse) = tuning.sparse.filter(|sparse| sparse.times(4) > period) {
        let message = format!("runs every {sparse} are too rare for a period of {period}");
        let help = "a period should hold at least four runs: choose a longer one";
        values.wrong(Code::SpecConflict, &["sparse"], message, Some(help.to_owned()));
    }
    if let (Some(sparse), Some(interval)) = (tuning.sparse, tuning.scrape_interval)
        && interval >= sparse
    {
        let message = format!("`scrape_interval` ({interval}) is not below `sparse` ({sparse})");
        let help = "`sparse` is the time between two runs, within which there are several scrapes";
        values.wrong(Code::SpecConflict, &["scrape_interval"], message, Some(help.to_owned()));
    }
}

/// The settings of `draft` that only our own rules make use of, in snake case.
pub(super) fn unused(draft: &Draft) -> Vec<&'static str> {
    let (tuning, none) = (&draft.tuning, Tuning::default());
    let alerts = || draft.page.iter().chain(&draft.ticket);
    let set = [
        ("disabled", tuning.disabled),
        ("no_traffic", tuning.no_traffic != none.no_traffic),
        ("sparse", tuning.sparse.is_some()),
        ("query_offset", tuning.query_offset.is_some()),
        ("min_events", tuning.min_events.is_some()),
        ("health", tuning.health != none.health),
        ("for", alerts().any(|alert| alert.hold.is_some())),
        ("keep_firing_for", alerts().any(|alert| alert.keep_firing.is_some())),
        ("per_window", alerts().any(|alert| alert.tiers.is_some())),
    ];
    set.into_iter().filter(|(_, set)| *set).map(|(name, _)| name).collect()
}

/// Texts as labels.
pub(super) fn labels(texts: &Texts) -> Labels {
    texts.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}
