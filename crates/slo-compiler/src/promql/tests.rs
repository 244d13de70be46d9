//! What users see of problems, and what lints see of trees. Agreement with Prometheus is `tests/promql_corpus.rs`.

use std::fmt::Write;

use super::ast::{MatchOp, Moment};
use super::*;

/// The problem of each query, drawn below it.
fn problems(queries: &[&str]) -> String {
    let mut drawn = String::new();
    for query in queries {
        let problem = parse(query, Options::default()).unwrap_err();
        let before = query[..problem.span.start].chars().count();
        let marked = query[problem.span.range()].chars().count().max(1);
        writeln!(drawn, "{query}\n{:before$}{} {}", "", "^".repeat(marked), problem.message).unwrap();
        if let Some(help) = &problem.help {
            writeln!(drawn, "  help: {help}").unwrap();
        }
        writeln!(drawn, "  {}\n", problem.reference(query)).unwrap();
    }
    drawn
}

#[test]
fn slips_of_syntax() {
    let drawn = problems(&[
        "",
        "sum(rate(foo[5m])",
        "sum(rate(foo[5m])))",
        "foo[5m",
        "foo{a=\"b\"",
        "foo{a=\"b}",
        "foo = 1",
        "foo{a==\"b\"}",
        "foo{a=b}",
        "foo{a=~\"[\"}",
        "foo{a=~\"\\d+\"}",
        "foo{a=\"b\" and c=\"d\"}",
        "foo{a.b=\"c\"}",
        "{a=“b”}",
        "rate(foo[5m]) by (job)",
        "sum by job (foo)",
        "sum foo",
        "sum()",
        "topk(foo)",
        "sum(a, b)",
        "Rate(foo[5m])",
        "holt_winters(foo[5m], 1, 2)",
        "increse(foo[5m])",
        "rate(foo[5m],)",
        "sum(foo)[5m]",
        "foo offset 5m [5m]",
        "rate(foo[5m]) offset 5m",
        "rate(foo[5m]){a=\"b\"}",
        "foo bar",
        "foo && bar",
        "foo + ",
        "foo + group_left bar",
        "foo > bool",
        "foo[1.5h]",
        "foo[1m1h]",
        "foo[5min]",
        "foo[0]",
        "foo[{{.window}}]",
        "foo{{.filter}}",
        "foo[$__rate_interval]",
        "foo\u{a0}+ bar",
    ]);
    insta::assert_snapshot!(drawn);
}

#[test]
fn slips_of_types() {
    let drawn = problems(&[
        "rate(foo)",
        "rate(sum(foo))",
        "sum(foo[5m])",
        "abs(foo[1h:5m])",
        "foo[5m] / bar[5m]",
        "1 == 2",
        "foo + bool bar",
        "foo and 1",
        "foo + on (a) 1",
        "foo * on (a) group_left (a) bar",
        "foo and on (a) group_left bar",
        "{a=\"\"}",
        "foo{__name__=\"bar\"}",
        "topk(\"a\", foo)",
        "histogram_quantile(foo, 0.9)",
        "vector(foo)",
        "round(foo, 1, 2)",
        "-\"a\"",
        "1[5m:]",
    ]);
    insta::assert_snapshot!(drawn);
}

#[test]
fn experimental_parts_need_their_option() {
    let queries =
        ["mad_over_time(foo[5m])", "limitk(1, foo)", "foo[5m * 2]", "foo[5m] anchored", "foo + fill (0) bar"];
    let drawn = problems(&queries);
    insta::assert_snapshot!(drawn);
    for query in queries {
        assert!(parse(query, Options::all()).is_ok(), "{query}");
    }
}

#[test]
fn lints_find_what_they_look_for() {
    let text = "sum(rate({\"http.hits\", code=~'5..'}[5m] @ end() offset 1h)) / on (job) b";
    let expr = parse(text, Options::default()).unwrap();
    assert_eq!(expr.value_type(), ValueType::InstantVector);
    let ExprKind::Binary(division) = &expr.kind else { panic!("{expr:?}") };
    assert_eq!(&text[division.op_span.range()], "/");
    let range = expr.walk().find_map(|expr| match &expr.kind {
        ExprKind::Range(range) => Some(range),
        _ => None,
    });
    let range = range.unwrap();
    assert_eq!(range.range.seconds(), Some(300.0));
    assert_eq!(&text[range.range.span.range()], "5m");
    assert_eq!(range.modifiers.at.as_ref().map(|at| &at.moment), Some(&Moment::End));
    let selector = &range.selector;
    assert_eq!(selector.metric().map(|name| name.value().into_owned()), Some("http.hits".to_owned()));
    let [_, code] = &*selector.matchers else { panic!("{selector:?}") };
    assert!(code.label_is("code") && code.op == MatchOp::Regex);
    assert_eq!(&text[code.span.range()], "code=~'5..'");
    assert_eq!(&text[code.value.span.range()], "'5..'");
}

#[test]
fn values_of_strings_and_numbers() {
    let string = |text: &str| match parse(text, Options::default()).unwrap().kind {
        ExprKind::String(text) => text.bytes().into_owned(),
        other => panic!("{other:?}"),
    };
    assert_eq!(string(r#""a\n\x41\101\u00e9\\\"""#), "a\nAAé\\\"".as_bytes());
    assert_eq!(string("`a\\n`"), b"a\\n");
    assert_eq!(string(r"'\xff\''"), b"\xff'");
    let number = |text: &str| parse(text, Options::default()).unwrap().as_number().unwrap();
    for (text, value) in [
        ("017", 15.0),
        ("08", 8.0),
        ("0x1F", 31.0),
        ("1_000.5", 1000.5),
        ("1h30m", 5400.0),
        ("5ms", 0.005),
        ("-(-3)", 3.0),
        ("- inf", f64::NEG_INFINITY),
        (".5e1", 5.0),
    ] {
        assert_eq!(number(text).to_bits(), f64::to_bits(value), "{text}");
    }
}

#[test]
fn depth_is_bounded() {
    let nested = |levels: usize| format!("{}foo{}", "(".repeat(levels), ")".repeat(levels));
    assert!(parse(&nested(MAX_NESTING - 1), Options::default()).is_ok());
    for text in [
        nested(MAX_NESTING),
        nested(500_000),
        "-".repeat(500_000),
        "a^".repeat(500_000),
        "sum(".repeat(250_000),
        "foo offset ".to_owned() + &"-".repeat(500_000),
        "foo[".to_owned() + &"(".repeat(500_000),
        vec!["foo"; MAX_HEIGHT + 1].join("+"),
        "foo".to_owned() + &"[5m:]".repeat(MAX_HEIGHT + 1),
        "foo[1".to_owned() + &"+1".repeat(100_000) + "]",
    ] {
        assert!(parse(&text, Options::all()).is_err());
    }
}

#[test]
fn the_highest_trees_can_be_used() {
    for text in [vec!["foo"; MAX_HEIGHT].join(" or "), "foo".to_owned() + &"[5m:]".repeat(MAX_HEIGHT - 2)] {
        let expr = parse::query(&text, Options::default()).unwrap();
        assert!(expr.height() >= MAX_HEIGHT - 1);
        assert_eq!(expr.walk().count(), expr.clone().walk().count());
        assert!(!format!("{expr:?}").is_empty());
        let _ = check::check(&expr);
        assert!(format(&expr, 10).lines().count() > MAX_HEIGHT / 2 || text.contains('['));
    }
}

#[test]
fn long_queries_are_laid_out() {
    let layout = |text: &str| format(&parse(text, Options::default()).unwrap(), 60);
    let queries = [
        "sum(rate(foo{a=\"b\"}[5m])) by (job)",
        "sum(rate(http_request_duration_seconds_count{job=\"myservice\",code=~\"(5..|429)\"}[5m]))/sum(rate(http_request_duration_seconds_count{job=\"myservice\"}[5m]))",
        "(max(slo:sli_error:ratio_rate5m{sloth_id=\"a\"} > (14.4 * 0.001)) without (sloth_window) and max(slo:sli_error:ratio_rate1h{sloth_id=\"a\"} > (14.4 * 0.001)) without (sloth_window)) or vector(0) * on (a) group_left (b) some_other_metric_name + 1",
        "label_replace(max_over_time(sum by (job) (rate(http_requests_total{code=~\"5..\"}[5m]))[1h:1m] offset 1d), \"a\", \"$1\", \"b\", \"(.*)\")",
    ];
    let drawn = queries.map(layout).join("\n\n");
    insta::assert_snapshot!(drawn);
}
