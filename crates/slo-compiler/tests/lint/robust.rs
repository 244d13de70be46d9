//! Lints on queries that nobody would write: no panic, spans inside the text, and fixes that keep a query a query.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use serde::Deserialize;
use slo_compiler::diagnostic::{Code, Diagnostic, fix};

use crate::support::{diagnostics, options};

#[derive(Deserialize)]
struct Case {
    input: String,
    ok: bool,
}

/// A spec whose SLI is this query; the window is in a comment before it. JSON strings are YAML.
fn spec(bad: &str, total: &str) -> String {
    let query = |text: &str| serde_json::to_string(&format!("#{{{{.window}}}}\n{text}")).unwrap();
    format!(
        "version: prometheus/v1\nservice: shop\nslos:\n  - name: checkout\n    objective: 99.9\n    sli:\n      events:\n        error_query: {}\n        total_query: {}\n    alerting: {{name: Shop}}\n",
        query(bad),
        query(total)
    )
}

fn look_at(text: &str) -> Vec<Diagnostic> {
    let found = diagnostics("spec.yml", text, &options("# options: gitops requests_per_second=1"));
    for diagnostic in &found {
        let span = diagnostic.span.unwrap();
        assert!(text.get(span.range()).is_some(), "{diagnostic:?} in\n{text}");
    }
    found
}

/// Neighbours in the corpus can differ in nothing but what the fix is about, and are the same query then.
fn compiles(found: &[Diagnostic]) -> bool {
    let fine = |code| {
        slo_compiler::lint::is_lint(code) && code != Code::LintUnknownCode || code == Code::SliSameQuery
    };
    found.iter().all(|found| fine(found.code))
}

#[test]
fn every_query_of_the_corpus_is_looked_at_and_stays_valid_when_fixed() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs/promql/corpus.jsonl");
    let (mut looked, mut repaired, mut broken) = (0, 0, String::new());
    let mut before = "vector(1)".to_owned();
    for line in fs::read_to_string(path).unwrap().lines() {
        let case: Case = serde_json::from_str(line).unwrap();
        // Braces in braces would be a template.
        if !case.ok || case.input.contains("{{") || case.input.contains('\u{fffd}') {
            continue;
        }
        let text = spec(&case.input, &before);
        before = case.input;
        let found = look_at(&text);
        looked += 1;
        let fixes: Vec<_> = found.iter().filter_map(|finding| finding.fix.as_ref()).collect();
        if fixes.is_empty() || !compiles(&found) {
            continue;
        }
        repaired += 1;
        let after = fix::apply(&text, &fix::compatible(fixes.iter().copied()));
        if !compiles(&look_at(&after)) {
            let _ = writeln!(broken, "{text}{after}");
        }
    }
    assert!(looked > 500 && repaired > 20, "{looked} {repaired}");
    assert_eq!(broken, "");
}

/// Pieces of queries, in any order.
const PIECES: &[&str] = &[
    "sum",
    "rate",
    "(",
    ")",
    "(",
    ")",
    "a_total",
    "b_bucket",
    "up",
    "{",
    "}",
    "le=\"1\"",
    "code=~\"5.*\"",
    "x=~\"y\"",
    ",",
    "[5m]",
    "[{{.window}}]",
    "[{{.window}}:1m]",
    " / ",
    " or ",
    " > ",
    "vector(0)",
    "by (x)",
    "without (y)",
    "offset 1h",
    "# c\n",
    "# slo: allow(query/fixed-range)",
    "1",
    "0",
    "on (x)",
    "group_left (z)",
    "histogram_quantile(0.9, ",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_panics(bad in proptest::collection::vec(proptest::sample::select(PIECES), 0..12),
                      total in proptest::collection::vec(proptest::sample::select(PIECES), 0..12)) {
        look_at(&spec(&bad.concat(), &total.concat()));
    }

    /// Comments of any shape, anywhere.
    #[test]
    fn any_comment(comment in "#? ?(slo: allow\\()?[a-z/, #-]{0,20}\\)?", line in 0_usize..9) {
        let text = spec("sum(rate(a[{{.window}}]))", "sum(rate(b[5m]))");
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        if let Some(line) = lines.get_mut(line) {
            line.push_str(" #");
            line.push_str(&comment);
        }
        look_at(&lines.join("\n"));
    }
}
