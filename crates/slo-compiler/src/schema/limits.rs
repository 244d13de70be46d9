//! What the types of the specs cannot say: which fields have to be there, and which values they take.
//!
//! Keeps: a row is about a struct and a field that exist, which a test checks.

use serde_json::{Value, json};

use super::{Kind, Structs, properties};

/// A name of a service or an SLO, see [`crate::model::Name`].
const NAME: &str = "^[A-Za-z0-9][-_.A-Za-z0-9]*[A-Za-z0-9]$";
/// A name that gets a number behind it, which makes its end fit.
const NAME_PREFIX: &str = "^[A-Za-z0-9][-_.A-Za-z0-9]*$";
/// A length of time, see [`crate::model::Window`].
const WINDOW: &str = "^([0-9]+y)?([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$";
/// The window somewhere in a template, see [`crate::template::mentions_window`].
const QUERY: &str = r"\{\{ *\.window *\}\}";

/// What a field takes: struct, field, and a part of a schema.
type Limit = (&'static str, &'static str, Value);

/// The fields that have to be there, by struct.
type Required = &'static [(&'static str, &'static [&'static str])];

/// Adds the limits of a kind.
pub(super) fn apply(kind: Kind, structs: &mut Structs) {
    if kind == Kind::ServiceLevel
        && let Some(fields) = structs.get_mut("Spec").and_then(properties)
    {
        fields.remove("version"); // an object says it in `apiVersion`
    }
    for (owner, names) in required(kind).iter().copied().flatten() {
        if let Some(schema) = structs.get_mut(owner) {
            schema.insert("required".into(), json!(names));
        }
    }
    for (owner, field, limit) in limits(kind) {
        let Some(schema) = structs.get_mut(owner) else { continue };
        let target = if field.is_empty() {
            Some(schema)
        } else {
            properties(schema).and_then(|fields| fields.get_mut(field)?.as_object_mut())
        };
        if let (Some(target), Value::Object(limit)) = (target, limit) {
            target.extend(limit);
        }
    }
}

#[rustfmt::skip] // tables
mod tables {
    use super::Required;

    pub(super) const SPEC: Required = &[
        ("Slo",               &["name", "objective", "sli", "alerting"]),
        ("SliRaw",            &["error_ratio_query"]),
        ("SliEvents",         &["total_query"]),
        ("SliLatency",        &["histogram", "threshold"]),
        ("SliProbe",          &["metric"]),
        ("Windows",           &["page", "ticket"]),
        ("WindowPairs",       &["quick", "slow"]),
        ("WindowPair",        &["error_budget_percent", "short_window", "long_window"]),
        ("SliPlugin",         &["id"]),
        ("PluginDeclaration", &["id"]),
    ];
    pub(super) const PROMETHEUS: Required = &[
        ("Spec",              &["version", "service", "slos"]),
    ];
    pub(super) const SERVICE_LEVEL: Required = &[
        ("ServiceLevel",      &["apiVersion", "kind", "metadata", "spec"]),
        ("ObjectMeta",        &["name"]),
        ("Spec",              &["service", "slos"]),
    ];
    pub(super) const OPENSLO: Required = &[
        ("Slo",               &["apiVersion", "kind", "metadata", "spec"]),
        ("Metadata",          &["name"]),
        ("SloSpec",           &["service", "objectives"]),
        ("TimeWindow",        &["unit", "count"]),
        ("Objective",         &["ratioMetrics", "target"]),
        ("RatioMetrics",      &["good", "total"]),
        ("Metric",            &["source", "queryType", "query"]),
    ];
    pub(super) const ALERT_WINDOWS: Required = &[
        ("File",              &["apiVersion", "kind", "spec"]),
        ("WrittenSpec",       &["sloPeriod", "page", "ticket"]),
        ("WrittenPairs",      &["quick", "slow"]),
        ("WrittenPair",       &["errorBudgetPercent", "shortWindow", "longWindow"]),
    ];
}

const fn required(kind: Kind) -> [Required; 2] {
    match kind {
        Kind::Prometheus => [tables::SPEC, tables::PROMETHEUS],
        Kind::ServiceLevel => [tables::SPEC, tables::SERVICE_LEVEL],
        Kind::OpenSlo => [tables::OPENSLO, &[]],
        Kind::AlertWindows => [tables::ALERT_WINDOWS, &[]],
    }
}

fn limits(kind: Kind) -> Vec<Limit> {
    match kind {
        Kind::Prometheus => {
            let text = json!(["string", "number", "boolean"]);
            let mut rows = spec(&text);
            rows.extend(extensions(&text));
            rows.push(("Spec", "version", json!({ "const": "prometheus/v1" })));
            rows
        }
        Kind::ServiceLevel => {
            let text = json!("string");
            let mut rows = spec(&text);
            rows.extend(extensions(&text));
            rows.extend(object("ServiceLevel", "sloth.slok.dev/v1", "PrometheusServiceLevel"));
            rows
        }
        Kind::OpenSlo => openslo(),
        Kind::AlertWindows => alert_windows(),
    }
}

fn object(owner: &'static str, api_version: &str, kind: &str) -> [Limit; 2] {
    [(owner, "apiVersion", json!({ "const": api_version })), (owner, "kind", json!({ "const": kind }))]
}

fn query() -> Value {
    json!({ "pattern": QUERY })
}

/// The rows of the fields that Sloth does not have.
#[rustfmt::skip] // a table
fn extensions(text: &Value) -> Vec<Limit> {
    let window = || json!({ "pattern": WINDOW, "minLength": 2 });
    let value = json!({ "type": text, "minLength": 1 });
    let labels = || json!({ "propertyNames": { "minLength": 1, "not": { "const": "__name__" } }, "additionalProperties": value });
    let annotations = || json!({ "propertyNames": { "minLength": 1 }, "additionalProperties": value });
    let label_names = || json!({ "items": { "type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]*$" }, "uniqueItems": true });
    let mut rows = Vec::new();
    for owner in ["Slo", "Defaults"] {
        for field in ["period", "sparse", "query_offset", "scrape_interval"] {
            rows.push((owner, field, window()));
        }
        rows.push((owner, "no_traffic", json!({ "enum": ["good", "absent", "bad", null] })));
        rows.push((owner, "min_events", json!({ "minimum": 0 })));
        rows.push((owner, "links",      annotations()));
    }
    for owner in ["Alerting", "AlertingDefaults"] {
        rows.push((owner, "tiers", json!({ "enum": ["google", "four", null] })));
    }
    for owner in ["Alerting", "AlertingDefaults", "Alert", "HealthAlert"] {
        rows.push((owner, "for",             window()));
        rows.push((owner, "keep_firing_for", window()));
    }
    rows.extend([
        ("Tier",             "for",                  window()),
        ("Tier",             "labels",               labels()),
        ("AlertingDefaults", "labels",               labels()),
        ("AlertingDefaults", "annotations",          annotations()),
        ("HealthAlert",      "labels",               labels()),
        ("HealthAlert",      "annotations",          annotations()),
        ("HealthAlert",      "name",                 json!({ "minLength": 1 })),
        ("WindowPair",       "error_budget_percent", json!({ "exclusiveMinimum": 0, "maximum": 100 })),
        ("WindowPair",       "short_window",         window()),
        ("WindowPair",       "long_window",          window()),
        ("SliLatency",       "histogram",            json!({ "minLength": 1 })),
        ("SliLatency",       "threshold",            json!({ "type": threshold(text), "minLength": 1, "exclusiveMinimum": 0 })),
        ("SliLatency",       "group_by",             label_names()),
        ("SliLatency",       "buckets",              json!({ "items": { "type": "number" } })),
        ("SliProbe",         "metric",               json!({ "minLength": 1 })),
        ("SliProbe",         "group_by",             label_names()),
    ]);
    rows
}

/// Native specs turn numbers into text.
fn threshold(text: &Value) -> Value {
    if text.is_array() { json!(["string", "number"]) } else { json!("string") }
}

/// The rows of Sloth's own kinds. `text` is the JSON type of a label's value: native specs turn numbers into text.
#[rustfmt::skip] // a table
fn spec(text: &Value) -> Vec<Limit> {
    let value = json!({ "type": text, "minLength": 1 });
    let labels = || json!({ "propertyNames": { "minLength": 1, "not": { "const": "__name__" } }, "additionalProperties": value });
    let annotations = || json!({ "propertyNames": { "minLength": 1 }, "additionalProperties": value });
    let disabled = json!({ "required": ["disable"], "properties": { "disable": { "const": true } } });
    vec![
        ("Spec",      "service",           json!({ "pattern": NAME })),
        ("Spec",      "slos",              json!({ "minItems": 1 })),
        ("Spec",      "labels",            labels()),
        ("Slo",       "name",              json!({ "pattern": NAME })),
        ("Slo",       "objective",         json!({ "exclusiveMinimum": 0, "maximum": 100 })),
        ("Slo",       "labels",            labels()),
        ("Sli",       "",                  json!({ "oneOf": [
            { "required": ["events"] }, { "required": ["raw"] }, { "required": ["plugin"] }, { "required": ["latency"] }, { "required": ["probe"] },
        ] })),
        ("SliEvents", "",                  json!({ "oneOf": [{ "required": ["error_query"] }, { "required": ["good_query"] }] })),
        ("SliEvents", "good_query",        query()),
        ("SliRaw",    "error_ratio_query", query()),
        ("SliEvents", "error_query",       query()),
        ("SliEvents", "total_query",       query()),
        ("SliPlugin", "options",           json!({ "additionalProperties": { "type": text } })),
        ("Alerting",  "name",              json!({ "minLength": 1 })),
        ("Alerting",  "labels",            labels()),
        ("Alerting",  "annotations",       annotations()),
        ("Alert",     "labels",            labels()),
        ("Alert",     "annotations",       annotations()),
        // An alert needs a name, unless there is no alert.
        ("Alerting",  "",                  json!({ "anyOf": [
            { "required": ["name"], "properties": { "name": { "type": "string" } } },
            { "required": ["page_alert", "ticket_alert"], "properties": { "page_alert": disabled, "ticket_alert": disabled } },
        ] })),
    ]
}

#[rustfmt::skip] // a table
fn openslo() -> Vec<Limit> {
    let mut rows = vec![
        ("Metadata",   "name",        json!({ "pattern": NAME_PREFIX })),
        ("SloSpec",    "service",     json!({ "pattern": NAME })),
        ("SloSpec",    "timeWindows", json!({ "maxItems": 1 })),
        ("SloSpec",    "objectives",  json!({ "minItems": 1 })),
        ("TimeWindow", "unit",        json!({ "pattern": "^[Dd][Aa][Yy]$", "examples": ["Day"] })),
        ("TimeWindow", "count",       json!({ "minimum": 1 })),
        ("Objective",  "target",      json!({ "exclusiveMinimum": 0, "maximum": 1 })),
        ("Metric",     "source",      json!({ "enum": ["prometheus", "sloth"] })),
        ("Metric",     "queryType",   json!({ "const": "promql" })),
        ("Metric",     "query",       query()),
    ];
    rows.extend(object("Slo", "openslo/v1alpha", "SLO"));
    rows
}

#[rustfmt::skip] // a table
fn alert_windows() -> Vec<Limit> {
    let window = || json!({ "pattern": WINDOW, "minLength": 2 });
    let mut rows = vec![
        ("WrittenSpec", "sloPeriod",          window()),
        ("WrittenPair", "errorBudgetPercent", json!({ "exclusiveMinimum": 0, "maximum": 100 })),
        ("WrittenPair", "shortWindow",        window()),
        ("WrittenPair", "longWindow",         window()),
    ];
    rows.extend(object("File", "sloth.slok.dev/v1", "AlertWindows"));
    rows
}

/// Every struct and field that a table names, for the test that they exist.
#[cfg(test)]
pub(super) fn named(kind: Kind) -> Vec<(&'static str, &'static str)> {
    let required = required(kind).into_iter().flatten();
    let required = required.flat_map(|(owner, names)| names.iter().map(move |name| (*owner, *name)));
    required.chain(limits(kind).into_iter().map(|(owner, field, _)| (owner, field))).collect()
}
