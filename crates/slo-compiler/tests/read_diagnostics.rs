//! What is said about specs that are not as they should be: the message, its place in the text, what to do, and the
//! reference's words.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its input has to fail")]

use std::fmt::Write as _;

use proptest::prelude::*;
use slo_compiler::diagnostic::{Diagnostics, FieldPath, Place};
use slo_compiler::source::Source;
use slo_compiler::spec::{self, Spec, alert_windows, openslo, service_level, sloth};

fn shown(text: &str, diagnostics: &Diagnostics) -> String {
    let mut shown = String::new();
    for found in diagnostics {
        let span = found.span.unwrap();
        let line = text[..span.start].matches('\n').count() + 1;
        let excerpt = text[span.range()].lines().next().unwrap_or_default();
        let path = found.field().map(ToString::to_string).unwrap_or_default();
        writeln!(shown, "{} {} [{path}] line {line} `{excerpt}`", found.severity, found.code).unwrap();
        writeln!(shown, "  {}", found.message).unwrap();
        found.help.iter().for_each(|help| writeln!(shown, "  help: {help}").unwrap());
        found.reference.iter().for_each(|text| writeln!(shown, "  reference: {text}").unwrap());
    }
    shown
}

fn read(text: &str) -> String {
    let mut diagnostics = Diagnostics::default();
    spec::read(&Source::new("spec.yml", text.as_bytes()), &mut diagnostics);
    shown(text, &diagnostics)
}

#[test]
fn native_specs() {
    insta::assert_snapshot!(
        "native",
        read(
            r#"
version: prometheus/v1
service: [shop]
Labels: {team: a, tier: 1, nested: {x: y}}
team: checkout
x-common: &labels {a: b}
slos:
  - name: web
    name: api
    objective: "99.9"
    descripton: typo
    sli:
      events:
        errorQuery: up
        total_query: up
    alerting:
      pageAlert: {disable: true}
      page_alert: {disable: "true", labels: *labels}
      ticket_alert: none
    plugins:
      override_previous: true
      chain:
        - {id: a, priority: 1.5, config: {limit: .inf}}
        - b
  - web
"#
        )
    );
}

#[test]
fn kubernetes_objects() {
    insta::assert_snapshot!(
        "kubernetes",
        read(
            r"
apiVersion: sloth.slok.dev/v1
kind: PrometheusServiceLevel
metadata:
  name: shop
  uid: 7
  labels: {tier: 1, enabled: yes}
  label: {}
spec:
  service: 7
  Labels: {a: b}
  slos:
    - name: web
      objective: 99,9
      sli: {events: {error_query: up, totalQuery: up}}
status: {}
"
        )
    );
}

#[test]
fn openslo_objects() {
    insta::assert_snapshot!(
        "openslo",
        read(
            r#"
apiVersion: openslo/v1alpha
kind: SLO
metadata: {name: web, displayName: Web}
spec:
  service: 7
  budgetingMethod: Occurrences
  timeWindows: [{unit: Week, count: many}, {unit: day, count: 30}]
  objectives:
    - {target: "0.999999999999", ratioMetric: {}}
    - ratioMetrics: [a]
"#
        )
    );
}

#[test]
fn specs_that_load_nothing() {
    insta::assert_snapshot!(
        "nothing",
        read(
            "version: prometheus/v1\nservice: shop\nslos: []\n\
         ---\nversion: prometheus/v2 # new\n\
         ---\nversion: prometheus/v1\nservice: a\nversion: prometheus/v3\nslos: [{}]\n\
         ---\napiVersion: slothXslok.dev/v1\nkind: PrometheusServiceLevel\nspec: {slos: [{}]}\n\
         ---\nversion: prometheus/v1\nslos:\n - a\n b: c\n\
         ---\nversion: prometheus/v1\nslos: [{}]\n~: x\n? [a]\n: b\n<<: c\n\
         ---\nversion: prometheus/v1\nslos: &a [*a]\n",
        )
    );
}

#[test]
fn alert_window_files() {
    let text = "\
apiVersion: sloth.slok.dev/v1
kind: AlertWindow
spec:
  sloPeriod: 30 days
  page:
    quick: {errorBudgetPercent: 2, shortWindow: 5m, longWindow: 1h}
    slow: {errorBudgetPercent: a lot, shortWindow: 30m, longWindow: 6h}
  ticket:
    quick: {errorBudgetPercent: 10, longWindow: 0}
    slow: {errorBudgetPercent: 0, shortWindow: [1h], longWindows: 3d}
";
    let diagnostics = alert_windows::read(&Source::new("w.yml", text.as_bytes())).unwrap_err();
    insta::assert_snapshot!("windows", shown(text, &diagnostics));
}

#[test]
fn a_spec_with_a_wrong_field_keeps_the_others() {
    let text = "version: prometheus/v1\nservice: shop\nslos:\n  - {name: web, objective: high}\n  - {name: api, objective: 99}\n";
    let mut diagnostics = Diagnostics::default();
    let documents = spec::read(&Source::new("spec.yml", text.as_bytes()), &mut diagnostics);
    let Some(Spec::Sloth(spec)) = &documents[0].spec else { panic!("{documents:?}") };
    assert_eq!(spec.slos.iter().map(|slo| slo.objective).collect::<Vec<_>>(), [0.0, 99.0]);
    let objective = |index| Place::from(FieldPath::root().key("slos").index(index).key("objective"));
    assert!(!documents[0].was_read(&objective(0)));
    assert!(documents[0].was_read(&objective(1)));
}

#[test]
fn the_types_work_with_any_deserializer() {
    let native: sloth::Spec = serde_yaml::from_str(
        "version: prometheus/v1\nservice: a\nslo_plugins: {chain: [{id: x, priority: -1}], overridePrevious: true}\n\
         slos: [{name: b, objective: 99.9, sli: {raw: {error_ratio_query: up}}}]",
    )
    .unwrap();
    assert!(native.slo_plugins.override_previous && native.slo_plugins.chain[0].priority == -1);
    assert_eq!(native.slos[0].sli.raw.as_ref().unwrap().error_ratio_query, "up");
    let object: service_level::ServiceLevel = serde_yaml::from_str(
        "apiVersion: sloth.slok.dev/v1\nkind: PrometheusServiceLevel\nmetadata: {name: a, labels: {b: c}}\n\
         spec: {service: s, slos: [{name: n, sli: {events: {errorQuery: e, totalQuery: t}}, alerting: {pageAlert: {disable: true}}}]}",
    )
    .unwrap();
    assert_eq!(object.metadata.labels["b"], "c");
    assert_eq!(object.spec.slos[0].sli.events.as_ref().unwrap().total_query, "t");
    assert!(object.spec.slos[0].alerting.page_alert.disable);
    let open: openslo::Slo = serde_yaml::from_str(
        "apiVersion: openslo/v1alpha\nkind: SLO\nmetadata: {name: a}\nspec: {service: s, objectives: [{target: 0.99}]}",
    )
    .unwrap();
    assert_eq!(open.spec.objectives[0].target, Some(0.99));
}

/// Texts that are taken for specs and then surprise.
fn odd_spec() -> impl Strategy<Value = Vec<u8>> {
    let head = prop_oneof![
        Just("version: prometheus/v1\n"),
        Just("kind: PrometheusServiceLevel\napiVersion: sloth.slok.dev/v1\n"),
        Just("kind: SLO\napiVersion: openslo/v1alpha\n"),
        Just(""),
    ];
    let pieces = prop::sample::select(vec![
        "slos:",
        "spec:",
        "labels:",
        "objective:",
        "timeWindows:",
        "plugins:",
        "chain:",
        "config:",
        "sli:",
        "metadata:",
        "defaults:",
        "health:",
        "idle:",
        "latency:",
        "windows:",
        "quick:",
        "\n",
        "\n  ",
        "\n    ",
        " ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "a: ",
        "1",
        ".nan",
        "yes",
        "~",
        "<<: ",
        "&a ",
        "*a",
        "|\n",
        "'",
        "\"",
        "é",
        "\u{FEFF}",
        "\r\n",
        "# c\n",
        "---\n",
        "? ",
        "!!int ",
        "\t",
    ]);
    let bytes = prop_oneof![9 => pieces.prop_map(|piece| piece.as_bytes().to_vec()), 1 => prop::collection::vec(any::<u8>(), 1..3)];
    (head, prop::collection::vec(bytes, 0..40))
        .prop_map(|(head, tail)| [head.as_bytes().to_vec(), tail.concat()].concat())
}

proptest! {
    #[test]
    fn nothing_makes_reading_panic_or_point_outside(bytes in odd_spec()) {
        let length = bytes.len();
        let source = Source::new("spec.yml", bytes);
        let mut diagnostics = Diagnostics::default();
        let documents = spec::read(&source, &mut diagnostics);
        let windows = alert_windows::read(&source).map_or_else(|found| found, |(_, found)| found);
        for found in diagnostics.iter().chain(windows.iter()) {
            let span = found.span.unwrap();
            prop_assert!(span.start <= span.end && span.end <= length, "{found:?}");
        }
        let readable = documents.iter().all(|document| document.spec.is_some() || diagnostics.has_errors());
        prop_assert!(readable);
    }
}

/// What lowering says of a spec: code, place and help of each problem.
fn compiled(text: &str) -> Vec<(String, String, Option<String>)> {
    let outcome =
        slo_compiler::compile(&Source::new("spec.yml", text.as_bytes()), &slo_compiler::Options::default());
    let found = outcome.diagnostics.iter();
    found
        .map(|found| {
            (found.code.to_string(), text[found.span.unwrap().range()].to_owned(), found.help.clone())
        })
        .collect()
}

const OPENSLO: &str = "apiVersion: openslo/v1alpha
kind: SLO
metadata: {name: web}
spec:
  service: shop
  timeWindows: [{unit: Day, count: 30}]
  objectives:
  - ratioMetrics:
      good: {source: prometheus, queryType: promql, query: 'sum(rate(a[{{.window}}]))'}
      total: {source: prometheus, queryType: promql, query: 'sum(rate(b[{{.window}}]))'}
    target: 0.99
";

#[test]
fn every_metric_of_openslo_is_looked_at_and_shown() {
    let found = compiled(&OPENSLO.replace("prometheus, queryType: promql", "datadog, queryType: sql"));
    let places: Vec<_> = found.iter().map(|(_, place, _)| place.as_str()).collect();
    assert_eq!(places, ["datadog", "datadog", "sql", "sql"]);
}

#[test]
fn help_is_in_the_terms_of_the_format() {
    let found = compiled(&OPENSLO.replace("0.99", "99"));
    let help = "write `target` as the ratio of good events, such as `0.999`".to_owned();
    assert_eq!(found, [("objective/range".to_owned(), "99".to_owned(), Some(help))]);
    let [(code, place, _)] = compiled(&OPENSLO.replace("30", "31")).try_into().unwrap();
    assert_eq!((code.as_str(), place.as_str()), ("period/unknown", "31"));
}

#[test]
fn plugins_that_almost_exist_are_named() {
    let spec = |sli: &str, chain: &str| {
        format!(
            "version: prometheus/v1\nservice: shop\nslos:\n- name: web\n  objective: 99\n  sli: {sli}\n  plugins: {{chain: [{chain}]}}\n  alerting: {{name: A}}\n"
        )
    };
    let raw = "{raw: {error_ratio_query: 'sum(rate(a[{{.window}}]))'}}";
    let help = |text: &str| compiled(text).into_iter().map(|(_, _, help)| help.unwrap()).collect::<Vec<_>>();
    assert_eq!(
        help(&spec(
            "{plugin: {id: sloth-common/slok-go-http-metrics/availabilty}}",
            "{id: sloth.dev/core/debug/v2}"
        )),
        [
            "did you mean `sloth-common/slok-go-http-metrics/availability`?",
            "did you mean `sloth.dev/core/debug/v1`?"
        ]
    );
    assert!(help(&spec(raw, "{id: x}"))[0].contains("are built in"));
    assert!(help(&spec(raw, "{}"))[0].contains("are built in"));
}

#[test]
fn a_broken_template_is_said_once() {
    let text = "version: prometheus/v1\nservice: shop\nslos:\n- name: web\n  objective: 99\n  sli: {raw: {error_ratio_query: 'rate(a[{{.window}])'}}\n  alerting: {name: A}\n";
    let outcome =
        slo_compiler::compile(&Source::new("spec.yml", text.as_bytes()), &slo_compiler::Options::default());
    let codes: Vec<_> = outcome.diagnostics.iter().map(|found| found.code.as_str()).collect();
    assert_eq!(codes, ["template/syntax"]);
    let reference = outcome.diagnostics.iter().next().unwrap().reference.clone().unwrap();
    assert!(
        reference.ends_with("sli raw query template: template must contain the {{ .window }} variable"),
        "{reference}"
    );
}
