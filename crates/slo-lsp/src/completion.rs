//! What may be written at the cursor.
//!
//! In: a file, which need not be valid YAML, and an offset. Out: fields, values, plugin ids and options, and the words of
//! `PromQL`. Fields that are already there are left out.

use lsp_types::{CompletionItem, CompletionItemKind, Documentation, MarkupContent, MarkupKind, TextEdit};
use slo_compiler::diagnostic::{FieldPath, Segment, Span};
use slo_compiler::promql::Function;
use slo_compiler::promql::ast::AggregateOp;
use slo_compiler::schema::Kind;

use crate::analysis::{Analysis, Here};
use crate::fields::{self, Field};
use crate::outline::{self, Cursor, Line};
use crate::promql;

/// The first lines of each kind of spec.
#[rustfmt::skip] // a table
const STARTS: &[(&str, &str, &str)] = &[
    ("version", "version: prometheus/v1\nservice: ", "A spec in Sloth's own format."),
    ("apiVersion: sloth.slok.dev/v1", "apiVersion: sloth.slok.dev/v1\nkind: PrometheusServiceLevel\nmetadata:\n  name: ", "A spec as a Kubernetes object."),
    ("apiVersion: openslo/v1alpha", "apiVersion: openslo/v1alpha\nkind: SLO\nmetadata:\n  name: ", "A spec in OpenSLO."),
];

/// The completions at `offset`. `trigger` is the character that asked for them, unless it was the user.
pub(crate) fn complete(analysis: &Analysis, offset: usize, trigger: Option<&str>) -> Vec<CompletionItem> {
    let here = analysis.here(offset);
    let make = |typed: Span| Maker { analysis, typed: typed.shifted(here.start) };
    match outline::cursor(here.before) {
        Cursor::Nowhere => Vec::new(),
        Cursor::Key { parent, typed } => match here.kind {
            Some(kind) => keys(kind, &parent, &outline::lines(here.whole), make(typed)),
            None if parent.segments().is_empty() => starts(here, make(typed)),
            None => Vec::new(),
        },
        Cursor::Value { path, typed } => {
            let (Some(kind), Some(Segment::Key(name))) = (here.kind, path.segments().last()) else {
                return Vec::new();
            };
            if promql::is_query(name) {
                if trigger == Some(" ") {
                    return Vec::new(); // a query has many spaces, and a list at each would be in the way
                }
                let written = here.before.get(typed.range()).unwrap_or_default();
                return query(written, typed.end, make);
            }
            values(kind, &path, make(typed))
        }
    }
}

/// Makes items that replace what is typed already.
#[derive(Clone, Copy)]
struct Maker<'a> {
    analysis: &'a Analysis,
    /// In the file.
    typed: Span,
}

impl Maker<'_> {
    fn item(self, label: &str, kind: CompletionItemKind, text: String, about: &str) -> CompletionItem {
        let markup = MarkupContent { kind: MarkupKind::Markdown, value: about.to_owned() };
        let edit = TextEdit { range: self.analysis.text.range(self.typed), new_text: text };
        CompletionItem {
            label: label.to_owned(),
            kind: Some(kind),
            documentation: (!about.is_empty()).then_some(Documentation::MarkupContent(markup)),
            text_edit: Some(edit.into()),
            ..CompletionItem::default()
        }
    }
}

fn starts(here: Here<'_>, maker: Maker<'_>) -> Vec<CompletionItem> {
    // A document that holds something is one of another kind.
    if here.whole.contains(':') {
        return Vec::new();
    }
    let item = |(label, text, about): &(&str, &str, &str)| {
        maker.item(label, CompletionItemKind::Snippet, (*text).to_owned(), about)
    };
    STARTS.iter().map(item).collect()
}

fn keys(kind: Kind, parent: &FieldPath, lines: &[Line], maker: Maker<'_>) -> Vec<CompletionItem> {
    let present: Vec<&str> =
        lines.iter().filter(|line| line.parent == *parent).map(|line| line.key.as_str()).collect();
    let options = plugin_options(parent, lines)
        .into_iter()
        .map(|(name, about)| maker.item(name, CompletionItemKind::Property, format!("{name}: "), about));
    let fields = Field::at(kind, parent).map(Field::fields).unwrap_or_default();
    let fields = fields.into_iter().filter(|(name, _)| !present.contains(name)).map(|(name, field)| {
        let opens = matches!(field.holds(), "mapping" | "list");
        let text = if opens { format!("{name}:") } else { format!("{name}: ") };
        let required = if field.required { "required" } else { "" };
        CompletionItem {
            detail: Some(format!("{} {required}", field.holds()).trim().to_owned()),
            sort_text: Some(format!("{}{name}", u8::from(!field.required))),
            ..maker.item(name, CompletionItemKind::Field, text, field.description())
        }
    });
    fields.chain(options.filter(|option| !present.contains(&option.label.as_str()))).collect()
}

/// The options of the SLI plugin whose `options` are at `path`.
fn plugin_options(path: &FieldPath, lines: &[Line]) -> Vec<(&'static str, &'static str)> {
    let Some(Segment::Key(last)) = path.segments().last() else { return Vec::new() };
    let Some(options) = lines.iter().find(|line| line.path == *path).filter(|_| last == "options") else {
        return Vec::new();
    };
    let id = lines.iter().find(|line| line.parent == options.parent && line.key == "id");
    id.map(|id| fields::plugin_options(&id.value)).unwrap_or_default()
}

fn values(kind: Kind, path: &FieldPath, maker: Maker<'_>) -> Vec<CompletionItem> {
    let choices = Field::at(kind, path).map(Field::choices).unwrap_or_default();
    choices
        .into_iter()
        .map(|(value, about)| maker.item(&value, CompletionItemKind::Value, value.clone(), about))
        .collect()
}

/// The words of a query whose text so far is `written` and ends at `end` of the document.
fn query<'a>(written: &str, end: usize, make: impl Fn(Span) -> Maker<'a>) -> Vec<CompletionItem> {
    let window = || {
        let open = written.rfind('[').map_or(written.len(), |at| at + 1);
        let typed = Span::new(end - (written.len() - open), end);
        let about = "The window: each window of the rules in turn.";
        vec![make(typed).item("{{.window}}", CompletionItemKind::Variable, "{{.window}}".to_owned(), about)]
    };
    match place(written) {
        Place::Range => window(),
        Place::Text => Vec::new(),
        Place::Expression => {
            let in_word = |letter: &char| letter.is_alphanumeric() || *letter == '_';
            let length: usize = written.chars().rev().take_while(in_word).map(char::len_utf8).sum();
            words(make(Span::new(end - length, end)))
        }
    }
}

/// Where in a query its end is.
enum Place {
    Expression,
    /// Between brackets.
    Range,
    /// Between quotes or braces, or in a comment: names that only a Prometheus knows.
    Text,
}

fn place(query: &str) -> Place {
    let (mut quote, mut escaped, mut comment) = (None, false, false);
    let (mut braces, mut brackets) = (0_u32, 0_u32);
    for letter in query.chars() {
        match (quote, letter) {
            _ if comment => comment = letter != '\n',
            (Some('"' | '\''), '\\') if !escaped => {
                escaped = true;
                continue;
            }
            (Some(open), _) if open == letter && !escaped => quote = None,
            (None, '"' | '\'' | '`') => quote = Some(letter),
            (None, '#') => comment = true,
            (None, '{') if brackets == 0 => braces += 1,
            (None, '}') if brackets == 0 => braces = braces.saturating_sub(1),
            (None, '[') => brackets += 1,
            (None, ']') => brackets = brackets.saturating_sub(1),
            _ => {}
        }
        escaped = false;
    }
    match (quote, braces, brackets) {
        (None, 0, 0) if !comment => Place::Expression,
        (None, 0, _) if !comment => Place::Range,
        _ => Place::Text,
    }
}

fn words(maker: Maker<'_>) -> Vec<CompletionItem> {
    let functions =
        Function::all().iter().filter(|function| !function.experimental).map(|function| CompletionItem {
            detail: Some(promql::signature(function)),
            ..maker.item(function.name, CompletionItemKind::Function, function.name.to_owned(), "")
        });
    let aggregations = AggregateOp::ALL.iter().filter(|op| !op.is_experimental()).map(|op| {
        maker.item(op.as_str(), CompletionItemKind::Function, op.as_str().to_owned(), op.summary())
    });
    let keywords = promql::KEYWORDS
        .iter()
        .map(|(word, about)| maker.item(word, CompletionItemKind::Keyword, (*word).to_owned(), about));
    functions.chain(aggregations).chain(keywords).collect()
}
