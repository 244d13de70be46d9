//! What is wrong, and where: the one type in which every stage reports a problem.
//!
//! In: problems found by any stage. Out: [`Diagnostics`], in the order in which they were found. A diagnostic names its
//! place symbolically ([`Place`]: a field path and a part of that field); bytes of the file come last, in
//! [`crate::source::Document::locate`]. Keeps: a [`Code`] is stable, its text is never reused and never renamed.

mod code;
pub mod fix;
pub mod pages;
mod place;

pub use code::{Code, Severity};
pub use place::{FieldPath, Part, Place, Segment, Span};

use fix::Fix;

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// The kind of problem.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one sentence without a final stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The document within the source, from 0.
    pub document: usize,
    /// The id of the SLO that has the problem, once it is known.
    pub slo: Option<String>,
    /// Where, symbolically.
    pub place: Place,
    /// Where, in bytes of the source text; filled in by [`crate::compile`].
    pub span: Option<Span>,
    /// The text with which Sloth 0.16.0 ends at this problem, for scripts that match it: what follows
    /// `"generate" command failed: `.
    pub reference: Option<String>,
    /// A change of the source that solves the problem and cannot do harm.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A problem with the severity of its code, without help, in the first document.
    #[must_use]
    pub fn new(code: Code, place: impl Into<Place>, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            help: None,
            document: 0,
            slo: None,
            place: place.into(),
            span: None,
            reference: None,
            fix: None,
        }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds the text that Sloth 0.16.0 has for it.
    #[must_use]
    pub fn reference(mut self, text: impl Into<String>) -> Self {
        self.reference = Some(text.into());
        self
    }

    /// The field that has the problem, where it is one.
    #[must_use]
    pub fn field(&self) -> Option<&FieldPath> {
        match &self.place {
            Place::Field(path, _) => Some(path),
            Place::Document | Place::Bytes(_) => None,
        }
    }
}

/// The problems of a run, in the order in which they were found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds a problem.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Whether anything keeps output from being written.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.errors().next().is_some()
    }

    /// The problems that keep output from being written.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter().filter(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// All problems.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// All problems, to complete them.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, Diagnostic> {
        self.0.iter_mut()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: T) {
        self.0.extend(diagnostics);
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<T: IntoIterator<Item = Diagnostic>>(diagnostics: T) -> Self {
        Self(diagnostics.into_iter().collect())
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a mut Diagnostics {
    type Item = &'a mut Diagnostic;
    type IntoIter = std::slice::IterMut<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
