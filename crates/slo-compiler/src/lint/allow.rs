//! Comments that allow a finding: `# slo: allow(query/fixed-range)`.
//!
//! In: the text of a file and its located diagnostics. Out: the diagnostics that no comment allows, and what is wrong with
//! the comments. Keeps: what is decided depends on lines alone. A comment speaks of its own line, or of the next line with
//! something on it if it stands alone; it allows findings that are on that line, whose field begins on it, or whose SLO
//! begins on it.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, FieldPath, Part, Place, Segment, Span};
use crate::options::LintOptions;
use crate::source::Source;
use crate::spec::Document;

use super::{is_across, is_allowable};

/// The words after the number sign and blanks.
const MARKER: &str = "slo: allow(";

/// The allow comments of a file.
#[derive(Debug, Default)]
pub(crate) struct Allows {
    /// The offset at which each line begins; empty where there is no comment.
    lines: Vec<usize>,
    /// In the order of the text, which is also that of the lines they speak of.
    list: Vec<Allow>,
    /// The last line that a comment which stands alone was found to speak of.
    next: usize,
}

/// One code in a comment.
#[derive(Debug)]
struct Allow {
    /// The line it speaks of, from 0.
    line: usize,
    /// What is written, and where.
    text: String,
    span: Span,
    /// `None` where there is no such code, or none that can be allowed.
    code: Option<Code>,
    used: bool,
}

/// Leaves out of `diagnostics` what comments allow, and adds what is wrong with the comments.
pub(crate) fn apply(
    source: &Source,
    documents: &[Document],
    diagnostics: Diagnostics,
    options: &LintOptions,
) -> Diagnostics {
    let mut allows = Allows::read(source.bytes());
    if allows.list.is_empty() {
        return diagnostics;
    }
    let mut left = Diagnostics::default();
    for diagnostic in diagnostics {
        let document = documents.get(diagnostic.document);
        let allowed =
            is_allowable(diagnostic.code) && allows.allow(diagnostic.code, &places(&diagnostic, document));
        if !allowed {
            left.push(diagnostic);
        }
    }
    // Where something does not compile, lints have not seen everything that comments may speak of.
    let complete = !left.has_errors();
    for allow in &allows.list {
        let mut problem = match allow.code {
            None => unknown(allow),
            Some(code) if complete && !allow.used && can_be_unused(code, options) => unused(allow, code),
            Some(_) => continue,
        };
        let Some(severity) = options.severity(problem.code) else { continue };
        problem.severity = severity;
        let begun = documents.partition_point(|document| document.span().start <= allow.span.start);
        problem.document = begun.saturating_sub(1);
        problem.span = Some(allow.span);
        left.push(problem);
    }
    left
}

/// Whether a finding of `code` would have been there to be allowed: lints of the whole run come later.
fn can_be_unused(code: Code, options: &LintOptions) -> bool {
    !is_across(code) && options.severity(code).is_some()
}

fn unknown(allow: &Allow) -> Diagnostic {
    let known = Code::ALL.iter().any(|code| code.as_str() == allow.text);
    let message = if known {
        format!("`{}` is an error that cannot be allowed", allow.text)
    } else {
        format!("there is no lint `{}`", allow.text)
    };
    Diagnostic::new(Code::LintUnknownCode, Place::Bytes(allow.span), message)
        .help("write the code that is shown with a finding, such as `query/fixed-range`")
}

fn unused(allow: &Allow, code: Code) -> Diagnostic {
    Diagnostic::new(
        Code::LintUnusedAllow,
        Place::Bytes(allow.span),
        format!("there is no finding of `{code}` here"),
    )
    .help("take the comment away, or put it on the line of the finding or the line above")
}

/// The offsets of what a comment may speak of: the finding, the key of its field, the first line of its SLO.
fn places(diagnostic: &Diagnostic, document: Option<&Document>) -> Vec<usize> {
    let mut places: Vec<usize> = diagnostic.span.iter().map(|span| span.start).collect();
    if let (Some(document), Place::Field(path, _)) = (document, &diagnostic.place) {
        places.push(document.locate(&Place::Field(path.clone(), Part::Key)).start);
        places.extend(slo(path).map(|slo| document.locate(&slo.into()).start));
    }
    places
}

/// The SLO that a field belongs to: all kinds of spec have a list of them.
fn slo(path: &FieldPath) -> Option<FieldPath> {
    let index = path.segments().iter().position(|segment| matches!(segment, Segment::Index(_)))?;
    let mut slo = FieldPath::root();
    for segment in path.segments().iter().take(index + 1) {
        slo = match segment {
            Segment::Key(key) => slo.key(key.clone()),
            Segment::Index(index) => slo.index(*index),
        };
    }
    Some(slo)
}

impl Allows {
    /// The comments of a text.
    pub(crate) fn read(bytes: &[u8]) -> Self {
        if memchr::memmem::find(bytes, MARKER.as_bytes()).is_none() {
            return Self::default();
        }
        let mut allows = Self { lines: line_starts(bytes), ..Self::default() };
        for at in memchr::memmem::find_iter(bytes, MARKER.as_bytes()) {
            allows.add(bytes, at);
        }
        allows
    }

    /// Reads the comment whose marker is at `at`.
    fn add(&mut self, bytes: &[u8], at: usize) {
        let line = self.line(at);
        let start = self.lines.get(line).copied().unwrap_or_default();
        let before = bytes.get(start..at).unwrap_or_default().trim_ascii_end();
        let Some(outside) = before.strip_suffix(b"#") else { return };
        if !outside.is_empty() && outside.trim_ascii_end().len() == outside.len() {
            return; // a number sign inside a word does not begin a comment
        }
        let line = if outside.trim_ascii().is_empty() { self.next_with_content(bytes, line) } else { line };
        let first = at + MARKER.len();
        let rest = bytes.get(first..).unwrap_or_default();
        let end = rest.iter().position(|byte| b")\r\n".contains(byte)).unwrap_or(rest.len());
        let list = String::from_utf8_lossy(rest.get(..end).unwrap_or_default()).into_owned();
        let mut offset = first;
        for item in list.split(',') {
            let text = item.trim();
            let start = offset + (item.len() - item.trim_start().len());
            let code = Code::ALL.iter().copied().find(|code| code.as_str() == text && is_allowable(*code));
            let span = Span::new(start, start + text.len());
            self.list.push(Allow { line, text: text.to_owned(), span, code, used: false });
            offset += item.len() + 1;
        }
    }

    /// Whether a comment speaks of `code` and of the line of one of these offsets; it counts as used then.
    pub(crate) fn allow(&mut self, code: Code, offsets: &[usize]) -> bool {
        if self.list.is_empty() {
            return false;
        }
        let mut allowed = false;
        for offset in offsets {
            let line = self.line(*offset);
            let first = self.list.partition_point(|allow| allow.line < line);
            let of_line = self.list.iter_mut().skip(first).take_while(|allow| allow.line == line);
            for allow in of_line.filter(|allow| allow.code == Some(code)) {
                allow.used = true;
                allowed = true;
            }
        }
        allowed
    }

    fn line(&self, offset: usize) -> usize {
        self.lines.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// The first line after `line` that holds more than blanks and a comment. Lines are asked for in order, so a line that
    /// was found for an earlier one and is still ahead is the answer again.
    fn next_with_content(&mut self, bytes: &[u8], line: usize) -> usize {
        if self.next > line {
            return self.next;
        }
        let has_content = |line: &usize| {
            let start = self.lines.get(*line).copied().unwrap_or_default();
            let end = self.lines.get(line + 1).copied().unwrap_or(bytes.len());
            let text = bytes.get(start..end).unwrap_or_default().trim_ascii();
            !text.is_empty() && !text.starts_with(b"#")
        };
        self.next = (line + 1..self.lines.len()).find(has_content).unwrap_or(self.lines.len());
        self.next
    }
}

fn line_starts(bytes: &[u8]) -> Vec<usize> {
    std::iter::once(0).chain(memchr::memchr_iter(b'\n', bytes).map(|end| end + 1)).collect()
}
