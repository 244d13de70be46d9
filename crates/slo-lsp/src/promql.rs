//! What the server tells of queries: functions, and what a query asks for.

use std::fmt::Write as _;

use slo_compiler::promql::ast::{Aggregate, AggregateOp, RangeSelector, Selector, Subquery};
use slo_compiler::promql::{self, ExprKind, Function, ValueType};
use slo_compiler::template::{Rendered, Template};

/// The fields that hold a query or a selector, in every kind of spec.
const QUERY_FIELDS: [&str; 11] = [
    "error_query",
    "total_query",
    "good_query",
    "error_ratio_query",
    "errorQuery",
    "totalQuery",
    "goodQuery",
    "errorRatioQuery",
    "query",
    "histogram",
    "metric",
];

/// The words of the language that are neither functions nor aggregations.
#[rustfmt::skip] // a table
pub(crate) const KEYWORDS: &[(&str, &str)] = &[
    ("by",          "Which labels an aggregation keeps."),
    ("without",     "Which labels an aggregation drops."),
    ("on",          "The labels by which series of both sides find each other."),
    ("ignoring",    "The labels that do not matter when series of both sides find each other."),
    ("group_left",  "Many series on the left side belong to one on the right."),
    ("group_right", "Many series on the right side belong to one on the left."),
    ("and",         "The series of the left side that have a partner on the right."),
    ("or",          "The series of the left side, and those of the right that have no partner there."),
    ("unless",      "The series of the left side that have no partner on the right."),
    ("bool",        "A comparison gives 0 or 1 and does not drop series."),
    ("offset",      "Looks at an earlier time."),
];

/// Whether a field of this name holds a query.
pub(crate) fn is_query(field: &str) -> bool {
    QUERY_FIELDS.contains(&field)
}

/// `round(instant vector, [scalar]) → instant vector`
pub(crate) fn signature(function: &Function) -> String {
    let mut arguments: Vec<String> = function.args.iter().map(ValueType::to_string).collect();
    for optional in arguments.iter_mut().skip(function.min_args()) {
        *optional = format!("[{optional}]");
    }
    if function.max_args() != Some(function.args.len()) {
        arguments.push("…".to_owned());
    }
    format!("{}({}) → {}", function.name, arguments.join(", "), function.returns)
}

/// What a word of a query means: a function, an aggregation or a keyword.
pub(crate) fn describe_word(word: &str) -> Option<String> {
    if let Some(function) = Function::named(word) {
        let note = if function.experimental {
            "\n\nOnly with experimental functions switched on in Prometheus."
        } else {
            ""
        };
        return Some(format!("```promql\n{}\n```{note}", signature(function)));
    }
    let lower = word.to_ascii_lowercase();
    if let Some(aggregation) = aggregation(&lower) {
        return Some(format!("`{lower}` of the series of a vector: {}", lower_first(aggregation.summary())));
    }
    let (_, meaning) = KEYWORDS.iter().find(|(keyword, _)| *keyword == lower)?;
    Some(format!("`{lower}`: {}", lower_first(meaning)))
}

fn aggregation(word: &str) -> Option<AggregateOp> {
    AggregateOp::ALL.iter().copied().find(|op| op.as_str() == word)
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(letters).collect()
}

/// What a query asks for, as a list; `None` if it is no query.
pub(crate) fn describe_query(query: &str) -> Option<String> {
    let rendered = Template::parse("expr", query).ok()?.render_mapped("5m").ok()?;
    let expr = promql::parse(&rendered.text, promql::Options::all()).ok()?;
    let mut shape = Shape::new(&rendered, query);
    for expr in expr.walk() {
        match &expr.kind {
            ExprKind::Selector(selector) => shape.selector(selector),
            ExprKind::Range(range) => shape.range(range),
            ExprKind::Subquery(subquery) => shape.subquery(subquery),
            ExprKind::Aggregate(aggregate) => shape.aggregate(aggregate),
            _ => {}
        }
    }
    let mut text = format!("- gives: {}\n", expr.value_type());
    for (name, found) in
        [("metrics", shape.metrics), ("aggregated", shape.aggregations), ("ranges", shape.ranges)]
    {
        if !found.is_empty() {
            let _ = writeln!(text, "- {name}: {}", found.join(", "));
        }
    }
    Some(text)
}

/// The parts of a query, each once, in the order of the text.
struct Shape<'a> {
    rendered: &'a Rendered,
    query: &'a str,
    metrics: Vec<String>,
    aggregations: Vec<String>,
    ranges: Vec<String>,
}

impl<'a> Shape<'a> {
    const fn new(rendered: &'a Rendered, query: &'a str) -> Self {
        Self { rendered, query, metrics: Vec::new(), aggregations: Vec::new(), ranges: Vec::new() }
    }

    fn selector(&mut self, selector: &Selector) {
        let metric =
            selector.metric().map_or_else(|| "any metric".to_owned(), |name| format!("`{}`", name.value()));
        add(&mut self.metrics, metric);
    }

    fn range(&mut self, range: &RangeSelector) {
        self.selector(&range.selector);
        self.length(range.range.span);
    }

    fn subquery(&mut self, subquery: &Subquery) {
        self.length(subquery.range.span);
    }

    /// A length of time as the user wrote it, such as `{{.window}}`.
    fn length(&mut self, span: slo_compiler::diagnostic::Span) {
        let written = self.query.get(self.rendered.source_span(span).range()).unwrap_or_default();
        add(&mut self.ranges, format!("`{written}`"));
    }

    fn aggregate(&mut self, aggregate: &Aggregate) {
        let labels = aggregate.grouping.as_ref().map_or_else(String::new, |grouping| {
            let names: Vec<String> =
                grouping.labels.iter().map(|label| format!("`{}`", label.value())).collect();
            let word = if grouping.without { "without" } else { "by" };
            format!(" {word} {}", names.join(", "))
        });
        add(&mut self.aggregations, format!("`{}`{labels}", aggregate.op));
    }
}

fn add(list: &mut Vec<String>, item: String) {
    if !list.contains(&item) {
        list.push(item);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_show_what_may_be_left_out() {
        let signature = |name| signature(Function::named(name).unwrap());
        assert_eq!(signature("rate"), "rate(range vector) → instant vector");
        assert_eq!(signature("round"), "round(instant vector, [scalar]) → instant vector");
        assert!(signature("label_join").ends_with("…) → instant vector"));
    }

    #[test]
    fn a_query_is_told_by_its_parts() {
        let text =
            describe_query("sum by (job) (rate(a_total{b=\"c\"}[{{.window}}])) / sum(rate(a_total[5m]))")
                .unwrap();
        assert_eq!(
            text,
            "- gives: instant vector\n- metrics: `a_total`\n- aggregated: `sum` by `job`, `sum`\n- ranges: \
             `{{.window}}`, `5m`\n"
        );
        assert_eq!(describe_query("sum("), None);
    }
}
