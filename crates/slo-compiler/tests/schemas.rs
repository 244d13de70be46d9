//! The JSON Schemas take what the reference takes, refuse what it refuses, and lie fresh under `specs/schemas`.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use serde_json::Value;
use slo_compiler::Source;
use slo_compiler::diagnostic::Diagnostics;
use slo_compiler::schema::{Kind, json_schema};
use slo_compiler::spec::{self, alert_windows_to_json, to_json};
use slo_testkit::{conformance, repo};

struct Schemas(BTreeMap<&'static str, Validator>);

impl Schemas {
    fn new() -> Self {
        let validator = |kind| jsonschema::draft202012::new(&json_schema(kind)).unwrap();
        Self(Kind::ALL.into_iter().map(|kind| (kind.as_str(), validator(kind))).collect())
    }

    /// What the schema of the kind says against the document, as `path: problem`.
    fn problems(&self, kind: Kind, document: &Value) -> Vec<String> {
        let errors = self.0[kind.as_str()].iter_errors(document);
        errors.map(|error| format!("{}: {error}", error.instance_path())).collect()
    }

    /// The same for every document of a file of specs; alert windows are told by their name.
    fn problems_of_file(&self, path: &Path) -> Vec<String> {
        let source = Source::new("", fs::read(path).unwrap());
        if String::from_utf8_lossy(source.bytes()).contains("kind: AlertWindows") {
            return self.problems(Kind::AlertWindows, &alert_windows_to_json(&source));
        }
        let documents = spec::read(&source, &mut Diagnostics::default());
        let known = documents.iter().filter_map(|document| Some((document.kind?, to_json(document))));
        known.flat_map(|(kind, json)| self.problems(kind.into(), &json)).collect()
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "yml" || extension == "yaml") {
            found.push(path);
        }
    }
    found.sort();
}

#[test]
fn examples_are_valid() {
    let schemas = Schemas::new();
    let mut examples = Vec::new();
    files(&repo::root().join("examples"), &mut examples);
    assert!(examples.len() > 10);
    for example in examples {
        assert_eq!(schemas.problems_of_file(&example), Vec::<String>::new(), "{}", example.display());
    }
}

/// Cases that the reference accepts and a schema does not, and why that is right.
#[rustfmt::skip] // a table
const STRICTER: &[(&str, &str)] = &[
    ("alerts/006-disabled-alert-is-not-validated",        "the labels of a disabled alert are not looked at, and a typo all the same"),
    ("alerts/010-number-and-boolean-labels",              NUMBER_AS_TEXT),
    ("detect/011-cr-and-native-lines-native-wins",        UNKNOWN_FIELD),
    ("directory/009-exclude",                             BAD_FILE),
    ("format/017-name-number-like-service",               NUMBER_AS_TEXT),
    ("format/018-name-hex-like-service",                  NUMBER_AS_TEXT),
    ("k8s/006-metadata-missing",                          "Kubernetes takes no object without a name"),
    ("k8s/013-unknown-fields-duplicates-anchors",         UNKNOWN_FIELD),
    ("openslo/011-good-sloth-total-anything",             "the reference forgets to look at the source of the total"),
    ("openslo/022-raw-text-kept-for-string-fields",       NUMBER_AS_TEXT),
    ("sli-plugin/045-plugin-beside-raw-wins",             "of two kinds of SLI one is without effect"),
    ("slo-plugins/043-override-skips-validation",         NOT_VALIDATED),
    ("slo-plugins/045-override-snake-case-is-unknown",    UNKNOWN_FIELD),
    ("validate/012-exclude",                              BAD_FILE),
    ("validate/013-include",                              BAD_FILE),
    ("validate/014-exclude-matches-directory-name",       BAD_FILE),
    ("validate/024-default-plugins-disabled-accepts-bad", NOT_VALIDATED),
    ("windows/016-negative-percent-accepted",             "a negative budget makes an alert that always fires"),
    ("yaml/006-infinity-as-label",                        "JSON has no infinity, so the value is null here"),
    ("yaml/012-service-is-a-number",                      NUMBER_AS_TEXT),
    ("yaml/017-keys-case-insensitive",                    UNKNOWN_FIELD),
    ("yaml/019-unknown-fields-ignored",                   UNKNOWN_FIELD),
];
const NUMBER_AS_TEXT: &str = "numbers become text only in labels and options, where people write them";
const UNKNOWN_FIELD: &str = "a field that is ignored, or in other letters, is a typo to an editor";
const NOT_VALIDATED: &str = "the run or the spec switches validation off";
const BAD_FILE: &str = "the run leaves the bad file out";

#[test]
fn what_the_reference_accepts_is_valid() {
    let schemas = Schemas::new();
    let mut refused = Vec::new();
    let mut accepted = 0;
    for case in conformance::cases().filter(conformance::Case::succeeds) {
        let mut inputs = Vec::new();
        files(&case.dir, &mut inputs);
        inputs.retain(|path| !path.starts_with(case.dir.join("expect")));
        accepted += inputs.len();
        let problems: Vec<_> = inputs.iter().flat_map(|path| schemas.problems_of_file(path)).collect();
        if problems.is_empty() == STRICTER.iter().any(|(name, _)| *name == case.name) {
            refused.push(format!("{}: {problems:?}", case.name));
        }
    }
    assert!(accepted > 300, "{accepted} inputs");
    assert_eq!(refused.len(), 0, "{}", refused.join("\n"));
}

const NATIVE: &str = "version: prometheus/v1
service: shop
labels: {tier: 1}
slos:
  - name: web
    objective: 99.9
    sli:
      events:
        error_query: sum(rate(errors[{{.window}}]))
        total_query: sum(rate(requests[{{.window}}]))
    alerting:
      name: WebErrors
";

const OBJECT: &str = "apiVersion: sloth.slok.dev/v1
kind: PrometheusServiceLevel
metadata: {name: shop}
spec:
  service: shop
  slos:
    - name: web
      objective: 99.9
      sli: {plugin: {id: sloth-common/coredns/latency, options: {bucket: '0.25'}}}
      alerting: {pageAlert: {disable: true}, ticketAlert: {disable: true}}
";

/// A change to a valid document, and where the schema says that it is wrong now.
#[rustfmt::skip] // a table
const BAD: &[(&str, &str, &str, &str)] = &[
    (NATIVE, "service: shop",           "service: -shop",              "/service"),
    (NATIVE, "service: shop",           "",                            ": \"service\" is a required property"),
    (NATIVE, "service: shop",           "service:",                    "/service"),
    (NATIVE, "service: shop",           "servise: shop",               "'servise'"),
    (NATIVE, "tier: 1",                 "tier: ''",                    "/labels/tier"),
    (NATIVE, "tier: 1",                 "__name__: x",                 "/labels"),
    (NATIVE, "name: web",               "name: w b",                   "/slos/0/name"),
    (NATIVE, "objective: 99.9",         "objective: 0",                "/slos/0/objective"),
    (NATIVE, "objective: 99.9",         "objective: 100.1",            "/slos/0/objective"),
    (NATIVE, "objective: 99.9",         "objective: '99.9'",           "/slos/0/objective"),
    (NATIVE, "errors[{{.window}}]",     "errors[5m]",                  "/slos/0/sli/events/error_query"),
    (NATIVE, "error_query",             "errorQuery",                  "/slos/0/sli/events"),
    (NATIVE, "      events:",           "      raw: {error_ratio_query: 'a[{{.window}}]'}\n      events:", "/slos/0/sli"),
    (NATIVE, "name: WebErrors",         "annotations: {}",             "/slos/0/alerting"),
    (NATIVE, "objective: 99.9",         "objective: 99.9\n    period: 28",         "/slos/0/period"),
    (NATIVE, "objective: 99.9",         "objective: 99.9\n    no_traffic: maybe",  "/slos/0/no_traffic"),
    (NATIVE, "objective: 99.9",         "objective: 99.9\n    health: {idle: 5m}", "/slos/0/health/idle"),
    (NATIVE, "objective: 99.9",         "objective: 99.9\n    health: {idle: {for: 5}}", "/slos/0/health/idle/for"),
    (NATIVE, "objective: 99.9",         "objective: 99.9\n    min_events: -1",     "/slos/0/min_events"),
    (NATIVE, "labels: {tier: 1}",       "defaults: {alerting: {tiers: five}}",     "/defaults/alerting/tiers"),
    (NATIVE, "error_query",             "query",                                   "/slos/0/sli/events"),
    (NATIVE, "        error_query",     "        good_query: 'a[{{.window}}]'\n        error_query", "/slos/0/sli/events"),
    (NATIVE, "name: WebErrors",         "name: A\n      windows: {page: {}}",      "/slos/0/alerting/windows"),
    (OBJECT, "plugin: {id: sloth-common/coredns/latency, options: {bucket: '0.25'}}", "latency: {histogram: h, threshold: 1}", "/spec/slos/0/sli/latency/threshold"),
    (OBJECT, "plugin: {id: sloth-common/coredns/latency, options: {bucket: '0.25'}}", "probe: {metric: up, groupBy: ['a b']}", "/spec/slos/0/sli/probe/groupBy/0"),
    (OBJECT, "objective: 99.9",         "objective: 99.9\n      slo_plugins: {}", "/spec/slos/0"),
    (OBJECT, "bucket: '0.25'",          "filter: ''",                  "/spec/slos/0/sli/plugin/options"),
    (OBJECT, "ticketAlert: {disable: true}", "ticketAlert: {}",        "/spec/slos/0/alerting"),
    (OBJECT, "bucket: '0.25'",          "bucket: 0.25",                "/spec/slos/0/sli/plugin/options/bucket"),
    (OBJECT, "metadata: {name: shop}",  "metadata:",                   "/metadata"),
];

#[test]
fn bad_documents_are_refused_where_they_are_bad() {
    let schemas = Schemas::new();
    let problems = |text: &str| {
        let document = spec::read(&Source::new("", text.as_bytes()), &mut Diagnostics::default()).remove(0);
        let kind = if text.contains("kind:") { Kind::ServiceLevel } else { Kind::Prometheus };
        schemas.problems(kind, &to_json(&document))
    };
    assert_eq!(problems(NATIVE), Vec::<String>::new());
    assert_eq!(problems(OBJECT), Vec::<String>::new());
    for (good, from, to, place) in BAD {
        let text = good.replacen(from, to, 1);
        let found = problems(&text);
        assert!(found.iter().any(|problem| problem.contains(place)), "{from} → {to}: {found:?}");
    }
}

#[test]
fn the_committed_schemas_are_fresh() {
    for kind in Kind::ALL {
        let path = repo::root().join(format!("specs/schemas/{kind}.schema.json"));
        let fresh = format!("{:#}\n", json_schema(kind));
        assert!(
            fs::read_to_string(&path).unwrap_or_default() == fresh,
            "out of date: run `slo schema {kind} > specs/schemas/{kind}.schema.json`"
        );
    }
}
