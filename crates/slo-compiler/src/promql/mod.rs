//! The query language of Prometheus 3.14.
//!
//! In: the text of a query and the [`Options`] that say which experimental parts of the language are switched on. Out: its
//! tree ([`Expr`]) with the bytes of every part, or the first problem ([`ParseError`]). Accepts what Prometheus accepts, types
//! included; what it is measured against are the verdicts in `specs/promql/corpus.jsonl`.
//!
//! ```
//! use slo_compiler::promql::{self, Options, ValueType};
//!
//! let query = promql::parse("sum(rate(http_requests_total[5m]))", Options::default())?;
//! assert_eq!(query.value_type(), ValueType::InstantVector);
//!
//! let problem = promql::parse("rate(http_requests_total)", Options::default()).unwrap_err();
//! assert_eq!(problem.span.range(), 5..24);
//! # Ok::<(), slo_compiler::promql::ParseError>(())
//! ```
//!
//! ```text
//! &str ─lex─► Token ─parse─► Expr ─check─► Expr
//! ```

pub mod ast;
mod check;
mod error;
mod format;
mod functions;
mod labels;
mod lex;
mod parse;
mod problem;
mod regex;
#[cfg(test)]
mod tests;
mod token;

pub use ast::{Expr, ExprKind};
pub use error::ParseError;
pub use format::format;
pub use functions::{Function, ValueType};
pub use labels::LabelSet;

/// The deepest nesting of expressions that is read: parentheses, arguments, signs and right sides of operators.
pub const MAX_NESTING: usize = 256;

/// The largest number of nodes on a way from the root of a tree to a leaf. It is above [`MAX_NESTING`] because
/// `a + b + c …` makes a high tree without any nesting.
pub const MAX_HEIGHT: usize = 1000;

/// The label that holds the name of the metric.
pub const METRIC_LABEL: &str = "__name__";

/// The release of Prometheus whose language is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Release {
    /// 3.10, whose parser is the one inside Sloth 0.16. It does not know `</` and `>/`, holds `first_over_time` for
    /// experimental, takes `step()` and `range()` as lengths of time without a flag, and no sign before parentheses after
    /// `offset`. What it has behind flags is read as in 3.14.
    V3_10,
    /// 3.14
    #[default]
    V3_14,
}

/// Which parts of the language are switched on that Prometheus keeps behind feature flags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of Prometheus, on or off by itself")]
pub struct Options {
    /// The release that is followed.
    pub release: Release,
    /// Functions and aggregations such as `mad_over_time`, `info` or `limitk` (`promql-experimental-functions`).
    pub experimental_functions: bool,
    /// Arithmetic in ranges and offsets, as in `[5m * 2]` (`promql-duration-expr`).
    pub duration_expressions: bool,
    /// The modifiers `anchored` and `smoothed` (`promql-extended-range-selectors`).
    pub extended_range_selectors: bool,
    /// The modifiers `fill`, `fill_left` and `fill_right` (`promql-binop-fill-modifiers`).
    pub fill_modifiers: bool,
}

impl Options {
    /// Everything is switched on.
    #[must_use]
    pub const fn all() -> Self {
        Self {
            release: Release::V3_14,
            experimental_functions: true,
            duration_expressions: true,
            extended_range_selectors: true,
            fill_modifiers: true,
        }
    }
}

/// Reads a query.
///
/// # Errors
/// The first problem, of syntax before types, as Prometheus would report it.
pub fn parse(text: &str, options: Options) -> Result<Expr, ParseError> {
    let expr = parse::query(text, options).map_err(|problem| *problem)?;
    check::check(&expr).map_err(|problem| *problem)?;
    Ok(expr)
}
