//! Dashboards as Grafana's own code reads them: its schemas accept both forms, its conversion loses nothing, and what it makes of the
//! classic form is the v2 resource that we write.
//!
//! The tool of `tools/grafana` is that code, without a server or a browser.

use std::fs::{self, File};
use std::process::Command;

use serde_json::{Deserializer, Value, json};
use slo_compiler::dashboard;
use slo_compiler::emit::grafana::{self, Schema};
use slo_compiler::rules::Profile;
use slo_testkit::tools;

use crate::specs::{PLAIN, corpus, dashboards, settings};

/// What Grafana makes of each of some dashboards. `None`, with a note, when the tool has not been built.
fn read(name: &str, dashboards: &[Value]) -> Option<Vec<Value>> {
    let tool = tools::binary("grafana-dashboards")?;
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&file, dashboards.iter().map(Value::to_string).collect::<Vec<_>>().join("\n")).unwrap();
    let output = Command::new(tool).stdin(File::open(&file).unwrap()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let answers: Vec<Value> =
        Deserializer::from_slice(&output.stdout).into_iter().collect::<Result<_, _>>().unwrap();
    assert_eq!(answers.len(), dashboards.len());
    Some(answers)
}

/// Fields that differ for a reason: numbers that stand for a place, what Grafana keeps elsewhere, and what only its editors read.
const AT_WILL: [&str; 6] = ["id", "y", "uid", "selected", "definition", "autoRefreshIntervals"];

/// The places of `before` whose value `after` does not have, but for such as say nothing: `false`, `null`, nothing at all.
fn lost(before: &Value, after: &Value, place: &str, found: &mut Vec<String>) {
    match (before, after) {
        (Value::Object(fields), Value::Object(others)) => {
            for (name, value) in fields.iter().filter(|(name, _)| !AT_WILL.contains(&name.as_str())) {
                lost(value, others.get(name).unwrap_or(&Value::Null), &format!("{place}/{name}"), found);
            }
        }
        (Value::Array(items), Value::Array(others)) if items.len() == others.len() => {
            for (position, (item, other)) in items.iter().zip(others).enumerate() {
                lost(item, other, &format!("{place}/{position}"), found);
            }
        }
        (Value::Number(a), Value::Number(b)) if a.as_f64() == b.as_f64() => {}
        (before, after) if before == after || (says_nothing(before) && says_nothing(after)) => {}
        (before, after) => found.push(format!("{place}: {before} is {after}")),
    }
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.values().all(says_nothing),
        Value::Bool(true) | Value::Number(_) => false,
    }
}

/// A classic dashboard without the switch for marks of people, which Grafana adds to each.
fn without_added(dashboard: &Value) -> Value {
    let mut dashboard = dashboard.clone();
    dashboard["annotations"]["list"].as_array_mut().unwrap().retain(|mark| mark["builtIn"] != 1);
    dashboard
}

/// The same of a v2 spec, with its panels in the order of the layout, because their names are free.
fn in_order(spec: &Value) -> Value {
    let list = |value: &Value| value.as_array().unwrap().clone();
    let mut rows = list(&spec["layout"]["spec"]["rows"]);
    for row in &mut rows {
        for item in row["spec"]["layout"]["spec"]["items"].as_array_mut().unwrap() {
            let name = item["spec"]["element"]["name"].as_str().unwrap().to_owned();
            item["spec"]["element"] = spec["elements"][name].clone();
        }
    }
    let mut ordered = spec.clone();
    ordered["layout"]["spec"]["rows"] = rows.into();
    ordered["elements"] = Value::Null;
    let marks = list(&spec["annotations"]).into_iter().filter(|mark| mark["spec"]["builtIn"] != true);
    ordered["annotations"] = marks.collect();
    ordered
}

#[test]
fn grafana_reads_every_dashboard_and_loses_nothing() {
    let (mut classic, mut v2) = (Vec::new(), Vec::new());
    for (_, compiled) in corpus().filter(|(name, _)| name.contains("/examples/")) {
        for dashboard in dashboard::all(compiled.slos(), &settings()) {
            let tree = |schema| serde_json::from_str::<Value>(&grafana::json(&dashboard, schema)).unwrap();
            classic.push(tree(Schema::Classic));
            v2.push(tree(Schema::V2));
        }
    }
    assert!(classic.len() > 60, "{} dashboards", classic.len());
    let Some(of_classic) = read("classic.json", &classic) else { return };
    let of_v2 = read("v2.json", &v2).unwrap();
    let mut faults = Vec::new();
    for ((classic, v2), (of_classic, of_v2)) in classic.iter().zip(&v2).zip(of_classic.iter().zip(&of_v2)) {
        for answer in [of_classic, of_v2] {
            faults.extend(answer["problems"].as_array().unwrap().iter().map(Value::to_string));
        }
        let spec = &v2["spec"];
        lost(classic, &without_added(&of_classic["classic"]), "migrated", &mut faults);
        lost(classic, &without_added(&of_classic["back"]), "to v2 and back", &mut faults);
        lost(spec, &of_v2["v2"], "read", &mut faults);
        lost(&in_order(spec), &in_order(&of_classic["v2"]), "ours, and not converted", &mut faults);
        lost(&in_order(&of_classic["v2"]), &in_order(spec), "converted, and not ours", &mut faults);
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults[..faults.len().min(20)].join("\n"));
}

/// The test itself: a dashboard that is wrong in one place is found.
#[test]
fn what_grafana_would_refuse_is_found() {
    let overview = &dashboards(PLAIN, Profile::Native)[0];
    let wrong = |schema, place: &str, value: Value| {
        let mut tree: Value = serde_json::from_str(&grafana::json(overview, schema)).unwrap();
        *tree.pointer_mut(place).unwrap() = value;
        tree
    };
    let all = [
        wrong(Schema::Classic, "/schemaVersion", json!(30)),
        wrong(Schema::Classic, "/panels/0/gridPos", json!({ "h": "high" })),
        wrong(Schema::V2, "/spec/cursorSync", json!("On")),
        wrong(Schema::V2, "/spec/layout/kind", json!("Rows")),
        wrong(Schema::V2, "/spec/elements/panel-1/spec/title", json!(1)),
    ];
    let Some(answers) = read("wrong.json", &all) else { return };
    for (dashboard, answer) in all.iter().zip(answers) {
        assert!(!says_nothing(&answer["problems"]), "{answer}\n{dashboard}");
    }
    let mut found = Vec::new();
    lost(&json!({ "a": [1, { "b": "x" }] }), &json!({ "a": [1, { "b": "y" }] }), "", &mut found);
    assert_eq!(found, [r#"/a/1/b: "x" is "y""#]);
}
