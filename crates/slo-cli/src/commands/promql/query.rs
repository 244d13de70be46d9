//! A query, which may be a template: its problem, with the place in the text that the user wrote.

use slo_compiler::diagnostic::{Code, Diagnostic, Place, Span};
use slo_compiler::promql::{self, Options};
use slo_compiler::template::Template;

/// How templates are called in the words about them.
const NAME: &str = "query";

/// The window that templates are rendered with.
const WINDOW: &str = "1m";

/// Which bytes are called wrong, where there is a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    /// Those that a person looks for.
    Cause,
    /// Those from where Prometheus reports the problem, for programs that compare with it.
    Prometheus,
}

/// What is wrong with `text`, if anything is. A template is rendered first.
pub(super) fn problem(text: &str, is_template: bool, options: Options, anchor: Anchor) -> Option<Diagnostic> {
    if !is_template {
        return promql::parse(text, options).err().map(|error| syntax(error, anchor, |span| span));
    }
    let template = match Template::parse(NAME, text) {
        Ok(template) => template,
        Err(error) => return Some(diagnostic(Code::TemplateSyntax, error.span, error.to_string())),
    };
    match template.render_mapped(WINDOW) {
        Ok(rendered) => {
            let error = promql::parse(&rendered.text, options).err()?;
            Some(syntax(error, anchor, |span| rendered.source_span(span)))
        }
        Err(error) => Some(diagnostic(Code::TemplateRender, error.span, error.to_string())),
    }
}

fn syntax(error: promql::ParseError, anchor: Anchor, place: impl Fn(Span) -> Span) -> Diagnostic {
    let span = match anchor {
        Anchor::Cause => error.span,
        Anchor::Prometheus => {
            let start = error.reference_start();
            Span::new(start, error.span.end.max(start))
        }
    };
    let mut found = diagnostic(Code::PromqlSyntax, place(span), error.message);
    found.help = error.help;
    found
}

fn diagnostic(code: Code, span: Span, message: String) -> Diagnostic {
    let mut diagnostic = Diagnostic::new(code, Place::Bytes(span), message);
    diagnostic.span = Some(span);
    diagnostic
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(text: &str, is_template: bool) -> Option<(Code, &str)> {
        let found = problem(text, is_template, Options::default(), Anchor::Cause)?;
        Some((found.code, &text[found.span.unwrap().range()]))
    }

    #[test]
    fn a_problem_is_where_it_was_written() {
        assert_eq!(span("rate(x[5m])", false), None);
        assert_eq!(span("rate(x)", false), Some((Code::PromqlSyntax, "x")));
        assert_eq!(span("rate(x[{{.window}}])", true), None);
        assert_eq!(span("x[{{ .window }}] + rate(ü_, y)", true), Some((Code::PromqlSyntax, "ü")));
        assert_eq!(span("rate(x{a=1}[{{.window}}])", true), Some((Code::PromqlSyntax, "1")));
        assert_eq!(span("x {{ .window", true), Some((Code::TemplateSyntax, "{{ .window")));
        assert_eq!(span("x[{{.window}}]", false).unwrap().0, Code::PromqlSyntax);
    }
}
