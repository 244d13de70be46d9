//! Every query of the corpora, asked whether it adds up: no panic, spans inside of the text, parts that are queries. How
//! many are of which class, or have what in their way, is kept as a snapshot.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic is how a test fails")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use slo_compiler::additivity::{self, RawShape, Reason};
use slo_compiler::model::Query;
use slo_compiler::promql;
use slo_compiler::template::Template;
use slo_testkit::{conformance, repo};

#[derive(Deserialize)]
struct Case {
    input: String,
    ok: bool,
}

fn parsed(text: &str) -> Option<Query> {
    let rendered = Template::parse("expr", text).ok()?.render_mapped("1m").ok()?;
    let expr = promql::parse(&rendered.text, promql::Options::all()).ok()?;
    Some(Query::parsed(text.to_owned(), expr, rendered))
}

/// The name of a reason, without what it is about.
fn kind(reason: Reason) -> String {
    let text = format!("{reason:?}");
    text.split(['(', ' ']).next().unwrap_or_default().to_owned()
}

/// What all promises come to for one query, and its class and shape in a word each.
fn look_at(query: &Query) -> (String, &'static str) {
    let text = query.text();
    let class = match additivity::class(query) {
        Ok(class) => class.to_string(),
        Err(why) => {
            assert!(text.get(why.span.range()).is_some(), "{why:?} in {text}");
            assert!(!why.to_string().is_empty());
            format!("no: {}", kind(why.reason))
        }
    };
    if !class.starts_with("no") {
        assert_eq!(additivity::class_trusting(query).unwrap().to_string(), class, "{text}");
    }
    let operand = format!("({})", additivity::operand(query));
    assert!(parsed(&operand).is_some(), "{operand}");
    let shape = match additivity::raw(query) {
        RawShape::Fraction(fraction) => {
            for part in [fraction.bad.text, fraction.total.text] {
                let part = parsed(&format!("({part})")).unwrap_or_else(|| panic!("{part} of {text}"));
                // `all - good or all`, made here, is events by construction; the analysis takes no such `or` from users.
                let is_ours = part.text().contains(") or (");
                assert!(is_ours || additivity::class(&part) == Ok(fraction.class), "{}", part.text());
            }
            "fraction"
        }
        RawShape::Mean { .. } => "mean",
        RawShape::Direct { why, .. } => {
            assert!(text.get(why.span.range()).is_some(), "{why:?} in {text}");
            "direct"
        }
    };
    (class, shape)
}

#[derive(Default)]
struct Counts {
    classes: BTreeMap<String, usize>,
    shapes: BTreeMap<&'static str, usize>,
}

impl Counts {
    fn add(&mut self, query: &Query) {
        let (class, shape) = look_at(query);
        *self.classes.entry(class).or_default() += 1;
        *self.shapes.entry(shape).or_default() += 1;
    }

    fn table(&self) -> String {
        let mut table = String::new();
        for (name, count) in &self.classes {
            let _ = writeln!(table, "{count:5} {name}");
        }
        for (name, count) in &self.shapes {
            let _ = writeln!(table, "{count:5} as a ratio: {name}");
        }
        table
    }
}

/// As they are, and with the window in the place of five minutes.
#[test]
fn every_query_of_the_promql_corpus() {
    let text = fs::read_to_string(repo::root().join("specs/promql/corpus.jsonl")).unwrap();
    let mut counts = Counts::default();
    for line in text.lines() {
        let case: Case = serde_json::from_str(line).unwrap();
        if !case.ok || case.input.contains("{{") {
            continue;
        }
        let queries = [case.input.replace("[5m", "[{{.window}}"), case.input];
        queries.iter().filter_map(|text| parsed(text)).for_each(|query| counts.add(&query));
    }
    insta::assert_snapshot!(counts.table());
}

fn queries_below(value: &serde_yaml::Value, found: &mut Vec<String>) {
    match value {
        serde_yaml::Value::String(text) if text.contains(".window") => found.push(text.clone()),
        serde_yaml::Value::Sequence(items) => items.iter().for_each(|item| queries_below(item, found)),
        serde_yaml::Value::Mapping(fields) => fields.values().for_each(|item| queries_below(item, found)),
        _ => {}
    }
}

fn specs_below(folder: &Path, found: &mut Vec<String>) {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() && !path.ends_with("expect") {
            specs_below(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "yml" || extension == "yaml") {
            let Ok(text) = fs::read_to_string(&path) else { continue };
            for document in serde_yaml::Deserializer::from_str(&text) {
                let Ok(value) = serde_yaml::Value::deserialize(document) else { break };
                queries_below(&value, found);
            }
        }
    }
}

#[test]
fn every_query_of_the_conformance_cases() {
    let mut texts = Vec::new();
    conformance::cases().for_each(|case| specs_below(&case.dir, &mut texts));
    let mut counts = Counts::default();
    texts.iter().filter_map(|text| parsed(text)).for_each(|query| counts.add(&query));
    insta::assert_snapshot!(counts.table());
}

/// Without counts, so that an example can be added without a look at this.
#[test]
fn every_query_of_the_examples() {
    let mut texts = Vec::new();
    specs_below(&repo::root().join("examples"), &mut texts);
    let queries: Vec<Query> = texts.iter().filter_map(|text| parsed(text)).collect();
    assert!(queries.len() > 20, "{}", queries.len());
    for query in &queries {
        drop(look_at(query));
    }
}
