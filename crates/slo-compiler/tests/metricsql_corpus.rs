//! Every query of `specs/metricsql/corpus.jsonl`, with the verdict of VictoriaMetrics' parser (`tools/metricsql-oracle`).

use std::path::Path;

use serde::Deserialize;
use slo_compiler::metricsql;

/// Where the verdict is another on purpose: the reference reads a step right behind `:` as if it were a name.
const DIFFERENT: &[&str] = &["up[5m:1e1_0]", "up[5m:1m-5m]"];

#[derive(Deserialize)]
struct Case {
    expr: String,
    ok: bool,
    error: String,
}

#[test]
fn verdicts_are_those_of_victoriametrics() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs/metricsql/corpus.jsonl");
    let text = std::fs::read_to_string(path).unwrap();
    let cases: Vec<Case> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let differences: Vec<String> = cases
        .iter()
        .map(|case| (case, metricsql::check(&case.expr)))
        .filter(|(case, found)| (case.ok != found.is_ok()) != DIFFERENT.contains(&case.expr.as_str()))
        .map(|(case, found)| {
            format!("{:?}\n  reference: {} {}\n  here:      {found:?}\n", case.expr, case.ok, case.error)
        })
        .collect();
    assert!(cases.len() > 1000);
    assert!(differences.is_empty(), "{} of {}\n{}", differences.len(), cases.len(), differences.concat());
}
