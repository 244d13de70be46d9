//! Every expression of every example is evaluated by a real Prometheus over series that fit it: without an error, a warning
//! or a remark on its form.
#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use slo_compiler::model::{Query, Sli};
use slo_compiler::promql::ExprKind;
use slo_compiler::promql::ast::{MatchOp, Selector};
use slo_compiler::rules::{Profile, RuleKind};
use slo_compiler::{Compiled, Options, Source, compile};
use slo_testkit::prometheus::{Prometheus, Setup};
use slo_testkit::repo;

const END: u32 = 1_700_000_000;
const MINUTES: u32 = 120;

fn examples() -> Vec<(PathBuf, Compiled)> {
    let root = repo::root().join("examples");
    let mut files = vec![root.join("getting-started.yml")];
    for folder in ["features", "flux-platform/slos/specs"] {
        files.extend(fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path()));
    }
    let mut options = Options::default();
    options.profile = Profile::Native;
    let compiled = |path: PathBuf| {
        let outcome = compile(&Source::new("spec.yml", fs::read(&path).unwrap()), &options);
        (path, outcome.compiled.unwrap())
    };
    files.into_iter().map(compiled).collect()
}

fn selectors(query: &Query) -> Vec<&Selector> {
    query
        .expr()
        .unwrap()
        .walk()
        .filter_map(|expr| match &expr.kind {
            ExprKind::Range(range) => Some(&range.selector),
            ExprKind::Selector(selector) => Some(&**selector),
            _ => None,
        })
        .collect()
}

/// A series that the selector takes.
fn series(selector: &Selector) -> String {
    let mut labels: Vec<String> = Vec::new();
    for matcher in &selector.matchers {
        let value = matcher.value.value();
        let value = match matcher.op {
            MatchOp::Equal => value.into_owned(),
            MatchOp::NotEqual | MatchOp::NotRegex => "other".to_owned(),
            MatchOp::Regex => {
                let first = value.split('|').next().unwrap_or_default().replace(r"(\.0)?", ".0");
                first.trim_matches(['(', ')']).replace(".*", "x").replace("..", "00")
            }
        };
        labels.push(format!("{}=\"{value}\"", matcher.label.as_ref().unwrap().value()));
    }
    labels.sort();
    labels.dedup_by_key(|label| label.split('=').next().unwrap_or_default().to_owned());
    format!("{}{{{}}}", selector.name.as_ref().unwrap().value(), labels.join(","))
}

/// Counters and gauges for the queries, and a value for everything that rules record.
fn samples(compiled: &Compiled) -> String {
    let (mut raw, mut recorded) = (BTreeSet::new(), BTreeSet::new());
    for slo in compiled.slos() {
        let queries: Vec<&Query> = match slo.slo.sli.as_ref().unwrap() {
            Sli::Events { bad, total } => vec![bad, total],
            Sli::Raw { error_ratio } => vec![error_ratio],
        };
        raw.extend(queries.into_iter().flat_map(selectors).map(series));
        for rule in slo.rules.rules() {
            if let RuleKind::Record(name) = &rule.kind {
                let labels: Vec<String> =
                    rule.labels.iter().map(|(label, value)| format!("{label}={value:?}")).collect();
                recorded.insert(format!("{name}{{{}}}", labels.join(",")));
            }
        }
    }
    let mut text = String::new();
    for minute in 0..MINUTES {
        let time = END - 60 * (MINUTES - minute);
        for series in &raw {
            let value = if series.contains("probe_success") { 1 } else { minute };
            writeln!(text, "{series} {value} {time}").unwrap();
        }
        for series in &recorded {
            writeln!(text, "{series} 0.5 {time}").unwrap();
        }
    }
    text + "# EOF\n"
}

#[test]
fn every_expression_of_every_example_is_evaluated_without_a_remark() {
    let mut evaluated = 0;
    for (path, compiled) in examples() {
        let setup = Setup { samples: samples(&compiled), ..Setup::default() };
        let Some(server) = Prometheus::start(&setup) else { return };
        for rule in compiled.groups().flat_map(|group| &group.rules) {
            let answer = server.query(&rule.expr, Some(f64::from(END)));
            assert_eq!(answer["status"], "success", "{}: {}\n{answer}", path.display(), rule.expr);
            // A native histogram cannot be written as text, so here it is a counter, which is remarked.
            let is_native = rule.expr.contains("histogram_");
            let remarks =
                ["warnings", "infos"].into_iter().filter_map(|kind| answer[kind].as_array()).flatten();
            // Some exporters do not name their counters as they should.
            let remarks: Vec<_> =
                remarks.filter(|remark| !remark.to_string().contains("might not be a counter")).collect();
            assert!(is_native || remarks.is_empty(), "{}: {}\n{remarks:?}", path.display(), rule.expr);
            evaluated += 1;
        }
    }
    assert!(evaluated > 400, "{evaluated} expressions");
}
