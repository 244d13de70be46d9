use proptest::prelude::*;

use super::*;

fn message(text: &str) -> String {
    check(text).unwrap_err().message
}

fn at(text: &str) -> &str {
    &text[check(text).unwrap_err().span.range()]
}

#[test]
fn faults_point_at_the_token() {
    assert_eq!(at("sum(up) by (a b)"), "b");
    assert_eq!(at("avg_over_time(up[5m]"), "");
    assert_eq!(at("rate(up[5x])"), "x");
    assert_eq!(at("foo(up)"), "foo");
    assert_eq!(at("up{a=~\"(\"}"), "a");
    assert_eq!(at("1 + \"\\q\""), "\"\\q\"");
    assert_eq!(at("with (x = 1) up{a=x}"), "x");
    assert_eq!(at("up ? 1"), "?");
}

#[test]
fn faults_say_what_is_missing() {
    assert_eq!(message("avg_over_time(up[5m]"), "the query ends where `,` or `)` should be");
    assert_eq!(
        message("up + bool 1"),
        "there is `bool` where the right side of `+`, which takes no `bool`, should be"
    );
    assert_eq!(message("sum(up) limit x"), "there is `x` where a whole number should be");
    assert_eq!(message("up[x]"), "there is no template `x`");
    assert_eq!(message("with (f(a) = a) f()"), "the template `f` takes 1 arguments, not 0");
    assert_eq!(message("{\"a\", __name__=\"b\"}"), "the metric has two names, `a` and `b`");
}

#[test]
fn templates_that_are_not_used_are_not_looked_at() {
    assert_eq!(check("with (x = nothing(up), y = up{a=~\"(\"}) up"), Ok(()));
    assert_eq!(check("with (f(a) = up) f(nothing(up))"), Ok(()));
}

#[test]
fn depth_and_work_are_bounded() {
    let parentheses = format!("{}up{}", "(".repeat(100_000), ")".repeat(100_000));
    let signs = format!("{}up", "-".repeat(100_000));
    let templates = |body: fn(usize) -> String| (1..1000).map(body).collect::<String>();
    let doubling = templates(|number| format!(", a{number} = a{0} + a{0}", number - 1));
    let chain = templates(|number| format!(", a{number} = a{}", number - 1));
    assert_eq!(message(&parentheses), "nested deeper than 64 levels");
    assert_eq!(message(&signs), "nested deeper than 64 levels");
    assert_eq!(message(&format!("with (a0 = up{doubling}) a40")), "the templates expand to too much");
    assert_eq!(message(&format!("with (a0 = up{chain}) a999")), "the templates are nested too deeply");
    assert_eq!(check(&format!("up{}", " + up".repeat(50_000))), Ok(()));
}

proptest! {
    #[test]
    fn nothing_panics(text in r#"(up|sum|rate\(|\(|\)|\[5m\]|\[|\]|:|\{|\}|a="b"|=~|"(\\.|[^"])"|'|`|,|or | by \(a\)| offset -?5m| @ |with \(x = |x|\+|-|==| bool | on\(a\)|[0-9.]{1,3}[a-zA-Z]{0,3}|\\x4|é|#|\n| ){0,20}"#) {
        if let Err(error) = check(&text) {
            prop_assert!(error.span.end <= text.len());
            prop_assert!(!error.message.is_empty());
        }
    }
}
