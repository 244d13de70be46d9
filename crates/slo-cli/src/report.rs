//! Problems, drawn for people.
//!
//! In: the library's diagnostics of one file, and the file's bytes. Out: [`Problem`]s that no longer need the bytes, so
//! that it can be dropped, and lines such as `specs/a.yml:12:9: error[promql/syntax]: unexpected end of query`.

use std::cell::OnceCell;
use std::fmt;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use slo_compiler::diagnostic::{Code, Diagnostic, Place, Severity};

/// One problem of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// The file, as it was named.
    pub(crate) file: String,
    /// Line and column from 1, where the problem has a place.
    pub(crate) position: Option<(usize, usize)>,
    /// The document within the file, from 1; `None` where the file has only one.
    pub(crate) document: Option<usize>,
    /// What the library found.
    pub(crate) diagnostic: Diagnostic,
}

impl Problem {
    /// Makes problems of `diagnostics` of a file with these `bytes`.
    pub(crate) fn locate<'d>(
        file: &str,
        bytes: &[u8],
        diagnostics: impl IntoIterator<Item = &'d Diagnostic>,
        documents: usize,
    ) -> Vec<Self> {
        let lines = OnceCell::new(); // most files have no problem, and need not be looked through
        let position = |offset| lines.get_or_init(|| Lines::of(bytes)).position(bytes, offset);
        let locate = |diagnostic: &Diagnostic| Self {
            file: file.to_owned(),
            position: diagnostic.span.map(|span| position(span.start)),
            document: (documents > 1).then_some(diagnostic.document + 1),
            diagnostic: diagnostic.clone(),
        };
        diagnostics.into_iter().map(locate).collect()
    }

    /// A problem of a whole file, or of two files, so not found by the library.
    pub(crate) fn of_file(file: &str, code: Code, message: impl Into<String>, help: Option<&str>) -> Self {
        let mut diagnostic = Diagnostic::new(code, Place::Document, message);
        diagnostic.help = help.map(str::to_owned);
        Self { file: file.to_owned(), position: None, document: None, diagnostic }
    }

    /// Whether it keeps output from being written.
    pub(crate) fn is_error(&self) -> bool {
        self.diagnostic.severity == Severity::Error
    }
}

/// The problem in one line, and what to do about it in another one.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, position, document, diagnostic } = self;
        let colour = match diagnostic.severity {
            Severity::Error => AnsiColor::Red,
            Severity::Warning => AnsiColor::Yellow,
            Severity::Info => AnsiColor::Cyan,
        };
        let (bold, style) = (Style::new().bold(), Style::new().bold().fg_color(Some(colour.into())));
        write!(f, "{bold}{file}:")?;
        if let Some((line, column)) = position {
            write!(f, "{line}:{column}:")?;
        }
        write!(
            f,
            "{bold:#} {style}{}[{}]{style:#}: {}",
            diagnostic.severity, diagnostic.code, diagnostic.message
        )?;
        let mut details = Vec::new();
        details.extend(diagnostic.slo.as_ref().map(|slo| format!("SLO {slo}")));
        details.extend(diagnostic.field().map(ToString::to_string).filter(|field| !field.is_empty()));
        details.extend(document.map(|number| format!("document {number}")));
        if !details.is_empty() {
            write!(f, " ({})", details.join(", "))?;
        }
        match &diagnostic.help {
            Some(help) => write!(f, "\n  {bold}help{bold:#}: {help}"),
            None => Ok(()),
        }
    }
}

/// Shows problems on standard error, in colour if it is a terminal.
pub(crate) fn show<'p>(problems: impl IntoIterator<Item = &'p Problem>) {
    let mut stream = anstream::stderr().lock();
    for problem in problems {
        // When nobody reads standard error, there is nobody to tell.
        let _: io::Result<()> = writeln!(stream, "{problem}");
    }
}

/// Shows an error that has no place in a file.
pub(crate) fn error(text: &str) {
    line("error", AnsiColor::Red, text);
}

/// Shows something that is worth knowing.
pub(crate) fn note(text: &str) {
    line("note", AnsiColor::Cyan, text);
}

fn line(word: &str, colour: AnsiColor, text: &str) {
    let style = Style::new().bold().fg_color(Some(colour.into()));
    // When nobody reads standard error, there is nobody to tell.
    let _: io::Result<()> = writeln!(anstream::stderr().lock(), "{style}{word}{style:#}: {text}");
}

/// Where the lines of a text begin.
struct Lines(Vec<usize>);

impl Lines {
    fn of(bytes: &[u8]) -> Self {
        let ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        Self(std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect())
    }

    /// Line and column from 1; a column is a character.
    fn position(&self, bytes: &[u8], offset: usize) -> (usize, usize) {
        let line = self.0.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).and_then(|index| self.0.get(index)).copied().unwrap_or(0);
        let before = bytes.get(start..offset).unwrap_or_default();
        (line, String::from_utf8_lossy(before).chars().count() + 1)
    }
}

#[cfg(test)]
mod tests {
    use slo_compiler::diagnostic::{FieldPath, Span};

    use super::*;

    #[test]
    fn a_problem_names_file_position_slo_field_and_document() {
        let text = "a: 1\nü: [x]\n";
        let mut diagnostic =
            Diagnostic::new(Code::PromqlSyntax, FieldPath::root().key("ü"), "unexpected `]`");
        diagnostic.span = Some(Span::new(9, 10));
        diagnostic.slo = Some("shop-web".to_owned());
        let lines = |diagnostic: &Diagnostic, documents| {
            let problems = Problem::locate("specs/a.yml", text.as_bytes(), [diagnostic], documents);
            anstream::adapter::strip_str(&problems[0].to_string()).to_string()
        };
        assert_eq!(
            lines(&diagnostic.clone().help("close it"), 1),
            "specs/a.yml:2:4: error[promql/syntax]: unexpected `]` (SLO shop-web, ü)\n  help: close it"
        );
        diagnostic.slo = None;
        diagnostic.span = None;
        assert_eq!(
            lines(&diagnostic, 2),
            "specs/a.yml: error[promql/syntax]: unexpected `]` (ü, document 1)"
        );
    }
}
