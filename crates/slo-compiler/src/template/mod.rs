//! Go templates, as far as SLI queries need them: the whole language, over a datum with the one field `window`.
//!
//! In: the text of a query, then a window such as `5m` for each of its rules. Out: PromQL with the window filled in, the
//! way back from its bytes to those of the template ([`Rendered`]), or a [`TemplateError`] in the words of Go's
//! `text/template`. Keeps: no template can hang, exhaust memory or overflow the stack; each limit ends in an error.
//!
//! Nearly all queries hold nothing but `{{ .window }}`. They are never parsed: [`Template::parse`] finds their holes in
//! one scan, and rendering copies slices.
//!
//! ```
//! use slo_compiler::template::{MissingKey, Template};
//!
//! let query = Template::parse("expr", "rate(errors_total[{{ .window }}])")?;
//! let mut promql = String::new();
//! query.render("5m", MissingKey::Error, &mut promql)?;
//! assert_eq!(promql, "rate(errors_total[5m])");
//! # Ok::<(), slo_compiler::template::TemplateError>(())
//! ```

mod ast;
mod builtin;
mod compare;
mod dialect;
mod error;
mod escape;
mod exec;
mod format;
mod holes;
mod lex;
mod number;
mod parse;
mod quote;
mod rendered;
mod token;
mod value;

pub use dialect::Dialect;
pub use error::TemplateError;
pub use holes::{mentions_window, unknown_field};
pub use rendered::Rendered;

use crate::diagnostic::Span;
use ast::Program;
use exec::{MAX_OUTPUT, Source};
use rendered::Sink;

/// What a field that the datum does not have renders to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingKey {
    /// The text `<no value>`.
    NoValue,
    /// Nothing: it is an error.
    Error,
}

/// A template that can be rendered.
#[derive(Clone, Debug)]
pub struct Template {
    name: &'static str,
    text: String,
    body: Body,
}

/// How a template is rendered.
#[derive(Clone, Debug)]
enum Body {
    /// By putting the window into these holes.
    Holes(Vec<Span>),
    /// By running it.
    Program(Program),
}

impl Template {
    /// Reads the template of an SLI query. Its name is what error texts call it.
    ///
    /// # Errors
    /// The first thing that is not right in the text.
    pub fn parse(name: &'static str, text: &str) -> Result<Self, TemplateError> {
        Self::parse_with(name, text, &Dialect::SLI)
    }

    /// Reads a template that may name the functions and variables of a dialect.
    ///
    /// # Errors
    /// The first thing that is not right in the text.
    pub fn parse_with(name: &'static str, text: &str, dialect: &Dialect) -> Result<Self, TemplateError> {
        let body = match holes::scan(text) {
            Some(holes) => Body::Holes(holes),
            None => Body::Program(parse::parse(name, text, dialect)?),
        };
        Ok(Self { name, text: text.to_owned(), body })
    }

    /// The text that was parsed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the window goes, when there are no other actions than `{{ .window }}`.
    #[must_use]
    pub fn holes(&self) -> Option<&[Span]> {
        match &self.body {
            Body::Holes(holes) => Some(holes),
            Body::Program(_) => None,
        }
    }

    /// Appends the text for a window to `out`. After an error `out` may hold a part of it, as with the reference.
    ///
    /// # Errors
    /// What went wrong while the template ran, in the reference's words; or a limit that it met.
    pub fn render(&self, window: &str, missing: MissingKey, out: &mut String) -> Result<(), TemplateError> {
        match &self.body {
            Body::Holes(holes) => {
                self.fill(holes, window, out);
                Ok(())
            }
            Body::Program(program) => {
                self.run(program, window, missing, &mut Sink::new(out, MAX_OUTPUT, false))
            }
        }
    }

    /// The text for a window, with the way back to the template; an unknown field renders as `<no value>`.
    ///
    /// # Errors
    /// As [`Template::render`].
    pub fn render_mapped(&self, window: &str) -> Result<Rendered, TemplateError> {
        let mut text = String::new();
        let mut sink = Sink::new(&mut text, usize::MAX, true);
        match &self.body {
            Body::Holes(holes) => {
                for (before, hole) in self.pieces(holes) {
                    sink.push(self.slice(before).as_bytes(), before, true);
                    if let Some(hole) = hole {
                        sink.push(window.as_bytes(), hole, false);
                    }
                }
            }
            Body::Program(program) => {
                sink = Sink::new(&mut text, MAX_OUTPUT, true);
                self.run(program, window, MissingKey::NoValue, &mut sink)?;
            }
        }
        Ok(sink.into_rendered())
    }

    fn run(
        &self,
        program: &Program,
        window: &str,
        missing: MissingKey,
        sink: &mut Sink<'_>,
    ) -> Result<(), TemplateError> {
        exec::run(Source { name: self.name, text: &self.text, program }, window, missing, sink)
    }

    fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Literal texts, each with the hole behind it; the last one has none.
    fn pieces<'t>(&'t self, holes: &'t [Span]) -> impl Iterator<Item = (Span, Option<Span>)> + 't {
        let starts = std::iter::once(0).chain(holes.iter().map(|hole| hole.end));
        let behind = holes.iter().copied().map(Some).chain(std::iter::once(None));
        starts.zip(behind).map(|(start, hole)| {
            let end = hole.map_or(self.text.len(), |hole| hole.start);
            (Span::new(start, end), hole)
        })
    }

    fn fill(&self, holes: &[Span], window: &str, out: &mut String) {
        out.reserve(self.text.len() + holes.len() * window.len());
        for (before, hole) in self.pieces(holes) {
            out.push_str(self.slice(before));
            if hole.is_some() {
                out.push_str(window);
            }
        }
    }
}

#[cfg(test)]
mod tests;
