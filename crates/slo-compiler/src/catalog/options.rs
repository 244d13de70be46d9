//! The options of plugins: what each may hold, and what of it goes into a query.
//!
//! In: the options of a spec and the row that describes one of them. Out: the text that goes into the query, or an
//! error that names the option, in our words and in those of Sloth. Keeps: values go in as they were written; nothing
//! is escaped, so a quote in a value ends the matcher, and the query is refused later, where it is parsed.

use std::fmt;

use indexmap::IndexMap;

use super::matchers;
use crate::go::{parse, regexp};

/// An option that a plugin reads.
#[derive(Debug)]
#[non_exhaustive]
pub struct OptionSpec {
    /// Its key in the spec.
    pub name: &'static str,
    /// What it may hold.
    pub kind: OptionKind,
    /// Whether it may be left out.
    pub presence: Presence,
    /// How Sloth's error begins, without the colon.
    context: &'static str,
}

/// What an option may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OptionKind {
    /// Label matchers, such as `job="api",env!="dev"`; braces and commas around them do not count.
    Matchers,
    /// The same, but only `=` and `!=`, and with values that are not empty and hold no `=` and no comma.
    PlainMatchers,
    /// A number as Go reads it, such as `0.25`, `1e3`, `+Inf` or `0x1p-2`.
    Number,
    /// A truth value as Go reads it: if true, responses with a code of 500 and above do not count.
    ExcludeErrors,
    /// Any text; white space around it does not count.
    Text,
    /// A regular expression as Go reads it; white space around it does not count.
    Regex,
}

/// Whether an option may be left out; an empty one counts as left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Presence {
    /// It must be there.
    Required {
        /// How Sloth says that it is not.
        reference: &'static str,
    },
    /// It has this value then, which may be empty.
    Default(&'static str),
}

/// What is wrong with an option.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OptionError {
    /// The key of the option.
    pub option: &'static str,
    /// What is wrong, in one sentence without a final stop.
    pub message: String,
    /// The error text of the Go plugin.
    pub reference: String,
}

impl fmt::Display for OptionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for OptionError {}

/// `filter`, with any matchers.
pub(super) const FILTER: OptionSpec =
    OptionSpec::new("filter", OptionKind::Matchers, Presence::Default(""), "could not get filter");

/// `filter`, with plain matchers only.
pub(super) const PLAIN_FILTER: OptionSpec = OptionSpec { kind: OptionKind::PlainMatchers, ..FILTER };

/// `bucket`: the upper bound of the slowest bucket that is still good, as it stands in the label `le`.
pub(super) const BUCKET: OptionSpec = OptionSpec::new(
    "bucket",
    OptionKind::Number,
    Presence::Required { reference: r#""bucket" option is required"# },
    "could not get bucket",
);

/// `exclude_errors`, where the Go plugin reads it while it makes up the filter.
pub(super) const EXCLUDE_ERRORS: OptionSpec = OptionSpec::new(
    "exclude_errors",
    OptionKind::ExcludeErrors,
    Presence::Default(""),
    "could not get filter: could not get exclude_errors",
);

impl OptionSpec {
    /// A row of an option table; `context` is how Sloth's error begins, without the colon.
    pub(super) const fn new(
        name: &'static str,
        kind: OptionKind,
        presence: Presence,
        context: &'static str,
    ) -> Self {
        Self { name, kind, presence, context }
    }

    /// The same option where Sloth's error begins differently.
    pub(super) const fn with_context(self, context: &'static str) -> Self {
        Self { context, ..self }
    }

    /// The same option where it must be there.
    pub(super) const fn required(self, reference: &'static str) -> Self {
        Self { presence: Presence::Required { reference }, ..self }
    }

    /// The option as it goes into a query.
    pub(super) fn matcher_text(&self, options: &IndexMap<String, String>) -> Result<String, OptionError> {
        let value = self.value(options)?;
        match self.kind {
            OptionKind::Matchers => Ok(matchers::without_braces(value).to_owned()),
            OptionKind::PlainMatchers => self.plain_matchers(value).map(str::to_owned),
            OptionKind::Number => self.parsed_number(value).map(|_| value.to_owned()),
            OptionKind::ExcludeErrors => self.exclude_errors(value).map(str::to_owned),
            OptionKind::Text => Ok(value.to_owned()),
            OptionKind::Regex => self.regex(value).map(str::to_owned),
        }
    }

    /// The option as a number, to work with.
    pub(super) fn number(&self, options: &IndexMap<String, String>) -> Result<f64, OptionError> {
        self.parsed_number(self.value(options)?)
    }

    /// The value as written, or what stands for it if there is none.
    fn value<'o>(&self, options: &'o IndexMap<String, String>) -> Result<&'o str, OptionError> {
        let written = options.get(self.name).map_or("", String::as_str);
        let value = match self.kind {
            OptionKind::Text | OptionKind::Regex => written.trim(),
            _ => written,
        };
        match self.presence {
            Presence::Required { reference } if value.is_empty() => {
                Err(self.error(format!("the option `{}` is missing", self.name), reference))
            }
            Presence::Default(default) if value.is_empty() => Ok(default),
            _ => Ok(value),
        }
    }

    fn plain_matchers<'v>(&self, value: &'v str) -> Result<&'v str, OptionError> {
        let inside = matchers::without_braces(value);
        if value.is_empty() || matchers::are_plain(inside) {
            return Ok(inside);
        }
        let message = format!(
            "`{}` takes only matchers like `job=\"api\"` or `env!=\"dev\"`, without `=~`, `!~`, empty values, and \
             values with `=` or `,`",
            self.name
        );
        Err(self.error(message, &format!("invalid prometheus filter: {inside}")))
    }

    fn parsed_number(&self, value: &str) -> Result<f64, OptionError> {
        parse::parse_float(value).map_err(|error| {
            let message = format!("`{}` is `{value}`, which is not a number", self.name);
            self.error(message, &format!("not a valid {}, can't parse to float64: {error}", self.name))
        })
    }

    fn exclude_errors(&self, value: &str) -> Result<&'static str, OptionError> {
        if value.is_empty() {
            return Ok("");
        }
        let excluded = parse::parse_bool(value).map_err(|error| {
            let message = format!("`{}` is `{value}`, which is neither `true` nor `false`", self.name);
            self.error(message, &format!("not a valid {}, can't parse to bool: {error}", self.name))
        })?;
        Ok(if excluded { r#"code!~"5..""# } else { "" })
    }

    fn regex<'v>(&self, value: &'v str) -> Result<&'v str, OptionError> {
        match regexp::check(value) {
            Ok(()) => Ok(value),
            Err(error) => {
                let message = format!("`{}` is not a regular expression: {error}", self.name);
                Err(self.error(message, &format!("invalid regex: {error}")))
            }
        }
    }

    fn error(&self, message: String, reference: &str) -> OptionError {
        OptionError { option: self.name, message, reference: format!("{}: {reference}", self.context) }
    }
}
