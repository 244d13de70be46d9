//! What was found in one file.
//!
//! In: the library's diagnostics of a file, and the file's bytes. Out: [`Findings`], which keep the text only where there is
//! something to show in it, so that a thousand clean files need no memory; and lines such as
//! `specs/a.yml:12:9: error[promql/syntax]: unexpected end of query`, for Sloth's commands. Keeps: problems are in the
//! order of the file.

use std::fmt::Write;
use std::fs;

use anstyle::{AnsiColor, Style};
use slo_compiler::diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity, Span};

use crate::report::{FileReport, Region};

/// A file and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Findings {
    /// The file, as it was named.
    path: String,
    /// What it holds; empty where nothing points into it.
    text: String,
    /// Its problems, perhaps none.
    diagnostics: Diagnostics,
    /// Whether it has several documents, so that a place needs a number.
    numbered: bool,
}

impl Findings {
    /// What was found in the file at `path` with these `bytes` and that many `documents`.
    pub(crate) fn new(path: &str, bytes: &[u8], diagnostics: Diagnostics, documents: usize) -> Self {
        let mut findings =
            Self { path: path.to_owned(), numbered: documents > 1, diagnostics, ..Self::default() };
        findings.settle();
        findings.keep_text(bytes);
        findings
    }

    /// One problem of a whole file.
    pub(crate) fn of_file(path: &str, code: Code, message: impl Into<String>) -> Self {
        let diagnostics = Diagnostics::from_iter([Diagnostic::new(code, Place::Document, message)]);
        Self { path: path.to_owned(), diagnostics, ..Self::default() }
    }

    /// The problems, in the order of the file; those of the file as a whole come last.
    pub(crate) fn diagnostics(&self) -> &Diagnostics {
        &self.diagnostics
    }

    /// Adds problems that other files brought to light.
    pub(crate) fn extend(&mut self, more: impl IntoIterator<Item = Diagnostic>) {
        self.diagnostics.extend(more);
        self.settle();
        if self.text.is_empty() {
            // A file without problems of its own was let go. Spans are good for any text, should it have changed.
            self.keep_text(&fs::read(&self.path).unwrap_or_default());
        }
    }

    /// Changes every problem, or drops it.
    pub(crate) fn change(&mut self, change: impl FnMut(Diagnostic) -> Option<Diagnostic>) {
        self.diagnostics = std::mem::take(&mut self.diagnostics).into_iter().filter_map(change).collect();
    }

    /// Whether anything keeps output from being written.
    pub(crate) fn has_errors(&self) -> bool {
        self.diagnostics.has_errors()
    }

    /// The file, as it was named.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// What it holds, where a problem points into it.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// For the renderers.
    pub(crate) fn report(&self) -> FileReport<'_> {
        FileReport { path: &self.path, text: &self.text, diagnostics: &self.diagnostics }
    }

    /// Lines for people, in the form that compilers have; only errors, as Sloth's commands show no warnings.
    pub(crate) fn error_lines(&self) -> String {
        let mut lines = String::new();
        for (diagnostic, region) in self.report().located() {
            if diagnostic.severity == Severity::Error {
                lines += &self.line(diagnostic, region.as_ref());
            }
        }
        lines
    }

    /// The problem in one line, and what to do about it in another one.
    fn line(&self, diagnostic: &Diagnostic, region: Option<&Region>) -> String {
        let Self { path, numbered, .. } = self;
        let bold = Style::new().bold();
        let style = bold.fg_color(Some(AnsiColor::Red.into()));
        let Diagnostic { severity, code, message, .. } = diagnostic;
        let place = region.map(|Region { start, .. }| format!("{}:{}:", start.line, start.column));
        let mut line = format!("{bold}{path}:{}{bold:#} ", place.unwrap_or_default());
        let mut details = Vec::new();
        details.extend(diagnostic.slo.as_ref().map(|slo| format!("SLO {slo}")));
        details.extend(diagnostic.field().map(ToString::to_string).filter(|field| !field.is_empty()));
        details.extend(numbered.then(|| format!("document {}", diagnostic.document + 1)));
        // Writing to a string cannot fail.
        let _ = write!(line, "{style}{severity}[{code}]{style:#}: {message}");
        if !details.is_empty() {
            let _ = write!(line, " ({})", details.join(", "));
        }
        if let Some(help) = &diagnostic.help {
            let _ = write!(line, "\n  {bold}help{bold:#}: {help}");
        }
        line + "\n"
    }

    fn keep_text(&mut self, bytes: &[u8]) {
        if self.diagnostics.iter().any(|diagnostic| diagnostic.span.is_some()) {
            self.text = String::from_utf8_lossy(bytes).into_owned();
        }
    }

    /// Puts the problems into the order of the file.
    fn settle(&mut self) {
        let mut sorted: Vec<Diagnostic> = std::mem::take(&mut self.diagnostics).into_iter().collect();
        sorted.sort_by_key(|diagnostic| diagnostic.span.map_or(usize::MAX, |span: Span| span.start));
        self.diagnostics = sorted.into_iter().collect();
    }
}

#[cfg(test)]
mod tests {
    use slo_compiler::diagnostic::FieldPath;

    use super::*;

    fn problem(span: Option<Span>) -> Diagnostic {
        let mut diagnostic =
            Diagnostic::new(Code::PromqlSyntax, FieldPath::root().key("ü"), "unexpected `]`");
        diagnostic.span = span;
        diagnostic
    }

    fn lines(diagnostics: impl IntoIterator<Item = Diagnostic>, documents: usize) -> String {
        let text = "a: 1\nü: [x]\n".as_bytes();
        let findings = Findings::new("specs/a.yml", text, diagnostics.into_iter().collect(), documents);
        anstream::adapter::strip_str(&findings.error_lines()).to_string()
    }

    #[test]
    fn a_line_names_file_position_slo_field_and_document() {
        let mut diagnostic = problem(Some(Span::new(9, 10)));
        diagnostic.slo = Some("shop-web".to_owned());
        assert_eq!(
            lines([diagnostic.help("close it")], 1),
            "specs/a.yml:2:4: error[promql/syntax]: unexpected `]` (SLO shop-web, ü)\n  help: close it\n"
        );
        assert_eq!(
            lines([problem(None)], 2),
            "specs/a.yml: error[promql/syntax]: unexpected `]` (ü, document 1)\n"
        );
    }

    #[test]
    fn problems_come_in_the_order_of_the_file() {
        let found = [None, Some(Span::new(9, 10)), Some(Span::new(0, 1))].map(problem);
        let findings = Findings::new("a.yml", b"a: 1\nb: [x]\n", found.into_iter().collect(), 1);
        let starts: Vec<_> =
            findings.diagnostics().iter().map(|found| found.span.map(|span| span.start)).collect();
        assert_eq!(starts, [Some(0), Some(9), None]);
    }

    #[test]
    fn a_clean_file_needs_no_memory() {
        assert_eq!(Findings::new("a.yml", b"a: 1", Diagnostics::default(), 1).text, "");
    }
}
