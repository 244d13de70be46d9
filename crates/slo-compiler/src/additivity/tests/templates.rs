//! What template actions besides `{{.window}}` do: where they could make another query for another window, or keep a part
//! from standing alone, nothing is taken apart.

use super::query;
use crate::additivity::{Class, RawShape, Reason, class, operand, raw};
use crate::model::Query;

fn reason(text: &str) -> Reason {
    class(&query(text)).unwrap_err().reason
}

#[test]
fn a_template_may_do_what_is_the_same_for_every_window() {
    for text in [
        "sum(rate(x[{{ .window }}]))",
        "{{/* all of them */}}sum(rate(x[{{.window}}]))",
        "{{$job := \"api\"}}sum(rate(x{job=\"{{$job}}\"}[{{.window}}]))",
        "sum(rate(x{job=\"{{ \"api\" }}\"}[{{.window}}]))",
        "{{if true}}sum(rate(x[{{.window}}])){{end}}",
    ] {
        assert_eq!(class(&query(text)), Ok(Class::Rate), "{text}");
    }
}

#[test]
fn a_template_that_looks_at_the_window_is_not_trusted() {
    for text in [
        "sum({{if eq .window \"5m\"}}irate{{else}}rate{{end}}(x[{{.window}}]))",
        "sum(rate(x[{{if eq .window \"30d\"}}1d{{else}}{{.window}}{{end}}]))",
        "sum(rate(x[{{ .window | printf \"%s\" }}]))",
        "{{$w := .window}}sum(rate(x[{{$w}}]))",
        "sum(rate(x[{{- .window -}}]))",
    ] {
        assert_eq!(reason(text), Reason::Template, "{text}");
    }
}

#[test]
fn a_window_elsewhere_is_found() {
    assert_eq!(reason("sum(rate(x{w=\"{{.window}}\"}[{{.window}}]))"), Reason::WindowElsewhere);
    assert_eq!(reason("sum(rate(x_{{.window}}[{{.window}}]))"), Reason::WindowElsewhere);
    assert_eq!(reason("sum(rate(x[{{.window}}])) * {{.window}}"), Reason::WindowElsewhere);
    assert_eq!(reason("sum by (w{{.window}}) (rate(x[{{.window}}]))"), Reason::WindowElsewhere);
    assert_eq!(reason("sum(rate(x[{{.window}}] offset {{.window}}))"), Reason::MovingOffset);
    assert_eq!(reason("sum_over_time(x[{{.window}}:{{.window}}])"), Reason::MovingStep);
    assert_eq!(class(&query("sum(rate(x[{{.window}}])) # {{.window}}")), Ok(Class::Rate));
    assert_eq!(class(&query("sum(rate(x{a=\".window\"}[{{.window}}]))")), Ok(Class::Rate));
}

#[test]
fn parts_stand_alone_or_are_not_cut_out() {
    let parts = |text: &str| match raw(&query(text)) {
        RawShape::Fraction(fraction) => Ok((fraction.bad.text, fraction.total.text)),
        RawShape::Direct { why, .. } => Err(why.reason),
        RawShape::Mean { .. } => panic!("{text}"),
    };
    let whole = Ok(("rate(e[{{.window}}])".to_owned(), "rate(t[{{ .window }}])".to_owned()));
    assert_eq!(parts("rate(e[{{.window}}]) / rate(t[{{ .window }}])"), whole);
    assert_eq!(parts("{{if true}}rate(e[{{.window}}]) / rate(t[{{ .window }}]){{end}}"), whole);
    assert_eq!(parts("{{$j := `x`}}rate(e[{{.window}}]) / rate(t[{{ .window }}])"), whole);
    let constant = "rate(e{job=\"{{`x`}}\"}[{{.window}}])";
    assert_eq!(parts(&format!("{constant} / rate(t[{{{{.window}}}}])")).unwrap().0, constant);
    // The part names a variable that is set outside of it.
    assert_eq!(
        parts("{{$j := `x`}}rate(e{job=\"{{$j}}\"}[{{.window}}]) / rate(t[{{.window}}])"),
        Err(Reason::NotAPiece)
    );
    // An action begins in one part and ends in the other.
    assert_eq!(
        parts("{{if true}}rate(e[{{.window}}]) / rate({{else}}rate({{end}}t[{{.window}}])"),
        Err(Reason::NotAPiece)
    );
    assert_eq!(
        parts("rate(e[{{.window}}]) {{if eq .window \"3d\"}}*{{else}}/{{end}} rate(t[{{.window}}])"),
        Err(Reason::Template)
    );
}

#[test]
fn an_operand_does_not_swallow_the_parenthesis_behind_it() {
    for (text, expected) in [
        ("sum(rate(x[{{.window}}]))", "sum(rate(x[{{.window}}]))"),
        ("  sum(rate(x[{{.window}}])) # all", "sum(rate(x[{{.window}}]))"),
        ("# all\nsum(rate(x[{{.window}}])) # all\n\n", "sum(rate(x[{{.window}}]))"),
        ("sum(\n  rate(x[{{.window}}]) # inside\n)", "sum(\n  rate(x[{{.window}}]) # inside\n)"),
        (
            "{{$j := `x`}}rate(x{job=\"{{$j}}\"}[{{.window}}]) # all",
            "{{$j := `x`}}rate(x{job=\"{{$j}}\"}[{{.window}}]) # all\n",
        ),
    ] {
        assert_eq!(operand(&query(text)), expected, "{text}");
    }
    assert_eq!(operand(&Query::unparsed("a # b".to_owned())), "a # b\n");
    assert_eq!(operand(&Query::unparsed("a".to_owned())), "a");
}

#[test]
fn nothing_is_known_of_a_query_that_was_not_parsed() {
    let unparsed = Query::unparsed("sum(rate(x[5m]))".to_owned());
    assert_eq!(class(&unparsed).unwrap_err().reason, Reason::NotParsed);
    assert!(matches!(raw(&unparsed), RawShape::Direct { .. }));
}
