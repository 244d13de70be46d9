//! What is wrong with a YAML text.
//!
//! The words are those that YAML tools of the libyaml family share, because people search for them and scripts match them.

use std::borrow::Cow;

use super::cursor::Mark;

/// Who found it. go-yaml counts lines differently for each of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layer {
    /// Characters to tokens.
    Scanner,
    /// Tokens to nodes.
    Parser,
    /// Nodes to values; these errors have no line.
    Composer,
}

/// A text that is not YAML, or too much of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    pub(crate) layer: Layer,
    pub(crate) problem: Cow<'static, str>,
    /// Where it was noticed.
    pub(crate) at: Mark,
    /// Where the thing began that it is part of.
    pub(crate) context: Option<Mark>,
    /// Whether it is one of our bounds, not an error of the text.
    pub(crate) limit: bool,
}

impl SyntaxError {
    pub(crate) fn scanner(context: Mark, problem: &'static str, at: Mark) -> Self {
        Self { layer: Layer::Scanner, problem: problem.into(), at, context: Some(context), limit: false }
    }

    pub(crate) fn parser(context: Option<Mark>, problem: &'static str, at: Mark) -> Self {
        Self { layer: Layer::Parser, problem: problem.into(), at, context, limit: false }
    }

    pub(crate) fn composer(problem: impl Into<Cow<'static, str>>, at: Mark) -> Self {
        Self { layer: Layer::Composer, problem: problem.into(), at, context: None, limit: false }
    }

    pub(crate) fn limit(problem: impl Into<Cow<'static, str>>, at: Mark) -> Self {
        Self { limit: true, ..Self::composer(problem, at) }
    }

    /// The text of go-yaml v2: `yaml: line 3: did not find expected key`.
    ///
    /// Its parser errors name the line before the one meant, and errors in the first line name none.
    pub(crate) fn reference(&self) -> String {
        let line = match (self.layer, self.at.line, self.context) {
            (Layer::Composer, ..) | (_, 0, None) => 0,
            (_, 0, Some(context)) => context.line,
            (Layer::Scanner, line, _) => line + 1,
            (Layer::Parser, line, _) => line,
        };
        match line {
            0 => format!("yaml: {}", self.problem),
            line => format!("yaml: line {line}: {}", self.problem),
        }
    }
}
