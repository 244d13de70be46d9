//! SLI queries: templates that render to a valid query.

use super::{Draft, Report, validation};
use crate::diagnostic::{Code, Part};
use crate::lower::draft::DraftEvents;
use crate::lower::indicator::origin;
use crate::model::{Field, FieldPart, Query, Sli};
use crate::passes::QueryLanguage;
use crate::promql::LabelSet;
use crate::rules::Profile;
use crate::template::{Rendered, Template, TemplateError, mentions_window, unknown_field};
use crate::{metricsql, promql, words};

/// The window with which queries are tried; its length does not matter to the grammar.
const TRIAL_WINDOW: &str = "1m";

/// A query and what it is called.
struct Role<'a> {
    text: &'a str,
    field: Field,
    /// In our messages.
    name: &'static str,
    /// In the reference's.
    reference: &'static str,
}

pub(super) fn raw(
    draft: &Draft,
    text: &str,
    languages: &[QueryLanguage],
    report: &mut Report<'_>,
) -> Option<Sli> {
    let role =
        Role { text, field: Field::ErrorRatioQuery, name: "error ratio query", reference: "sli raw query" };
    let template = template(draft, &role, report);
    let error_ratio = expression(draft, &role, languages, report);
    template.and(error_ratio).map(|error_ratio| Sli::Raw { error_ratio })
}

pub(super) fn events(
    draft: &Draft,
    events: &DraftEvents,
    languages: &[QueryLanguage],
    report: &mut Report<'_>,
) -> Option<Sli> {
    let bad = Role {
        text: &events.bad,
        field: Field::BadQuery,
        name: "query of bad events",
        reference: "sli error query",
    };
    let total = Role {
        text: &events.total,
        field: Field::TotalQuery,
        name: "query of all events",
        reference: "sli total query",
    };
    let differ = events.bad != events.total;
    if !differ {
        let reference = validation(draft, "invalid SLI: both error and total queries can't be the same");
        let message = "bad events and all events are the same query".to_owned();
        let help =
            "the ratio would always be 1; the query of bad events selects some of all events".to_owned();
        report.push(Code::SliSameQuery, bad.field.clone(), message, Some(help), &reference);
    }
    let templates = (template(draft, &bad, report), template(draft, &total, report));
    let expressions =
        (expression(draft, &bad, languages, report), expression(draft, &total, languages, report));
    let (((), ()), (bad, total)) = ((templates.0?, templates.1?), (expressions.0?, expressions.1?));
    differ.then_some(Sli::Events { bad, total })
}

/// The queries of good and of all events, and that of bad ones made of them.
pub(super) fn good(
    draft: &Draft,
    good: &str,
    total: &str,
    languages: &[QueryLanguage],
    report: &mut Report<'_>,
) -> Option<Sli> {
    let texts = (good, total);
    let role = |text, field, name| Role { text, field, name, reference: "sli error query" };
    let good = role(good, Field::GoodQuery, "query of good events");
    let total = role(total, Field::TotalQuery, "query of all events");
    let templates = (template(draft, &good, report), template(draft, &total, report));
    let expressions =
        (expression(draft, &good, languages, report), expression(draft, &total, languages, report));
    let (((), ()), (good, total)) = ((templates.0?, templates.1?), (expressions.0?, expressions.1?));
    let labels = |query: &Query| query.expr().map(LabelSet::of);
    let made = origin::not_good(texts.0, texts.1, labels(&good) == labels(&total));
    let bad = role(&made, Field::BadQuery, "query of bad events");
    let bad = expression(draft, &bad, languages, report)?;
    Some(Sli::Events { bad, total })
}

/// The query uses a field of its template that has no value.
fn no_value(role: &Role<'_>, name: &str) -> (String, String) {
    let message = format!("the {} uses `.{name}`, which has no value", role.name);
    let help = match words::nearest(name, ["window"]) {
        Some(_) => "did you mean `.window`?".to_owned(),
        None => "the only value that a query template can use is `.window`".to_owned(),
    };
    (message, help)
}

fn no_template(role: &Role<'_>, error: &TemplateError) -> String {
    format!("the {} is not a template: {}", role.name, error.plain)
}

/// The query is there and uses the window.
fn template(draft: &Draft, role: &Role<'_>, report: &mut Report<'_>) -> Option<()> {
    let mut at = FieldPart::from(role.field.clone());
    let (code, message, help, reference) = if role.text.is_empty() {
        (
            Code::SliEmptyQuery,
            format!("the {} is empty", role.name),
            None,
            "query template is required: required",
        )
    } else if !mentions_window(role.text) {
        let (code, message, help) = if let Some((span, name)) = unknown_field(role.text) {
            at.part = Part::Token(span);
            let (message, help) = no_value(role, name);
            (Code::SliNoWindow, message, Some(help))
        } else if let Err(error) = Template::parse("expr", role.text) {
            at.part = Part::Token(error.span);
            (Code::TemplateSyntax, no_template(role, &error), None)
        } else {
            let help =
                "put it where the length of the window belongs: `rate(http_requests_total[{{.window}}])`";
            let message = format!("the {} does not use `{{{{.window}}}}`", role.name);
            (Code::SliNoWindow, message, Some(help.to_owned()))
        };
        (code, message, help, "template must contain the {{ .window }} variable")
    } else {
        return Some(());
    };
    let reference = validation(draft, &format!("invalid SLI: {} template: {reference}", role.reference));
    report.push(code, at, message, help, &reference);
    None
}

/// The query renders, and what it renders to is a query.
fn expression(
    draft: &Draft,
    role: &Role<'_>,
    languages: &[QueryLanguage],
    report: &mut Report<'_>,
) -> Option<Query> {
    let misspelt = unknown_field(role.text);
    if role.text.is_empty() || (misspelt.is_some() && !mentions_window(role.text)) {
        return None; // what is wrong is said of the template
    }
    let reference =
        |text: &str| validation(draft, &format!("invalid SLI: {} expression: {text}", role.reference));
    let at = |span| FieldPart { field: role.field.clone(), part: Part::Token(span) };
    let template = Template::parse("expr", role.text);
    if template.is_err() && !mentions_window(role.text) {
        return None; // the same
    }
    let rendered = match template.and_then(|template| template.render_mapped(TRIAL_WINDOW)) {
        Ok(rendered) => rendered,
        Err(error) => {
            let message = no_template(role, &error);
            report.push(Code::TemplateSyntax, at(error.span), message, None, &reference(&error.message));
            return None;
        }
    };
    let (mut expr, mut valid) = (None, true);
    for language in languages {
        match parse(&rendered, *language, report.promql) {
            Ok(Some(parsed)) if report.profile == Profile::Native && !gives_series(&parsed) => {
                let message =
                    format!("the {} gives a {}, and a rule records series", role.name, parsed.value_type());
                let span = rendered.source_span(parsed.span);
                let help = "aggregate over series, as in `sum(rate(errors_total[{{.window}}]))`".to_owned();
                report.push(Code::PromqlSyntax, at(span), message, Some(help), &reference(""));
                valid = false;
            }
            Ok(parsed) => expr = parsed.or(expr),
            Err(problem) => {
                let (span, message, help) = if let Some((span, name)) = misspelt {
                    let (message, help) = no_value(role, name);
                    (span, message, Some(help))
                } else {
                    let message = format!("the {} is not valid: {}", role.name, problem.message);
                    (rendered.source_span(problem.span), message, problem.help)
                };
                report.push(Code::PromqlSyntax, at(span), message, help, &reference(&problem.reference));
                valid = false;
            }
        }
    }
    let text = role.text.to_owned();
    valid.then(|| match expr {
        Some(expr) => Query::parsed(text, expr, rendered),
        None => Query::unparsed(text),
    })
}

/// Whether a rule can record what the query gives. The reference does not ask.
fn gives_series(expr: &promql::Expr) -> bool {
    expr.value_type() == promql::ValueType::InstantVector
}

struct QueryProblem {
    span: crate::diagnostic::Span,
    message: String,
    help: Option<String>,
    reference: String,
}

/// The tree of the query, in the language that has one.
fn parse(
    rendered: &Rendered,
    language: QueryLanguage,
    options: promql::Options,
) -> Result<Option<promql::Expr>, QueryProblem> {
    match language {
        QueryLanguage::Promql => match promql::parse(&rendered.text, options) {
            Ok(expr) => Ok(Some(expr)),
            Err(error) => {
                let reference = error.reference(&rendered.text);
                Err(QueryProblem { span: error.span, message: error.message, help: error.help, reference })
            }
        },
        QueryLanguage::Metricsql => match metricsql::check(&rendered.text) {
            Ok(()) => Ok(None),
            Err(error) => {
                let reference = error.message.clone();
                Err(QueryProblem { span: error.span, message: error.message, help: None, reference })
            }
        },
    }
}
