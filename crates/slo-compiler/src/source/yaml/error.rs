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

const UTF_8: &str = "save the file as UTF-8";
const SPACES: &str = "indent with spaces";

/// What is usually behind a problem.
#[rustfmt::skip] // a table
const HELP: &[(&str, &str)] = &[
    ("found a tab character that violates indentation",            SPACES),
    ("found a tab character where an indentation space is expected", SPACES),
    ("found character that cannot start any token",                "put a text that begins with one of `@ ` % |` in quotes; a tab cannot indent"),
    ("mapping values are not allowed in this context",             "put a text that holds `: ` in quotes, and give the entries of a mapping the same indentation"),
    ("could not find expected ':'",                                "a mapping has lines `key: value`; put a text of several lines behind `|`"),
    ("did not find expected key",                                  "give the entries of a mapping the same indentation; the line above may be the wrong one"),
    ("did not find expected '-' indicator",                        "give the entries of a list the same indentation; the line above may be the wrong one"),
    ("did not find expected ',' or ']'",                           "close the `[` before it"),
    ("did not find expected ',' or '}'",                           "close the `{` before it; put a text that begins with `{{` in quotes"),
    ("found unexpected end of stream",                             "close the quote before it"),
    ("found unknown escape character",                             "write `\\\\` for a backslash in double quotes, or use single quotes"),
    ("control characters are not allowed",                         "take the character away, or write it as an escape in double quotes"),
    ("invalid leading UTF-8 octet",                                UTF_8),
    ("invalid trailing UTF-8 octet",                               UTF_8),
    ("incomplete UTF-8 octet sequence",                            UTF_8),
    ("invalid length of a UTF-8 sequence",                         UTF_8),
    ("invalid Unicode character",                                  UTF_8),
];

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

    /// What to do about it, where the words alone do not say it.
    pub(crate) fn help(&self) -> Option<&'static str> {
        HELP.iter().find(|(problem, _)| *problem == self.problem).map(|(_, help)| *help)
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
