use proptest::prelude::*;

use super::*;

fn render(text: &str, window: &str) -> Result<String, TemplateError> {
    let mut out = String::new();
    Template::parse("expr", text)?.render(window, MissingKey::NoValue, &mut out)?;
    Ok(out)
}

fn error(text: &str) -> TemplateError {
    render(text, "1m").unwrap_err()
}

#[test]
fn plain_actions_are_holes() {
    let template = Template::parse("expr", "a[{{.window}}] b[{{ \t.window\n}}]").unwrap();
    assert_eq!(template.holes(), Some(&[Span::new(2, 13), Span::new(17, 31)][..]));
    assert_eq!(render(template.text(), "5m").unwrap(), "a[5m] b[5m]");
    assert_eq!(Template::parse("expr", "up").unwrap().holes(), Some(&[][..]));
}

#[test]
fn anything_else_is_interpreted() {
    for text in [
        "{{- .window }}",
        "{{ .window -}}",
        "{{/* c */}}",
        "{{ .windows }}",
        "{{ .window | print }}",
        "{{ $ }}",
    ] {
        assert_eq!(Template::parse("expr", text).unwrap().holes(), None, "{text}");
    }
}

#[test]
fn window_check_counts_spaces_only_and_looks_everywhere() {
    for text in
        ["{{.window}}", "{{   .window }}", "{{/* {{ .window }} */}}", "{{`{{.window}}`}}", "}} {{.window  }}"]
    {
        assert!(mentions_window(text), "{text}");
    }
    for text in [
        "",
        "{{\t.window}}",
        "{{- .window}}",
        "{{.window -}}",
        "{{.Window}}",
        "{ {.window}}",
        "{{.window.x}}",
    ] {
        assert!(!mentions_window(text), "{text}");
    }
}

#[test]
fn bytes_of_the_result_lead_back_to_the_template() {
    let source = "rate(x[{{ .window }}]){{- if .window }} + {{ .window | printf \"%s%s\" \"y\" }}{{ end }}";
    let rendered = Template::parse("expr", source).unwrap().render_mapped("5m").unwrap();
    assert_eq!(rendered.text, "rate(x[5m]) + y5m");
    let back = |start, end| &source[rendered.source_span(Span::new(start, end)).range()];
    assert_eq!(back(0, 4), "rate");
    assert_eq!(back(7, 9), "{{ .window }}");
    assert_eq!(back(8, 9), "{{ .window }}");
    assert_eq!(back(6, 10), "[{{ .window }}]");
    assert_eq!(back(12, 13), "+");
    assert_eq!(back(15, 16), "{{ .window | printf \"%s%s\" \"y\" }}");
    assert_eq!(back(17, 17), "");
}

#[test]
fn holes_lead_back_too() {
    let source = "é[{{ .window }}] é";
    let rendered = Template::parse("expr", source).unwrap().render_mapped("30d").unwrap();
    let back = |start, end| &source[rendered.source_span(Span::new(start, end)).range()];
    assert_eq!(rendered.text, "é[30d] é");
    assert_eq!(back(3, 5), "{{ .window }}");
    assert_eq!(back(6, 10), "] é");
    assert_eq!(rendered.source_span(Span::new(10, 10)), Span::new(source.len(), source.len()));
}

#[test]
fn faults_point_at_the_word() {
    let at = |text: &'static str| &text[error(text).span.range()];
    assert_eq!(at("a {{ foo 1 }}"), "foo");
    assert_eq!(at("a {{ .window.x }}"), ".x");
    assert_eq!(at("a {{ index .window 9 }}"), "index .window 9");
    assert_eq!(at("a {{ .window"), "{{ .window");
    assert_eq!(at("a {{ end }}"), "{{ end }}");
    assert_eq!(at("{{ \"x }}"), "\"x }}");
}

#[test]
fn plain_words_leave_the_place_out() {
    assert_eq!(error("{{ foo }}").plain, "there is no function `foo`");
    assert_eq!(error("{{ $w }}").plain, "there is no variable `$w` here");
    assert_eq!(error("{{\n\n.window").plain, "unclosed action");
    assert_eq!(error("{{ if .window }}").plain, "an `{{end}}` is missing");
    let mut out = String::new();
    let missing = Template::parse("sliExpr", "{{ .service }}{{ . }}").unwrap();
    let error = missing.render("1m", MissingKey::Error, &mut out).unwrap_err();
    assert_eq!(error.plain, "there is no `.service`; the only field is `.window`");
}

#[test]
fn no_template_runs_away() {
    let doubled = "{{ $x := `ab` }}{{ range 40 }}{{ $x = print $x $x }}{{ end }}";
    let recursion = "{{ define `a` }}{{ template `a` . }}{{ end }}{{ template `a` . }}";
    for (text, limit) in [
        (doubled, "is longer than"),
        ("{{ range 1000000000000 }}{{ end }}", "too many steps"),
        ("{{ range 1000000 }}{{ `0123456789` }}{{ end }}", "is longer than"),
        ("{{ printf `%1000000d%1000000d` 1 2 }}", "is longer than"),
        (recursion, "exceeded maximum template depth"),
    ] {
        assert!(error(text).message.contains(limit), "{text}: {}", error(text).message);
    }
}

#[test]
fn no_template_is_nested_too_deep_to_read() {
    let parentheses = format!("{{{{ {}1{} }}}}", "(".repeat(100_000), ")".repeat(100_000));
    let ifs = "{{ if .window }}".repeat(100_000);
    let elses = format!("{{{{ if .x }}}}{}{{{{ end }}}}", "{{ else if .x }}".repeat(100_000));
    let variables = "{{ $x := 1 }}".repeat(100_000);
    for text in [parentheses, ifs, elses] {
        assert_eq!(error(&text).plain, "nested deeper than 64 levels");
    }
    assert_eq!(error(&variables).plain, "more than 256 variables");
}

#[test]
fn deepest_template_that_is_read_runs() {
    let ifs = format!("{}x{}", "{{ if .window }}".repeat(60), "{{ end }}".repeat(60));
    assert_eq!(render(&ifs, "1m").unwrap(), "x");
}

#[test]
fn alert_templates_know_their_functions_and_variables() {
    let check = |text: &str| Template::parse_with("alert", text, &Dialect::ALERT).map(|_| ());
    assert_eq!(
        check(
            "{{ $labels.x }} {{ $value | humanizePercentage }} {{ $externalURL }}{{ with query `up` }}{{ . | first | value }}{{ end }}"
        ),
        Ok(())
    );
    assert_eq!(
        check("{{ humanise 1 }}").unwrap_err().message,
        "template: alert:1: function \"humanise\" not defined"
    );
    assert_eq!(check("{{ $label.x }}").unwrap_err().plain, "there is no variable `$label` here");
    assert_eq!(error("{{ humanize 1 }}").plain, "there is no function `humanize`");
}

proptest! {
    #[test]
    fn nothing_panics(text in r#"(\{\{-? ?|\ ?-?\}\}|\.window|\$x|:=|=|\||\(|\)|"a"|`b`|'c'|[0-9.]{1,3}|if |else |end|range |with |define "d"|template "d"|block "d" |print |printf "%[+# 0]?[0-9*.]{0,3}[a-zA-Z%\[]" |index |slice |eq |é|\n|.){0,25}"#) {
        if let Ok(template) = Template::parse("expr", &text) {
            let mut out = String::new();
            let direct = template.render("5m", MissingKey::NoValue, &mut out).map(|()| out);
            let mapped = template.render_mapped("5m");
            if let Ok(rendered) = &mapped {
                for start in 0..=rendered.text.len() {
                    prop_assert!(rendered.source_span(Span::new(start, rendered.text.len())).end <= text.len());
                }
            }
            prop_assert_eq!(direct, mapped.map(|rendered| rendered.text));
        }
    }

    #[test]
    fn holes_mean_what_the_interpreter_makes_of_them(parts in prop::collection::vec(r"[a-z{}\[\]]{0,4}(\{\{ {0,2}\.window[ \n]{0,2}\}\})?", 0..5)) {
        let text = parts.concat();
        if let Some(holes) = holes::scan(&text) {
            let mut expected = String::new();
            let program = parse::parse("expr", &text, &Dialect::SLI).unwrap();
            let source = Source { name: "expr", text: &text, program: &program };
            exec::run(source, "5m", MissingKey::Error, &mut Sink::new(&mut expected, MAX_OUTPUT, false)).unwrap();
            let template = Template { name: "expr", text, body: Body::Holes(holes) };
            let mut out = String::new();
            template.render("5m", MissingKey::Error, &mut out).unwrap();
            prop_assert_eq!(out, expected);
        }
    }
}
