//! Problems for people: source lines with the problem underlined, what to do about it, and where to read more.
//!
//! Drawing is the work of `annotate-snippets`; here is decided what it gets to see. It gets the lines of the problem, not the
//! file, and never a long piece of it, so that many problems in a large file take time in proportion to their number.

use std::borrow::Cow;

use annotate_snippets::{
    AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str,
};
use slo_compiler::diagnostic::{Diagnostic, Severity};

use super::{FileReport, LineIndex, Region, Style};

/// A problem of more lines is shown by its first one.
const MOST_LINES: usize = 6;

/// Lines of more bytes are not shown: nobody reads them, and a file can be one line.
const LONGEST_LINE: usize = 4096;

pub(super) fn render(files: &[FileReport<'_>], style: Style) -> String {
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() }.term_width(style.width);
    let mut output = String::new();
    for file in files {
        let lines = LineIndex::new(file.text);
        for diagnostic in file.diagnostics {
            output += &renderer.render(&[problem(file, &lines, diagnostic)]);
            output += "\n\n";
        }
    }
    if let Some(summary) = summary(files) {
        output += &renderer.render(&[Group::with_title(summary)]);
        output.push('\n');
    }
    output
}

fn problem<'a>(file: &FileReport<'a>, lines: &LineIndex<'a>, diagnostic: &'a Diagnostic) -> Group<'a> {
    let code = diagnostic.code;
    let title = level(diagnostic.severity).primary_title(&diagnostic.message);
    let mut group = title.id(code.as_str()).id_url(code.doc_url()).element(place(file, lines, diagnostic));
    if let Some(subject) = subject(diagnostic) {
        group = group.element(Level::NOTE.message(subject));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(normalize_untrusted_str(help)));
    }
    if let Some(fix) = &diagnostic.fix {
        let order = format!("{}; `slo check --fix` does it", fix.title);
        group = group.element(Level::HELP.with_name("fix").message(normalize_untrusted_str(&order)));
    }
    group.element(Level::NOTE.with_name("docs").message(code.doc_url()))
}

const fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    }
}

/// The problem's source lines, or only its line and column where they are too long to show.
fn place<'a>(file: &FileReport<'a>, lines: &LineIndex<'a>, diagnostic: &Diagnostic) -> Element<'a> {
    let Some(span) = diagnostic.span else { return Origin::path(file.path).into() };
    let Region { start, end, bytes } = lines.region(span);
    let first = lines.line(start.line);
    let (last, label) = if end.line - start.line < MOST_LINES {
        (end.line, None)
    } else {
        (start.line, Some(format!("from here to line {}", end.line)))
    };
    let shown = first.start..lines.line(last).end;
    let too_long = (start.line..=last).any(|line| lines.line(line).len() > LONGEST_LINE);
    let Some(source) = file.text.get(shown.clone()).filter(|_| !too_long) else {
        return Origin::path(file.path).line(start.line).char_column(start.column).into();
    };
    // A problem behind the last character of a line, such as a missing bracket, is still in that line.
    let from = bytes.start.clamp(shown.start, shown.end) - shown.start;
    let to = bytes.end.clamp(shown.start, shown.end) - shown.start;
    Snippet::source(source)
        .path(file.path)
        .line_start(start.line)
        .annotation(AnnotationKind::Primary.span(from..to).label(label.map(Cow::Owned)))
        .into()
}

/// Which SLO and which field: the SLO is seldom to be seen in the lines shown, the field stands in for a missing place.
fn subject(diagnostic: &Diagnostic) -> Option<String> {
    let slo = diagnostic.slo.as_ref().map(|slo| format!("SLO {slo}"));
    let field = diagnostic.field().map(ToString::to_string).filter(|field| !field.is_empty());
    let parts: Vec<_> = slo.into_iter().chain(field.map(|field| format!("field {field}"))).collect();
    (!parts.is_empty()).then(|| normalize_untrusted_str(&parts.join(", ")))
}

/// `2 errors, 1 warning in 2 files`; nothing if there is nothing to tell.
fn summary(files: &[FileReport<'_>]) -> Option<annotate_snippets::Title<'static>> {
    let count = |severity| {
        let found = files.iter().flat_map(|file| file.diagnostics.iter());
        found.filter(|diagnostic| diagnostic.severity == severity).count()
    };
    let counts = [
        (count(Severity::Error), "error", Level::ERROR),
        (count(Severity::Warning), "warning", Level::WARNING),
        (count(Severity::Info), "note", Level::INFO),
    ];
    let (_, _, worst) = counts.iter().find(|(number, ..)| *number > 0)?;
    let found =
        counts.iter().filter(|(number, ..)| *number > 0).map(|(number, noun, _)| plural(*number, noun));
    let affected = files.iter().filter(|file| !file.diagnostics.is_empty()).count();
    let text = format!("{} in {}", found.collect::<Vec<_>>().join(", "), plural(affected, "file"));
    Some(worst.clone().primary_title(text))
}

fn plural(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
