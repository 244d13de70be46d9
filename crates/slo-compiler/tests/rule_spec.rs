//! The JSON of an object's spec says what its YAML says.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic is how a test fails")]

use std::fs;

use serde_json::Value;
use slo_compiler::emit::prometheus_operator::{Form, ObjectMeta, write_object};
use slo_compiler::emit::rule_spec::RuleSpec;
use slo_compiler::{Options, Source, compile};
use slo_testkit::repo;

#[test]
fn json_says_what_yaml_says() {
    // Its chain has an alert with `for`, and groups with intervals.
    for name in ["getting-started.yml", "features/slo-plugin-chain.yml"] {
        let text = fs::read(repo::root().join("examples").join(name)).unwrap();
        let compiled = compile(&Source::new(name, text), &Options::default()).compiled.unwrap();
        for form in [Form::Full, Form::Compat] {
            let mut yaml = String::new();
            write_object(&ObjectMeta::default(), compiled.groups(), form, &mut yaml);
            let yaml: Value = serde_yaml::from_str(&yaml).unwrap();
            let json = serde_json::to_value(RuleSpec::new(compiled.groups(), form)).unwrap();
            assert_eq!(json, yaml["spec"], "{name}, {form:?}");
        }
    }
}
