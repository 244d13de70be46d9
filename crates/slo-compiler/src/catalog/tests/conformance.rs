//! Every case of the area `sli-plugin`: the query of each window, or the error text.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde::Deserialize;
use serde_yaml::Value;

use super::super::{Input, OptionError, find};
use super::{IDS, repository};

#[derive(Deserialize)]
struct Spec {
    slos: Vec<Slo>,
}

#[derive(Deserialize)]
struct Slo {
    objective: f64,
    sli: Sli,
}

#[derive(Deserialize)]
struct Sli {
    plugin: PluginUse,
}

#[derive(Deserialize)]
struct PluginUse {
    id: String,
    #[serde(default)]
    options: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
struct Rules {
    groups: Vec<Group>,
}

#[derive(Deserialize)]
struct Group {
    rules: Vec<Rule>,
}

#[derive(Deserialize)]
struct Rule {
    record: String,
    expr: String,
}

/// The only document of a text; in a custom resource, its `spec`.
fn document<T: serde::de::DeserializeOwned>(text: &str) -> T {
    let mut documents =
        serde_yaml::Deserializer::from_str(text).map(|document| Value::deserialize(document).unwrap());
    let document = documents.find(|document| !document.is_null()).unwrap();
    serde_yaml::from_value(document.get("spec").unwrap_or(&document).clone()).unwrap()
}

/// An option as the reader of specs makes it a text.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(truth) => truth.to_string(),
        number => number.as_f64().unwrap().to_string(),
    }
}

fn check_error(case: &str, id: &str, error: &str, built: Option<Result<String, OptionError>>) {
    if error.contains("could not get plugin: ") {
        assert!(built.is_none(), "{case}");
    } else if let Some((_, innermost)) = error.split_once(&format!("plugin \"{id}\" execution error: ")) {
        assert_eq!(built.unwrap().unwrap_err().reference, innermost, "{case}");
    } else {
        assert!(built.unwrap().is_ok(), "{case}: the error is one of a later stage");
    }
}

fn check_rules(case: &str, stdout: &str, query: &str) {
    let rules: Rules = document(stdout);
    let windows = ["5m", "30m", "1h", "2h", "6h", "1d", "3d"];
    for (window, rule) in windows.iter().zip(&rules.groups[0].rules) {
        assert_eq!(rule.record, format!("slo:sli_error:ratio_rate{window}"), "{case}");
        assert_eq!(rule.expr, format!("({})", query.replace("{{.window}}", window)), "{case}");
    }
}

#[test]
fn queries_and_errors_are_those_of_the_go_plugins() {
    let cases = fs::read_dir(repository().join("specs/conformance/cases/sli-plugin")).unwrap();
    let mut with_rules = BTreeSet::new();
    for case in cases.map(|case| case.unwrap().path()) {
        let name = case.display().to_string();
        let spec: Spec = document(&fs::read_to_string(case.join("spec.yml")).unwrap());
        let slo = &spec.slos[0];
        let options = slo.sli.plugin.options.iter().map(|(key, value)| (key.clone(), text(value))).collect();
        let id = &slo.sli.plugin.id;
        let input = Input { objective: slo.objective, options: &options };
        let built = find(id).map(|plugin| plugin.build(&input));
        if let Ok(error) = fs::read_to_string(case.join("expect/error")) {
            check_error(&name, id, error.trim_end_matches('\n'), built);
        } else {
            let stdout = fs::read_to_string(case.join("expect/stdout")).unwrap();
            check_rules(&name, &stdout, &built.unwrap().unwrap());
            with_rules.insert(id.clone());
        }
    }
    assert!(IDS.iter().copied().eq(&with_rules), "plugins with a case that has rules: {with_rules:?}");
}
