//! What can be expected at a place of a query.

/// What is expected at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::promql) enum Context {
    Operand,
    Operator,
    CloseParen,
    Arguments,
    Aggregation,
    LabelsOpen,
    Label,
    LabelsNext,
    Matcher,
    MatcherOperator,
    MatcherValue,
    MatcherNext,
    Range,
    RangeEnd,
    Step,
    StepEnd,
    Offset,
    Timestamp,
    FillValue,
}

impl Context {
    /// What is expected, in our words, and how Prometheus ends its sentence.
    pub(super) const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Operand => ("an expression", ""),
            Self::Operator => ("an operator or the end of the query", ""),
            Self::CloseParen => ("an operator or `)`", ""),
            Self::Arguments => ("an operator, `,` or `)`", ""),
            Self::Aggregation => ("an expression to aggregate", ""),
            Self::LabelsOpen => ("`(` and a list of labels", " in grouping opts, expected \"(\""),
            Self::Label => ("a label name", " in grouping opts, expected label"),
            Self::LabelsNext => ("`,` or `)`", " in grouping opts, expected \",\" or \")\""),
            Self::Matcher => ("a label name or `}`", " in label matching, expected identifier or \"}\""),
            Self::MatcherOperator => {
                ("`=`, `!=`, `=~` or `!~`", " in label matching, expected label matching operator")
            }
            Self::MatcherValue => ("a string in quotes", " in label matching, expected string"),
            Self::MatcherNext => ("`,` or `}`", " in label matching, expected \",\" or \"}\""),
            Self::Range => (
                "a length of time such as `5m`",
                " in subquery or range selector, expected number, duration, step(), or range()",
            ),
            Self::RangeEnd => {
                ("`]`, or `:` for a subquery", " in subquery or range, expected \":\" or \"]\"")
            }
            Self::Step => (
                "a length of time such as `1m`, or `]`",
                " in subquery selector, expected number, duration, step(), range(), or \"]\"",
            ),
            Self::StepEnd => ("`]`", " in subquery selector, expected \"]\""),
            Self::Offset => {
                ("a length of time such as `5m`", " in offset, expected number, duration, step(), or range()")
            }
            Self::Timestamp => ("a timestamp in seconds, `start()` or `end()`", " in @, expected timestamp"),
            Self::FillValue => ("a number", ""),
        }
    }
}
