//! The functions of Prometheus 3.14, as a table.
//!
//! In: a name. Out: its [`Function`], with the types of its arguments and of its value. Letter case counts.

use std::fmt;

use super::Release;

/// The type of an expression's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueType {
    /// One number.
    Scalar,
    /// A text.
    String,
    /// One sample of each of several series.
    InstantVector,
    /// Several samples of each of several series.
    RangeVector,
}

impl ValueType {
    /// As Prometheus names it in its documentation, such as `instant vector`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Scalar => "scalar",
            Self::String => "string",
            Self::InstantVector => "instant vector",
            Self::RangeVector => "range vector",
        }
    }

    /// With its article, for a sentence.
    pub(super) const fn described(self) -> &'static str {
        match self {
            Self::Scalar => "a scalar",
            Self::String => "a string",
            Self::InstantVector => "an instant vector",
            Self::RangeVector => "a range vector",
        }
    }
}

impl fmt::Display for ValueType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What is known of a function.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// The types of its arguments.
    pub args: &'static [ValueType],
    /// The type of its value.
    pub returns: ValueType,
    /// Whether Prometheus 3.14 takes it only with experimental functions switched on.
    pub experimental: bool,
    variadic: i8,
}

impl Function {
    /// The function of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        let position = FUNCTIONS.binary_search_by_key(&name, |function| function.name).ok()?;
        FUNCTIONS.get(position)
    }

    /// All functions, in the order of their names.
    #[must_use]
    pub const fn all() -> &'static [Self] {
        FUNCTIONS
    }

    /// Whether this release takes it only with experimental functions switched on.
    #[must_use]
    pub fn is_experimental_in(&self, release: Release) -> bool {
        self.experimental || (release == Release::V3_10 && self.name == "first_over_time")
    }

    /// The smallest number of arguments.
    #[must_use]
    pub const fn min_args(&self) -> usize {
        if self.variadic == 0 { self.args.len() } else { self.args.len().saturating_sub(1) }
    }

    /// The largest number of arguments; none where any number goes.
    #[must_use]
    pub fn max_args(&self) -> Option<usize> {
        usize::try_from(self.variadic).ok().map(|repeats| self.min_args() + repeats)
    }

    /// The type of the argument at `index`, from 0; the last type repeats.
    #[must_use]
    pub fn arg_type(&self, index: usize) -> Option<ValueType> {
        self.args.get(index).or_else(|| self.args.last()).copied()
    }
}

const V: ValueType = ValueType::InstantVector;
const R: ValueType = ValueType::RangeVector;
const S: ValueType = ValueType::Scalar;
const T: ValueType = ValueType::String;

/// A function that is part of the language for good.
const OK: bool = false;
/// A function behind a feature flag.
const EXPERIMENTAL: bool = true;

/// A row of the table. `repeats` is how often the last argument may stand: once for 0, up to so often for a positive
/// number (and then it may be missing), any number of times for -1.
const fn f(
    name: &'static str,
    args: &'static [ValueType],
    repeats: i8,
    returns: ValueType,
    experimental: bool,
) -> Function {
    Function { name, args, returns, experimental, variadic: repeats }
}

#[rustfmt::skip] // a table
const FUNCTIONS: &[Function] = &[
    // name                              arguments     repeats  value  standing
    f("abs",                             &[V],               0, V, OK),
    f("absent",                          &[V],               0, V, OK),
    f("absent_over_time",                &[R],               0, V, OK),
    f("acos",                            &[V],               0, V, OK),
    f("acosh",                           &[V],               0, V, OK),
    f("asin",                            &[V],               0, V, OK),
    f("asinh",                           &[V],               0, V, OK),
    f("atan",                            &[V],               0, V, OK),
    f("atanh",                           &[V],               0, V, OK),
    f("avg_over_time",                   &[R],               0, V, OK),
    f("ceil",                            &[V],               0, V, OK),
    f("changes",                         &[R],               0, V, OK),
    f("clamp",                           &[V, S, S],         0, V, OK),
    f("clamp_max",                       &[V, S],            0, V, OK),
    f("clamp_min",                       &[V, S],            0, V, OK),
    f("cos",                             &[V],               0, V, OK),
    f("cosh",                            &[V],               0, V, OK),
    f("count_over_time",                 &[R],               0, V, OK),
    f("day_of_month",                    &[V],               1, V, OK),
    f("day_of_week",                     &[V],               1, V, OK),
    f("day_of_year",                     &[V],               1, V, OK),
    f("days_in_month",                   &[V],               1, V, OK),
    f("deg",                             &[V],               0, V, OK),
    f("delta",                           &[R],               0, V, OK),
    f("deriv",                           &[R],               0, V, OK),
    f("double_exponential_smoothing",    &[R, S, S],         0, V, EXPERIMENTAL),
    f("end",                             &[],                0, S, EXPERIMENTAL),
    f("exp",                             &[V],               0, V, OK),
    f("first_over_time",                 &[R],               0, V, OK),
    f("floor",                           &[V],               0, V, OK),
    f("histogram_avg",                   &[V],               0, V, OK),
    f("histogram_count",                 &[V],               0, V, OK),
    f("histogram_fraction",              &[S, S, V],         0, V, OK),
    f("histogram_quantile",              &[S, V],            0, V, OK),
    f("histogram_quantiles",             &[V, T, S, S],      9, V, EXPERIMENTAL),
    f("histogram_stddev",                &[V],               0, V, OK),
    f("histogram_stdvar",                &[V],               0, V, OK),
    f("histogram_sum",                   &[V],               0, V, OK),
    f("hour",                            &[V],               1, V, OK),
    f("idelta",                          &[R],               0, V, OK),
    f("increase",                        &[R],               0, V, OK),
    f("info",                            &[V, V],            1, V, EXPERIMENTAL),
    f("irate",                           &[R],               0, V, OK),
    f("label_join",                      &[V, T, T, T],     -1, V, OK),
    f("label_replace",                   &[V, T, T, T, T],   0, V, OK),
    f("last_over_time",                  &[R],               0, V, OK),
    f("ln",                              &[V],               0, V, OK),
    f("log10",                           &[V],               0, V, OK),
    f("log2",                            &[V],               0, V, OK),
    f("mad_over_time",                   &[R],               0, V, EXPERIMENTAL),
    f("max_of",                          &[S, S],            0, S, EXPERIMENTAL),
    f("max_over_time",                   &[R],               0, V, OK),
    f("min_of",                          &[S, S],            0, S, EXPERIMENTAL),
    f("min_over_time",                   &[R],               0, V, OK),
    f("minute",                          &[V],               1, V, OK),
    f("month",                           &[V],               1, V, OK),
    f("pi",                              &[],                0, S, OK),
    f("predict_linear",                  &[R, S],            0, V, OK),
    f("present_over_time",               &[R],               0, V, OK),
    f("quantile_over_time",              &[S, R],            0, V, OK),
    f("rad",                             &[V],               0, V, OK),
    f("range",                           &[],                0, S, EXPERIMENTAL),
    f("rate",                            &[R],               0, V, OK),
    f("resets",                          &[R],               0, V, OK),
    f("round",                           &[V, S],            1, V, OK),
    f("scalar",                          &[V],               0, S, OK),
    f("sgn",                             &[V],               0, V, OK),
    f("sin",                             &[V],               0, V, OK),
    f("sinh",                            &[V],               0, V, OK),
    f("sort",                            &[V],               0, V, OK),
    f("sort_by_label",                   &[V, T],           -1, V, EXPERIMENTAL),
    f("sort_by_label_desc",              &[V, T],           -1, V, EXPERIMENTAL),
    f("sort_desc",                       &[V],               0, V, OK),
    f("sqrt",                            &[V],               0, V, OK),
    f("start",                           &[],                0, S, EXPERIMENTAL),
    f("start_timestamp",                 &[V],               0, V, EXPERIMENTAL),
    f("stddev_over_time",                &[R],               0, V, OK),
    f("stdvar_over_time",                &[R],               0, V, OK),
    f("step",                            &[],                0, S, EXPERIMENTAL),
    f("sum_over_time",                   &[R],               0, V, OK),
    f("tan",                             &[V],               0, V, OK),
    f("tanh",                            &[V],               0, V, OK),
    f("time",                            &[],                0, S, OK),
    f("timestamp",                       &[V],               0, V, OK),
    f("ts_of_first_over_time",           &[R],               0, V, EXPERIMENTAL),
    f("ts_of_last_over_time",            &[R],               0, V, EXPERIMENTAL),
    f("ts_of_max_over_time",             &[R],               0, V, EXPERIMENTAL),
    f("ts_of_min_over_time",             &[R],               0, V, EXPERIMENTAL),
    f("vector",                          &[S],               0, V, OK),
    f("year",                            &[V],               1, V, OK),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_so_that_every_function_is_found() {
        for function in Function::all() {
            assert_eq!(Function::named(function.name).map(|found| found.name), Some(function.name));
        }
        assert_eq!(Function::named("Rate"), None);
    }

    #[test]
    fn numbers_of_arguments() {
        let range = |name| Function::named(name).map(|function| (function.min_args(), function.max_args()));
        assert_eq!(range("rate"), Some((1, Some(1))));
        assert_eq!(range("round"), Some((1, Some(2))));
        assert_eq!(range("hour"), Some((0, Some(1))));
        assert_eq!(range("label_join"), Some((3, None)));
        assert_eq!(range("histogram_quantiles"), Some((3, Some(12))));
    }
}
