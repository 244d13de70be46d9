//! What holds for every text: reading it never panics, spans nest, and laying a tree out keeps it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic is how a test fails")]

use proptest::prelude::*;
use slo_compiler::diagnostic::Span;
use slo_compiler::promql::{self, Expr, ExprKind, Options};

/// The tree as text without the places.
fn without_spans(expr: &Expr) -> String {
    let text = format!("{expr:?}");
    let mut pieces = text.split("Span { start: ");
    let mut kept = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        kept.push_str(piece.split_once('}').map_or("", |(_, tail)| tail));
    }
    kept
}

fn assert_within(inner: Span, outer: Span, text: &str) {
    assert!(outer.start <= inner.start && inner.end <= outer.end, "{inner} is not within {outer}: {text}");
    assert!(inner.start <= inner.end && text.get(inner.range()).is_some(), "{inner}: {text}");
}

fn assert_spans(expr: &Expr, text: &str) {
    assert_within(expr.span, Span::new(0, text.len()), text);
    for node in expr.walk() {
        let own = text.get(node.span.range()).unwrap();
        assert_eq!(own, own.trim_ascii(), "{text}");
        let mut end = node.span.start;
        for child in node.children() {
            assert_within(child.span, node.span, text);
            assert!(end <= child.span.start, "children overlap: {text}");
            end = child.span.end;
        }
        let selector = match &node.kind {
            ExprKind::Selector(selector) => selector,
            ExprKind::Range(range) => {
                assert_within(range.range.span, node.span, text);
                &range.selector
            }
            _ => continue,
        };
        assert_within(selector.span, node.span, text);
        for matcher in &selector.matchers {
            assert_within(matcher.span, selector.span, text);
            assert_within(matcher.value.span, matcher.span, text);
            assert_eq!(&text[matcher.value.span.range()], matcher.value.raw());
        }
    }
}

fn check(text: &str) {
    match promql::parse(text, Options::all()) {
        Ok(expr) => {
            assert_spans(&expr, text);
            for width in [0, 20, 100] {
                let laid_out = promql::format(&expr, width);
                let again = promql::parse(&laid_out, Options::all())
                    .unwrap_or_else(|problem| panic!("{problem}: {text}\n{laid_out}"));
                assert_eq!(without_spans(&again), without_spans(&expr), "{text}\n{laid_out}");
                assert_eq!(promql::format(&again, width), laid_out);
            }
        }
        Err(problem) => {
            assert_within(problem.span, Span::new(0, text.len()), text);
            assert!(problem.reference_start() <= text.len());
            assert!(!problem.message.is_empty() && !problem.reference(text).is_empty());
        }
    }
}

/// Texts that are made of the language's own pieces, so that many are nearly queries.
fn pieces() -> impl Strategy<Value = String> {
    let piece = proptest::sample::select(vec![
        "foo",
        "sum",
        "rate",
        "topk",
        "by",
        "without",
        "on",
        "ignoring",
        "group_left",
        "bool",
        "offset",
        "and",
        "or",
        "unless",
        "atan2",
        "anchored",
        "fill",
        "start",
        "end",
        "step",
        "range",
        "min_of",
        "(",
        ")",
        "(",
        ")",
        "{",
        "}",
        "[5m]",
        "[",
        "]",
        "[1h:1m]",
        ",",
        "+",
        "-",
        "*",
        "/",
        "^",
        "==",
        "=",
        "=~",
        "!=",
        "!~",
        "<",
        "</",
        ">/",
        "@",
        ":",
        "5m",
        "1",
        "0x1e",
        "1e3",
        ".5",
        "'a'",
        "\"a\\n\"",
        "`b`",
        "a=\"b\"",
        "{a=~\".+\"}",
        "# c\n",
        " ",
        "\n",
        "é",
        "\u{a0}",
        "{{.window}}",
        "\"",
        "\\",
    ]);
    proptest::collection::vec(piece, 0..14).prop_map(|pieces| pieces.join(" "))
}

/// Queries that are right, except perhaps for their types.
fn queries() -> impl Strategy<Value = String> {
    let leaf = proptest::sample::select(vec![
        "foo",
        "foo{a=\"b\", c!~'d.*'}",
        "{\"x.y\", \"z\"=\"1\",}",
        "1",
        "5m",
        "\"text\"",
        "foo[5m]",
        "foo[5m] @ end() offset -1h",
        "time()",
        "foo offset (5m * 2)",
        "foo anchored",
        "by",
        "(foo)",
        "foo[step() + 1m:-step()]",
        "foo @ -5",
        "{}",
        "foo{}",
    ]);
    leaf.prop_map(str::to_owned).prop_recursive(6, 40, 3, |inner| {
        let operator = proptest::sample::select(vec![
            "+",
            "-",
            "*",
            "/",
            "%",
            "^",
            "atan2",
            "==",
            "> bool",
            "and",
            "or",
            "unless on (a)",
            "* on (a) group_left (b)",
            "/ ignoring (a) group_right ()",
            "+ fill (0)",
            ">/",
            "and on ()",
        ]);
        prop_oneof![
            (inner.clone(), operator, inner.clone())
                .prop_map(|(left, op, right)| format!("{left} {op} {right}")),
            inner.clone().prop_map(|expr| format!("({expr})")),
            inner.clone().prop_map(|expr| format!("-{expr}")),
            inner.clone().prop_map(|expr| format!("sum by (a, \"b.c\") ({expr})")),
            inner.clone().prop_map(|expr| format!("topk(5, {expr}) without (a)")),
            inner.clone().prop_map(|expr| format!("rate({expr})")),
            inner.clone().prop_map(|expr| format!("max_over_time(({expr})[1h:5m] offset 1d)")),
            (inner.clone(), inner).prop_map(|(first, second)| format!("clamp({first}, {second}, 1)")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_text(text in "\\PC{0,60}") {
        check(&text);
    }

    #[test]
    fn any_pieces(text in pieces()) {
        check(&text);
    }

    #[test]
    fn any_query(text in queries()) {
        check(&text);
    }
}

#[test]
fn every_query_of_the_corpus() {
    for line in include_str!("../../../specs/promql/corpus.jsonl").lines() {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        check(case["input"].as_str().unwrap());
    }
}
