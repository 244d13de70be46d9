//! The settings of SLOs that a project file decides for those that do not.
//!
//! In: tables of a project file. Out: the library's [`Defaults`]. Keeps: every value is possible, which the types see to.

use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use slo_compiler::lower::{PLACEHOLDERS, unknown_placeholders};
use slo_compiler::model::{self, Labels, Tuning, Window};
use slo_compiler::{HealthDefaults, words};

/// What SLOs get that do not say otherwise.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(in crate::commands) struct Defaults {
    /// What a window without events means.
    pub(in crate::commands) no_traffic: Option<NoTraffic>,
    /// The longest time between two runs of sources that only sometimes have traffic, such as `30m`.
    #[schemars(with = "Option<String>")]
    pub(in crate::commands) sparse: Option<Length>,
    /// How far in the past rules are evaluated, because samples arrive late, such as `2m`.
    #[schemars(with = "Option<String>")]
    pub(in crate::commands) query_offset: Option<Offset>,
    /// How often the series of the queries are scraped, such as `30s`.
    #[schemars(with = "Option<String>")]
    pub(in crate::commands) scrape_interval: Option<Length>,
    /// How many bad events a long window must hold before its alert may fire.
    pub(in crate::commands) min_events: Option<Count>,
    /// Who owns the SLOs.
    pub(in crate::commands) owner: Option<String>,
    /// Where it is written what to do about alerts; with placeholders such as `{{slo}}`.
    #[schemars(with = "Option<String>")]
    pub(in crate::commands) runbook: Option<Template>,
    /// Further pages, by their titles; with placeholders such as `{{slo}}`.
    #[schemars(with = "BTreeMap<String, String>")]
    pub(in crate::commands) links: BTreeMap<String, Template>,
    /// Alerts on the state of the SLOs themselves.
    health: Health,
}

/// Which health alerts there are.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct Health {
    /// The error budget of the period is used up.
    exhausted: Option<Switch>,
    /// The source of events was there within the last day and is not any more.
    vanished: Option<Switch>,
    /// The source of events was never there, or not for a day.
    never_seen: Option<Switch>,
    /// The source of events is there and counts nothing.
    idle: Option<Switch>,
}

/// What the alerts of all SLOs have in common.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(in crate::commands) struct Alerts {
    /// Labels, such as those that route alerts; with placeholders such as `{{owner}}`.
    #[schemars(with = "BTreeMap<String, String>")]
    pub(in crate::commands) labels: BTreeMap<String, Template>,
    /// Annotations; with placeholders such as `{{slo}}`.
    #[schemars(with = "BTreeMap<String, String>")]
    pub(in crate::commands) annotations: BTreeMap<String, Template>,
    /// How long a condition must hold before an alert fires, such as `2m`.
    #[schemars(with = "Option<String>")]
    #[serde(rename = "for")]
    pub(in crate::commands) hold: Option<Window>,
    /// How long an alert goes on after its condition ceased to hold, such as `5m`.
    #[schemars(with = "Option<String>")]
    pub(in crate::commands) keep_firing_for: Option<Window>,
    /// Whether each pair of windows raises an alert of its own.
    pub(in crate::commands) per_window: Option<bool>,
    /// The windows and burn rates of alerts.
    pub(in crate::commands) tiers: Option<Tiers>,
}

/// What a window without events means.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(in crate::commands) enum NoTraffic {
    /// No error.
    Good,
    /// Nothing is recorded.
    Absent,
    /// All errors.
    Bad,
}

/// How windows and burn rates are chosen.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(in crate::commands) enum Tiers {
    /// Those of Google's Site Reliability Workbook.
    Google,
    /// Four tiers, each with a time for which it must hold.
    Four,
}

/// `true`, `false`, or what a health alert carries.
#[derive(Debug)]
struct Switch(slo_compiler::Switch);

/// A health alert.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct HealthAlert {
    /// Its name, instead of the one that this kind of alert has.
    name: Option<String>,
    /// How long the situation must last, such as `10m`.
    #[schemars(with = "Option<String>")]
    #[serde(rename = "for")]
    hold: Option<Window>,
    /// How long the alert goes on after the situation has ended, such as `5m`.
    #[schemars(with = "Option<String>")]
    keep_firing_for: Option<Window>,
    /// Its labels; with placeholders such as `{{owner}}`.
    #[schemars(with = "BTreeMap<String, String>")]
    labels: BTreeMap<String, Template>,
    /// Its annotations; with placeholders such as `{{slo}}`.
    #[schemars(with = "BTreeMap<String, String>")]
    annotations: BTreeMap<String, Template>,
}

/// A length of time above zero.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "Window")]
pub(in crate::commands) struct Length(pub(in crate::commands) Window);

impl TryFrom<Window> for Length {
    type Error = &'static str;

    fn try_from(window: Window) -> Result<Self, Self::Error> {
        if window.is_zero() { Err("it has to be longer than nothing") } else { Ok(Self(window)) }
    }
}

/// How late rules may be evaluated.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "Window")]
pub(in crate::commands) struct Offset(pub(in crate::commands) Window);

impl TryFrom<Window> for Offset {
    type Error = String;

    fn try_from(window: Window) -> Result<Self, String> {
        let latest = Tuning::LATEST;
        if window > latest { Err(format!("{window} is more than {latest}")) } else { Ok(Self(window)) }
    }
}

/// A number from zero on.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(try_from = "f64")]
pub(in crate::commands) struct Count(#[schemars(range(min = 0))] pub(in crate::commands) f64);

impl TryFrom<f64> for Count {
    type Error = String;

    fn try_from(count: f64) -> Result<Self, String> {
        let fits = count >= 0.0 && count.is_finite();
        fits.then_some(Self(count)).ok_or_else(|| format!("it has to be 0 or more, but is {count}"))
    }
}

/// A text with placeholders.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub(in crate::commands) struct Template(pub(in crate::commands) String);

impl TryFrom<String> for Template {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text.is_empty() {
            return Err("it is empty".to_owned());
        }
        let problem = unknown_placeholders(&text).first().map(|name| {
            let near = words::nearest(name, PLACEHOLDERS);
            let hint = near.map(|near| format!("; did you mean `{{{{{near}}}}}`?")).unwrap_or_default();
            format!("there is no placeholder `{{{{{name}}}}}`{hint}")
        });
        problem.map_or(Ok(Self(text)), Err)
    }
}

impl<'de> Deserialize<'de> for Switch {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SwitchVisitor)
    }
}

struct SwitchVisitor;

impl<'de> Visitor<'de> for SwitchVisitor {
    type Value = Switch;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`true`, `false` or a table")
    }

    fn visit_bool<E>(self, on: bool) -> Result<Switch, E> {
        let alert = || slo_compiler::Switch::On(model::HealthAlert::default());
        Ok(Switch(if on { alert() } else { slo_compiler::Switch::Off }))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Switch, A::Error> {
        let written = HealthAlert::deserialize(MapAccessDeserializer::new(map))?;
        let mut alert = model::HealthAlert::default();
        alert.name = written.name;
        alert.hold = written.hold;
        alert.keep_firing = written.keep_firing_for;
        alert.labels = labels(&written.labels);
        alert.annotations = labels(&written.annotations);
        Ok(Switch(slo_compiler::Switch::On(alert)))
    }
}

impl JsonSchema for Switch {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Switch".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let alert = generator.subschema_for::<HealthAlert>();
        json_schema!({ "anyOf": [{ "type": "boolean" }, alert] })
    }
}

fn labels(texts: &BTreeMap<String, Template>) -> Labels {
    texts.iter().map(|(name, text)| (name.as_str(), text.0.as_str())).collect()
}

impl Defaults {
    /// For the library, with what alerts have in common.
    pub(in crate::commands) fn to_library(&self, alerts: &Alerts) -> slo_compiler::Defaults {
        let mut defaults = slo_compiler::Defaults::default();
        defaults.no_traffic = self.no_traffic.map(Into::into);
        defaults.sparse = self.sparse.map(|length| length.0);
        defaults.query_offset = self.query_offset.map(|offset| offset.0);
        defaults.scrape_interval = self.scrape_interval.map(|length| length.0);
        defaults.min_events = self.min_events.map(|count| count.0);
        defaults.owner.clone_from(&self.owner);
        defaults.runbook = self.runbook.as_ref().map(|runbook| runbook.0.clone());
        defaults.links = labels(&self.links);
        defaults.health = self.health.to_library();
        defaults.alert_labels = labels(&alerts.labels);
        defaults.alert_annotations = labels(&alerts.annotations);
        defaults.hold = alerts.hold;
        defaults.keep_firing = alerts.keep_firing_for;
        defaults.per_window = alerts.per_window;
        defaults.tiers = alerts.tiers.map(Into::into);
        defaults
    }
}

impl Health {
    fn to_library(&self) -> HealthDefaults {
        let switch = |switch: &Option<Switch>| switch.as_ref().map(|switch| switch.0.clone());
        let mut health = HealthDefaults::default();
        health.exhausted = switch(&self.exhausted);
        health.vanished = switch(&self.vanished);
        health.never_seen = switch(&self.never_seen);
        health.idle = switch(&self.idle);
        health
    }
}

impl From<NoTraffic> for model::NoTraffic {
    fn from(policy: NoTraffic) -> Self {
        match policy {
            NoTraffic::Good => Self::Good,
            NoTraffic::Absent => Self::Absent,
            NoTraffic::Bad => Self::Bad,
        }
    }
}

impl From<Tiers> for model::Tiers {
    fn from(tiers: Tiers) -> Self {
        match tiers {
            Tiers::Google => Self::Google,
            Tiers::Four => Self::Four,
        }
    }
}
