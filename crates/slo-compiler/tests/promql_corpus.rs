//! Our parser of the query language against the verdicts of Prometheus's own.
//!
//! `specs/promql/corpus.jsonl` holds queries with what `tools/promql-oracle` said of each. A difference that is meant is
//! listed in `specs/promql/differences.jsonl` with its reason.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test: a panic is how it fails, and what it prints is shown then"
)]

mod promql_shape;

use std::collections::BTreeSet;

use promql_shape::shape;
use serde::Deserialize;
use slo_compiler::promql::{self, Options, Release};

const CORPUS: &str = include_str!("../../../specs/promql/corpus.jsonl");

#[derive(Deserialize)]
struct Case {
    input: String,
    #[serde(default)]
    options: Vec<String>,
    ok: bool,
    #[serde(default)]
    shape: String,
    start: Option<usize>,
    #[serde(default)]
    message: String,
}

impl Case {
    fn options(&self) -> Options {
        let has = |name: &str| self.options.iter().any(|option| option == name);
        let mut options = Options::default();
        options.experimental_functions = has("experimental_functions");
        options.duration_expressions = has("duration_expressions");
        options.extended_range_selectors = has("extended_range_selectors");
        options.fill_modifiers = has("fill_modifiers");
        options
    }
}

fn corpus() -> Vec<Case> {
    CORPUS.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// How often we agree, and a line for each time we do not.
#[derive(Default)]
struct Agreement {
    agreed: usize,
    differences: Vec<String>,
}

impl Agreement {
    fn count(&mut self, agrees: bool, difference: impl FnOnce() -> String) {
        if agrees {
            self.agreed += 1;
        } else {
            self.differences.push(difference());
        }
    }

    fn share(&self) -> f64 {
        let total = self.agreed + self.differences.len();
        f64::from(u32::try_from(self.agreed).unwrap()) / f64::from(u32::try_from(total).unwrap())
    }

    fn assert_at_least(&self, share: f64, what: &str) {
        println!("{what}: {} of {} differ", self.differences.len(), self.agreed + self.differences.len());
        for difference in &self.differences {
            println!("  {difference}");
        }
        assert!(self.share() >= share, "{what}: only {:.4} agree", self.share());
    }
}

#[test]
fn the_corpus_is_large_enough() {
    assert!(corpus().len() >= 1500);
}

#[test]
fn accepts_what_prometheus_accepts() {
    let mut verdicts = Agreement::default();
    for case in corpus() {
        let ours = promql::parse(&case.input, case.options());
        verdicts.count(ours.is_ok() == case.ok, || {
            let ours = ours.map_or_else(|problem| format!("no: {problem}"), |_| "yes".to_owned());
            format!("{:?} {:?}: ours {ours}, theirs {}", case.input, case.options, case.message)
        });
    }
    verdicts.assert_at_least(0.995, "verdicts");
}

#[test]
fn errors_begin_where_prometheus_says() {
    let (mut exact, mut words, mut shown) =
        (Agreement::default(), Agreement::default(), Agreement::default());
    for case in corpus() {
        let (Err(ours), Some(theirs)) = (promql::parse(&case.input, case.options()), case.start) else {
            continue;
        };
        let (start, message) = (ours.reference_start(), ours.reference(&case.input));
        exact.count(start == theirs, || {
            format!(
                "{:?} {:?}: ours {start} {message}, theirs {theirs} {}",
                case.input, case.options, case.message
            )
        });
        words.count(message == case.message, || {
            format!("{:?}: ours {message}, theirs {}", case.input, case.message)
        });
        shown.count(ours.span.start == theirs, || {
            format!("{:?}: ours {}, theirs {theirs}: {}", case.input, ours.span, case.message)
        });
    }
    exact.assert_at_least(0.99, "starts of errors");
    println!("words of errors: {:.4} agree; shown starts: {:.4} agree", words.share(), shown.share());
    if std::env::var_os("PROMQL_WORDS").is_some() {
        words.assert_at_least(0.0, "words");
    }
}

#[test]
fn trees_have_the_shape_of_prometheus_trees() {
    let mut shapes = Agreement::default();
    for case in corpus().into_iter().filter(|case| case.ok) {
        let Ok(expr) = promql::parse(&case.input, case.options()) else { continue };
        let ours = shape(&expr);
        shapes.count(ours == case.shape, || format!("{:?}: ours {ours}, theirs {}", case.input, case.shape));
    }
    shapes.assert_at_least(1.0, "shapes");
}

/// Queries on which a parser is known to differ from Prometheus, and why.
#[derive(Deserialize)]
struct Known {
    reason: String,
    inputs: Vec<String>,
}

/// Compares what differs with what is known to differ, so that neither list grows stale.
fn assert_known(known: &str, differing: &[String]) {
    let known: Vec<Known> = serde_json::from_str(known).unwrap();
    assert!(known.iter().all(|group| !group.reason.is_empty()));
    let listed: BTreeSet<&String> = known.iter().flat_map(|group| &group.inputs).collect();
    let found: BTreeSet<&String> = differing.iter().collect();
    let unlisted: Vec<_> = found.difference(&listed).collect();
    let settled: Vec<_> = listed.difference(&found).collect();
    assert!(unlisted.is_empty(), "these differ without a reason: {unlisted:#?}");
    assert!(settled.is_empty(), "these do not differ any more: {settled:#?}");
}

#[test]
fn every_difference_is_known() {
    let differs = |case: &Case| promql::parse(&case.input, case.options()).is_ok() != case.ok;
    let differing: Vec<_> = corpus().into_iter().filter(differs).map(|case| case.input).collect();
    assert_known(include_str!("../../../specs/promql/differences.json"), &differing);
}

/// Why we have a parser of our own: the reasons are in the list.
#[test]
fn the_promql_parser_crate_differs_in_known_ways() {
    let differs = |case: &Case| {
        let theirs = std::panic::catch_unwind(|| promql_parser::parser::parse(&case.input).is_ok());
        theirs.map_or(true, |accepted| accepted != case.ok)
    };
    let plain = corpus().into_iter().filter(|case| case.options.is_empty());
    let differing: Vec<_> = plain.filter(differs).map(|case| case.input).collect();
    assert_known(include_str!("../../../specs/promql/promql-parser.json"), &differing);
}

/// The verdicts of 3.10 are those of 3.14 but for a list, which was made by asking both.
#[test]
fn release_3_10_differs_as_it_should() {
    let changed: Vec<String> =
        serde_json::from_str(include_str!("../../../specs/promql/release-3.10.json")).unwrap();
    let changed: BTreeSet<String> = changed.into_iter().collect();
    let mut verdicts = Agreement::default();
    for case in corpus().into_iter().filter(|case| case.options.is_empty()) {
        let mut options = Options::default();
        options.release = Release::V3_10;
        let ours = promql::parse(&case.input, options);
        let theirs = case.ok != changed.contains(&case.input);
        verdicts.count(ours.is_ok() == theirs, || format!("{:?}: 3.10 says {theirs}", case.input));
    }
    verdicts.assert_at_least(0.995, "verdicts of 3.10");
}
