//! A query, which may be a template: its problem, with the place in the text that the user wrote.

use slo_compiler::diagnostic::{Code, Diagnostic, Place, Span};
use slo_compiler::promql::{self, Options};
use slo_compiler::template::Template;

/// How templates are called in the words about them.
const NAME: &str = "query";

/// The window that templates are rendered with.
const WINDOW: &str = "1m";

/// What is wrong with `text`, if anything is. A template is rendered first.
pub(super) fn problem(text: &str, is_template: bool, options: Options) -> Option<Diagnostic> {
    if !is_template {
        return promql::parse(text, options).err().map(|error| syntax(error, |span| span));
    }
    let whole = Span::new(0, text.len());
    let template = match Template::parse(NAME, text) {
        Ok(template) => template,
        Err(error) => return Some(diagnostic(Code::TemplateSyntax, whole, error.to_string())),
    };
    match template.render_mapped(WINDOW) {
        Ok(rendered) => {
            let error = promql::parse(&rendered.text, options).err()?;
            Some(syntax(error, |span| rendered.source_span(span)))
        }
        Err(error) => Some(diagnostic(Code::TemplateRender, whole, error.to_string())),
    }
}

fn syntax(error: promql::ParseError, place: impl Fn(Span) -> Span) -> Diagnostic {
    let mut found = diagnostic(Code::PromqlSyntax, place(error.span), error.message);
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
        let found = problem(text, is_template, Options::default())?;
        Some((found.code, &text[found.span.unwrap().range()]))
    }

    #[test]
    fn a_problem_is_where_it_was_written() {
        assert_eq!(span("rate(x[5m])", false), None);
        assert_eq!(span("rate(x)", false), Some((Code::PromqlSyntax, "x")));
        assert_eq!(span("rate(x[{{.window}}])", true), None);
        assert_eq!(span("x[{{ .window }}] + rate(ü_, y)", true), Some((Code::PromqlSyntax, "ü")));
        assert_eq!(span("rate(x{a=1}[{{.window}}])", true), Some((Code::PromqlSyntax, "1")));
        assert_eq!(span("x {{ .window", true), Some((Code::TemplateSyntax, "x {{ .window")));
        assert_eq!(span("x[{{.window}}]", false).unwrap().0, Code::PromqlSyntax);
    }
}
