//! The rules of the options, where the conformance cases do not reach.

use indexmap::IndexMap;
use proptest::prelude::*;

use super::super::{Input, OptionError, all, find};

fn build(id: &str, options: &[(&str, &str)]) -> Result<String, OptionError> {
    let options: IndexMap<_, _> =
        options.iter().map(|&(key, value)| (key.to_owned(), value.to_owned())).collect();
    find(id).unwrap().build(&Input { objective: 99.9, options: &options })
}

/// The inside of the first selector of a query.
fn selector(query: &str) -> &str {
    query.split(['{', '}']).nth(1).unwrap()
}

fn reference(id: &str, options: &[(&str, &str)]) -> String {
    build(id, options).unwrap_err().reference
}

const EVAL: &str = "sloth-common/prometheus/rules/eval-availability";
const API: &str = "sloth-common/kubernetes/apiserver/availability";
const DNS: &str = "sloth-common/coredns/latency";
const ISTIO: &str = "sloth-common/istio/v1/latency";
const TRAEFIK: &str = "sloth-common/traefik/v2/latency";
const HTTP: &str = "sloth-common/slok-go-http-metrics/latency";

#[test]
fn a_filter_loses_braces_and_commas_at_its_ends_but_no_spaces() {
    let inside = |filter| selector(&build(EVAL, &[("filter", filter)]).unwrap()).to_owned();
    assert_eq!(inside(",{{a=~\"b\"},},"), " a=~\"b\" ");
    assert_eq!(inside("{}"), "  ");
    assert_eq!(inside(" {a=\"b\"}"), "  ", "the space keeps the brace, and the query will not parse");
}

#[test]
fn a_plain_filter_that_is_only_braces_is_refused_and_an_empty_one_is_none() {
    assert_eq!(selector(&build(API, &[("filter", "")]).unwrap()), " code=~\"(5..|429)\" ");
    assert_eq!(reference(API, &[("filter", "{}")]), "could not get filter: invalid prometheus filter: ");
    assert_eq!(
        reference(HTTP, &[("bucket", "1"), ("filter", "")]),
        "could not get filter: filter is required"
    );
}

#[test]
fn a_bucket_is_a_number_of_go_and_stays_as_written() {
    for bucket in ["5", "1e3", "+Inf", "NaN", "0x1p-2", "1_000", "-1"] {
        assert_eq!(selector(&build(DNS, &[("bucket", bucket)]).unwrap()), format!(" le=\"{bucket}\" "));
    }
    assert_eq!(reference(DNS, &[("bucket", "")]), "could not get bucket: \"bucket\" option is required");
    assert_eq!(
        reference(DNS, &[("bucket", " 1")]),
        "could not get bucket: not a valid bucket, can't parse to float64: strconv.ParseFloat: parsing \" 1\": invalid syntax"
    );
}

#[test]
fn texts_and_patterns_lose_white_space_around_them() {
    let query = build(ISTIO, &[("bucket", "1"), ("service", "\u{a0}a \n"), ("namespace", "\tb")]).unwrap();
    assert!(selector(&query).contains("destination_service_name=\"a\",destination_service_namespace=\"b\""));
    let query = build(TRAEFIK, &[("bucket", "1"), ("service_name_regex", " a|b ")]).unwrap();
    assert!(selector(&query).contains("service=~\"a|b\""));
    assert_eq!(
        reference(TRAEFIK, &[("bucket", "1"), ("service_name_regex", " ")]),
        "could not get service name: service name is required"
    );
    assert_eq!(
        reference(TRAEFIK, &[("bucket", "1"), ("service_name_regex", "a{2}{3}")]),
        "could not get service name: invalid regex: error parsing regexp: invalid nested repetition operator: `{2}{3}`"
    );
}

#[test]
fn errors_come_in_the_order_of_the_options() {
    let all_wrong = [("bucket", "x"), ("exclude_errors", "x")];
    assert_eq!(build(ISTIO, &all_wrong).unwrap_err().option, "bucket");
    let missing = [("bucket", "1"), ("exclude_errors", "x")];
    assert_eq!(build(ISTIO, &missing).unwrap_err().option, "service");
    assert_eq!(build(ISTIO, &[missing[0], missing[1], ("service", "s")]).unwrap_err().option, "namespace");
    let error = build(HTTP, &[missing[0], missing[1], ("filter", "a=\"b\"")]).unwrap_err();
    assert_eq!(error.message, "`exclude_errors` is `x`, which is neither `true` nor `false`");
    assert_eq!(
        error.reference,
        "could not get exclude_errors: not a valid exclude_errors, can't parse to bool: strconv.ParseBool: parsing \"x\": invalid syntax"
    );
}

#[test]
fn a_jitter_of_nothing_is_no_jitter() {
    let fake = |jitter| build("sloth-common/fake", &[("burn_rate", "1"), ("jitter_percent", jitter)]);
    assert_eq!(fake("").unwrap(), "max_over_time(vector(0.001000)[{{.window}}:])");
    assert_eq!(fake("0"), fake(""));
    assert!(
        fake("x")
            .unwrap_err()
            .reference
            .starts_with("could not get jitter percent: not a valid jitter_percent, ")
    );
}

#[test]
fn what_looks_like_a_hole_in_a_value_stays() {
    let query = build(DNS, &[("bucket", "1"), ("filter", "a=\"<bucket>\"")]).unwrap();
    assert_eq!(selector(&query), " a=\"<bucket>\",le=\"1\" ");
}

#[test]
fn an_unknown_option_changes_nothing() {
    assert_eq!(build(DNS, &[("bucket", "1"), ("Filter", "a=\"b\"")]), build(DNS, &[("bucket", "1")]));
}

proptest! {
    #[test]
    fn no_value_panics(value in r#"[{}a=~!<>",.(\\\[\n 0-9eE]{0,12}"#) {
        for plugin in all() {
            let options = plugin.options.iter().map(|option| (option.name.to_owned(), value.clone())).collect();
            let _ = plugin.build(&Input { objective: 99.9, options: &options });
        }
    }
}
