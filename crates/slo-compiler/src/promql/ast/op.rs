//! Operators and aggregations, with what the parser and the type checker need to know of each.

use std::fmt;

/// An operator between two expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BinaryOp {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`
    Div,
    /// `%`
    Mod,
    /// `^`
    Pow,
    /// `atan2`
    Atan2,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `</`, keeps the part of a native histogram that is below a bound.
    TrimUpper,
    /// `>/`, keeps the part of a native histogram that is above a bound.
    TrimLower,
    /// `and`
    And,
    /// `or`
    Or,
    /// `unless`
    Unless,
}

impl BinaryOp {
    /// As it is written; words in lower case.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Sub => "-",
            Self::Mul => "*",
            Self::Div => "/",
            Self::Mod => "%",
            Self::Pow => "^",
            Self::Atan2 => "atan2",
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::TrimUpper => "</",
            Self::TrimLower => ">/",
            Self::And => "and",
            Self::Or => "or",
            Self::Unless => "unless",
        }
    }

    /// How strongly the operator binds: a higher number binds first.
    #[must_use]
    pub const fn precedence(self) -> u8 {
        match self {
            Self::Or => 1,
            Self::And | Self::Unless => 2,
            Self::Equal
            | Self::NotEqual
            | Self::Less
            | Self::LessOrEqual
            | Self::Greater
            | Self::GreaterOrEqual
            | Self::TrimUpper
            | Self::TrimLower => 3,
            Self::Add | Self::Sub => 4,
            Self::Mul | Self::Div | Self::Mod | Self::Atan2 => 5,
            Self::Pow => 6,
        }
    }

    /// Whether `a op b op c` is `a op (b op c)`.
    #[must_use]
    pub const fn is_right_associative(self) -> bool {
        matches!(self, Self::Pow)
    }

    /// `==`, `!=`, `<`, `<=`, `>` and `>=`.
    #[must_use]
    pub const fn is_comparison(self) -> bool {
        matches!(
            self,
            Self::Equal
                | Self::NotEqual
                | Self::Less
                | Self::LessOrEqual
                | Self::Greater
                | Self::GreaterOrEqual
        )
    }

    /// `and`, `or` and `unless`.
    #[must_use]
    pub const fn is_set(self) -> bool {
        matches!(self, Self::And | Self::Or | Self::Unless)
    }

    /// Whether the operator is a word, not a sign.
    #[must_use]
    pub const fn is_word(self) -> bool {
        self.is_set() || matches!(self, Self::Atan2)
    }
}

impl fmt::Display for BinaryOp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A sign before an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnaryOp {
    /// `+`, which changes nothing.
    Plus,
    /// `-`
    Minus,
}

impl UnaryOp {
    /// `+` or `-`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Plus => "+",
            Self::Minus => "-",
        }
    }
}

/// The type of an aggregation's first argument, where it takes two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::promql) enum Parameter {
    None,
    Scalar,
    String,
}

macro_rules! aggregations {
    ($( #[doc = $doc:literal] $name:ident = $text:literal, $parameter:ident, $experimental:literal; )+) => {
        /// An aggregation over the series of a vector.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum AggregateOp { $( #[doc = $doc] $name, )+ }

        impl AggregateOp {
            /// Every aggregation, in the order of the names.
            pub const ALL: &'static [Self] = &[ $( Self::$name, )+ ];

            /// What it gives, in a few words.
            #[must_use]
            pub fn summary(self) -> &'static str {
                match self { $( Self::$name => $doc.trim_ascii(), )+ }
            }

            /// As it is written, in lower case.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$name => $text, )+ }
            }

            /// Whether Prometheus takes it only with experimental functions switched on.
            #[must_use]
            pub const fn is_experimental(self) -> bool {
                match self { $( Self::$name => $experimental, )+ }
            }

            pub(in crate::promql) const fn parameter(self) -> Parameter {
                match self { $( Self::$name => Parameter::$parameter, )+ }
            }

            pub(in crate::promql) fn from_lower(word: &[u8]) -> Option<Self> {
                $( if word == $text.as_bytes() { return Some(Self::$name); } )+
                None
            }
        }
    };
}

aggregations! {
    // variant, name, parameter, experimental
    /// The mean.
    Avg = "avg", None, false;
    /// The `k` series with the smallest values.
    BottomK = "bottomk", Scalar, false;
    /// The number of series.
    Count = "count", None, false;
    /// The number of series with each value, the value as a label.
    CountValues = "count_values", String, false;
    /// 1 for each group.
    Group = "group", None, false;
    /// Some `k` series.
    LimitK = "limitk", Scalar, true;
    /// Some share of the series.
    LimitRatio = "limit_ratio", Scalar, true;
    /// The largest value.
    Max = "max", None, false;
    /// The smallest value.
    Min = "min", None, false;
    /// A quantile over the series.
    Quantile = "quantile", Scalar, false;
    /// The standard deviation.
    Stddev = "stddev", None, false;
    /// The variance.
    Stdvar = "stdvar", None, false;
    /// The sum.
    Sum = "sum", None, false;
    /// The `k` series with the largest values.
    TopK = "topk", Scalar, false;
}

impl fmt::Display for AggregateOp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How a label matcher compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MatchOp {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `=~`
    Regex,
    /// `!~`
    NotRegex,
}

impl MatchOp {
    /// As it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Regex => "=~",
            Self::NotRegex => "!~",
        }
    }

    /// `=~` and `!~`.
    #[must_use]
    pub const fn is_regex(self) -> bool {
        matches!(self, Self::Regex | Self::NotRegex)
    }
}

impl fmt::Display for MatchOp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
