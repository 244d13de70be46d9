//! Expands `WITH` templates and checks what can only be seen then.
//!
//! In: a query's tree. Out: nothing, or the first fault: a template that does not fit its place, a text or a regular
//! expression that is not valid, a function that does not exist. Templates that are not used are not looked at. Keeps:
//! at most [`MAX_STEPS`] nodes are visited, [`MAX_DEPTH`] within each other.

use std::rc::Rc;

use super::MetricsqlError;
use super::ast::{Binary, Expr, Filter, Match, Metric, Name, Part, Template};
use super::functions;
use crate::diagnostic::Span;
use crate::go::regexp;
use crate::go::unquote::unquote;

/// A template may use others twice, so the work can double with each.
const MAX_STEPS: usize = 1_000_000;
const MAX_DEPTH: usize = 128;

type Result<T> = std::result::Result<T, MetricsqlError>;

/// What an expression has become, as far as a place where a template can stand asks. Copies are cheap.
#[derive(Clone, Debug)]
enum Value {
    /// A number or a length of time, and whether it can be a window.
    Number { is_duration: bool },
    /// A text.
    Text(Rc<[u8]>),
    /// A selector, perhaps with a window or an offset.
    Metric(Selector),
    /// Expressions in parentheses.
    Parens(Rc<[Value]>),
    /// Anything else.
    Other,
    /// A function that does not exist is in it, which is a fault only if the value is used.
    Faulty(MetricsqlError),
}

/// What is known of a selector.
#[allow(clippy::struct_excessive_bools, reason = "each is a question that a place asks, free of the others")]
#[derive(Clone, Copy, Debug)]
struct Selector {
    /// Whether the metric is named.
    has_name: bool,
    /// Whether there are filters beside the name.
    has_filters: bool,
    /// Whether there is more than one group of filters.
    has_or: bool,
    /// Whether it has a window, an offset or a time.
    rolled: bool,
}

/// A name that is known, in the order of definition; each sees those before it, along `outer`.
struct Binding<'t> {
    name: &'t str,
    outer: Option<usize>,
    meaning: Meaning<'t>,
}

/// What a name stands for.
enum Meaning<'t> {
    Template(&'t Template<'t>),
    /// An argument of a template.
    Argument(Value),
}

struct Expander<'t> {
    bindings: Vec<Binding<'t>>,
    steps: usize,
    depth: usize,
}

/// Where to look names up: the innermost binding.
type Scope = Option<usize>;

/// Checks a query.
pub(super) fn check<'t>(query: &'t Expr<'t>) -> Result<()> {
    let mut expander = Expander { bindings: Vec::new(), steps: 0, depth: 0 };
    match expander.expand(query, None)? {
        Value::Faulty(error) => Err(error),
        _ => Ok(()),
    }
}

/// The first fault in the parts.
fn faulty(parts: &[Value]) -> Option<Value> {
    parts.iter().find(|part| matches!(part, Value::Faulty(_))).cloned()
}

fn fault<T>(span: Span, message: impl Into<String>) -> Result<T> {
    Err(MetricsqlError::new(span, message))
}

impl<'t> Expander<'t> {
    fn step(&mut self, span: Span) -> Result<()> {
        self.steps += 1;
        if self.steps > MAX_STEPS { fault(span, "the templates expand to too much") } else { Ok(()) }
    }

    /// The binding of a name.
    fn find(&mut self, name: &Name, scope: Scope) -> Result<Option<usize>> {
        let mut scope = scope;
        while let Some((index, binding)) = scope.and_then(|index| Some((index, self.bindings.get(index)?))) {
            if binding.name == name.text {
                return Ok(Some(index));
            }
            scope = binding.outer;
            self.step(name.span)?;
        }
        Ok(None)
    }

    fn bind(&mut self, name: &'t str, outer: Scope, meaning: Meaning<'t>) -> usize {
        self.bindings.push(Binding { name, outer, meaning });
        self.bindings.len() - 1
    }

    fn expand(&mut self, expr: &'t Expr<'t>, scope: Scope) -> Result<Value> {
        self.step(Span::default())?;
        if self.depth == MAX_DEPTH {
            return fault(Span::default(), "the templates are nested too deeply");
        }
        self.depth += 1;
        let value = self.expand_node(expr, scope);
        self.depth -= 1;
        value
    }

    fn expand_node(&mut self, expr: &'t Expr<'t>, scope: Scope) -> Result<Value> {
        match expr {
            Expr::Number { is_duration } => Ok(Value::Number { is_duration: *is_duration }),
            Expr::Text(parts) => Ok(Value::Text(self.text(parts, scope)?.into())),
            Expr::Metric(metric) => self.metric(metric, scope),
            Expr::Call { name, arguments, labels } => self.call(name, arguments, labels, scope),
            Expr::Parens(inner) => {
                let values = self.expand_all(inner, scope)?;
                Ok(faulty(&values).unwrap_or_else(|| Value::Parens(values.into())))
            }
            Expr::Negated(inner) => Ok(faulty(&[self.expand(inner, scope)?]).unwrap_or(Value::Other)),
            Expr::Binary(binary) => self.binary(binary, scope),
            Expr::Rollup { inner, durations, at } => {
                let value = self.expand(inner, scope)?;
                for name in durations {
                    self.duration(name, scope)?;
                }
                let time = match at {
                    Some(at) => self.expand(at, scope)?,
                    None => Value::Other,
                };
                let rolled = match &value {
                    Value::Metric(selector) => Value::Metric(Selector { rolled: true, ..*selector }),
                    _ => Value::Other,
                };
                Ok(faulty(&[value, time]).unwrap_or(rolled))
            }
            Expr::With { templates, body } => {
                let mut inner = scope;
                for template in templates {
                    inner = Some(self.bind(&template.name.text, inner, Meaning::Template(template)));
                }
                self.expand(body, inner)
            }
        }
    }

    fn expand_all(&mut self, exprs: &'t [Expr<'t>], scope: Scope) -> Result<Vec<Value>> {
        exprs.iter().map(|expr| self.expand(expr, scope)).collect()
    }

    fn binary(&mut self, binary: &'t Binary<'t>, scope: Scope) -> Result<Value> {
        let values = self.expand_all(&binary.operands, scope)?;
        self.labels(&binary.labels, scope)?;
        for prefix in &binary.prefixes {
            self.text(prefix, scope)?;
        }
        let texts: Option<Vec<&[u8]>> = values
            .iter()
            .map(|value| match value {
                Value::Text(text) => Some(text.as_ref()),
                _ => None,
            })
            .collect();
        match texts.filter(|_| binary.only_plus) {
            Some(texts) => {
                let text = texts.concat();
                self.steps += text.len();
                Ok(Value::Text(text.into()))
            }
            None => Ok(faulty(&values).unwrap_or(Value::Other)),
        }
    }

    /// What a name that was found stands for, used at `name` with these arguments.
    fn apply(&mut self, index: usize, name: &Name, arguments: Vec<Value>) -> Result<Value> {
        let Some(binding) = self.bindings.get(index) else { return Ok(Value::Other) };
        let (template, mut scope) = match &binding.meaning {
            Meaning::Template(template) => (*template, binding.outer),
            Meaning::Argument(value) if arguments.is_empty() => return Ok(value.clone()),
            Meaning::Argument(_) => return wrong_count(name, arguments.len(), 0),
        };
        if arguments.len() != template.parameters.len() {
            return wrong_count(name, arguments.len(), template.parameters.len());
        }
        for (parameter, value) in template.parameters.iter().zip(arguments) {
            scope = Some(self.bind(parameter, scope, Meaning::Argument(value)));
        }
        self.expand(&template.body, scope)
    }

    /// The value of a name that must be known.
    fn value(&mut self, name: &Name, scope: Scope) -> Result<Value> {
        match self.find(name, scope)? {
            Some(index) => self.apply(index, name, Vec::new()),
            None => fault(name.span, format!("there is no template `{}`", name.text)),
        }
    }

    fn text(&mut self, parts: &'t [Part<'t>], scope: Scope) -> Result<Vec<u8>> {
        let mut text = Vec::new();
        for part in parts {
            match part {
                Part::Quoted(quoted, span) => match unquote(quoted) {
                    Some(bytes) => text.extend(bytes),
                    None => return fault(*span, "the text has an escape that is not valid"),
                },
                Part::Name(name) => match self.value(name, scope)? {
                    Value::Text(bytes) => {
                        self.steps += bytes.len();
                        text.extend_from_slice(&bytes);
                    }
                    _ => return fault(name.span, format!("the template `{}` is not a text", name.text)),
                },
            }
        }
        Ok(text)
    }

    fn duration(&mut self, name: &Name, scope: Scope) -> Result<()> {
        match self.value(name, scope)? {
            Value::Number { is_duration: true } => Ok(()),
            _ => fault(name.span, format!("the template `{}` is not a length of time", name.text)),
        }
    }

    /// Label names: an argument of a template stands for the name, or the names in parentheses, that it was given.
    fn labels(&mut self, labels: &[Name], scope: Scope) -> Result<()> {
        for label in labels {
            let Some(binding) = self.find(label, scope)?.and_then(|index| self.bindings.get(index)) else {
                continue;
            };
            let fits = match &binding.meaning {
                Meaning::Template(Template { parameters, body, .. }) => {
                    !parameters.is_empty() || matches!(body, Expr::Parens(names) if names.is_empty())
                }
                Meaning::Argument(Value::Parens(values)) => values.iter().all(is_bare_name),
                Meaning::Argument(value) => is_bare_name(value),
            };
            if !fits {
                return fault(label.span, format!("the template `{}` is not a label name", label.text));
            }
        }
        Ok(())
    }

    fn call(
        &mut self,
        name: &'t Name,
        arguments: &'t [Expr<'t>],
        labels: &'t [Name],
        scope: Scope,
    ) -> Result<Value> {
        let values = self.expand_all(arguments, scope)?;
        if let Some(index) = self.find(name, scope)? {
            return self.apply(index, name, values);
        }
        if let Some(arity) = functions::template_arity(&name.text) {
            return if values.len() == arity {
                Ok(faulty(&values).unwrap_or(Value::Other))
            } else {
                wrong_count(name, values.len(), arity)
            };
        }
        self.labels(labels, scope)?;
        if !functions::exists(&name.text) {
            let message = format!("there is no function `{}`", name.text);
            return Ok(Value::Faulty(MetricsqlError::new(name.span, message)));
        }
        Ok(faulty(&values).unwrap_or(Value::Other))
    }

    fn metric(&mut self, metric: &'t Metric<'t>, scope: Scope) -> Result<Value> {
        let mut selector = Selector {
            has_name: metric.name.is_some(),
            has_filters: false,
            has_or: metric.groups.len() > 1,
            rolled: false,
        };
        let mut template = metric.name.clone();
        for group in &metric.groups {
            let mut name = metric.name.as_ref().map(|name| name.text.clone()).unwrap_or_default();
            for filter in group {
                match self.filter(filter, scope)? {
                    None => selector.has_filters = true,
                    Some(found) => set_name(&mut name, &found)?,
                }
            }
            if !name.is_empty() {
                selector.has_name = true;
                template = Some(Name { text: name, span: metric.span });
            }
        }
        let Some(name) = template else { return Ok(Value::Metric(selector)) };
        let Some(index) = self.find(&name, scope)?.filter(|&index| self.takes_nothing(index)) else {
            return Ok(Value::Metric(selector));
        };
        self.merged(index, &name, selector)
    }

    fn takes_nothing(&self, index: usize) -> bool {
        self.bindings.get(index).is_none_or(|binding| match &binding.meaning {
            Meaning::Template(template) => template.parameters.is_empty(),
            Meaning::Argument(_) => true,
        })
    }

    /// The template at `index` in the place of the metric's name, with the filters of the selector.
    fn merged(&mut self, index: usize, name: &Name, selector: Selector) -> Result<Value> {
        let value = self.apply(index, name, Vec::new())?;
        match value {
            value if !selector.has_filters && !selector.has_or => Ok(value),
            Value::Metric(inner) if inner.has_or && selector.has_or => {
                fault(name.span, format!("`or` is both in the template `{}` and here", name.text))
            }
            Value::Metric(inner) => Ok(Value::Metric(Selector {
                has_filters: true,
                has_or: inner.has_or || selector.has_or,
                ..inner
            })),
            _ => fault(
                name.span,
                format!("the template `{}` is not a series, so it takes no filters", name.text),
            ),
        }
    }

    /// Checks a filter; returns the name of the metric, if that is what it filters by.
    fn filter(&mut self, filter: &'t Filter<'t>, scope: Scope) -> Result<Option<Name>> {
        match filter {
            Filter::Name { name, quoted } => {
                if *quoted && self.find(name, scope)?.is_none() {
                    return Ok(Some(name.clone()));
                }
                match self.value(name, scope)? {
                    Value::Metric(inner) if !inner.has_name && !inner.has_or && !inner.rolled => Ok(None),
                    _ => {
                        fault(name.span, format!("the template `{}` is not `{{…}}` without `or`", name.text))
                    }
                }
            }
            Filter::Label { label, matches, value, span } => {
                let text = self.text(value, scope)?;
                if label == "__name__" && *matches == Match::Equal {
                    return Ok(Some(Name { text: String::from_utf8_lossy(&text).into_owned(), span: *span }));
                }
                if *matches == Match::Regex {
                    check_regex(&text, *span)?;
                }
                Ok(None)
            }
        }
    }
}

/// Names the metric; it may have the same name twice.
fn set_name(name: &mut String, found: &Name) -> Result<()> {
    if !name.is_empty() && *name != found.text {
        return fault(found.span, format!("the metric has two names, `{name}` and `{}`", found.text));
    }
    name.clone_from(&found.text);
    Ok(())
}

/// A pattern is only checked between the anchors that it gets, so `a)|(b` is valid.
fn check_regex(pattern: &[u8], span: Span) -> Result<()> {
    let Ok(pattern) = std::str::from_utf8(pattern) else {
        return fault(span, "the regular expression is not UTF-8");
    };
    regexp::check(&format!("^(?:{pattern})$")).or_else(|message| fault(span, message))
}

fn is_bare_name(value: &Value) -> bool {
    matches!(value, Value::Metric(selector)
        if selector.has_name && !selector.has_filters && !selector.has_or && !selector.rolled)
}

fn wrong_count<T>(name: &Name, given: usize, wanted: usize) -> Result<T> {
    fault(name.span, format!("the template `{}` takes {wanted} arguments, not {given}", name.text))
}
