//! What a template may name: functions and variables that are there before its first line.
//!
//! Two places use templates: SLI queries, which are rendered here, and annotations of alerts, which Prometheus
//! renders later and of which only the syntax is checked. They differ in nothing but these tables.

/// The functions and variables that a template finds.
#[derive(Clone, Copy, Debug)]
pub struct Dialect {
    /// Functions beside the built-in ones, sorted. They can be named, not called.
    functions: &'static [&'static str],
    /// Variables of the main template, with their `$`.
    variables: &'static [&'static str],
}

impl Dialect {
    /// SLI queries: nothing but what is built in.
    pub const SLI: Self = Self { functions: &[], variables: &[] };

    /// Labels and annotations of Prometheus alerts.
    pub const ALERT: Self = Self { functions: ALERT_FUNCTIONS, variables: ALERT_VARIABLES };

    /// Whether a function that is not built in may be named.
    pub(super) fn has_function(&self, name: &str) -> bool {
        self.functions.binary_search(&name).is_ok()
    }

    /// The variables that are there at the start.
    pub(super) const fn variables(&self) -> &'static [&'static str] {
        self.variables
    }
}

/// Prometheus 3, documentation page "Template reference".
#[rustfmt::skip] // a table
const ALERT_FUNCTIONS: &[&str] = &[
    "args", "externalURL", "first", "graphLink", "humanize", "humanize1024", "humanizeDuration",
    "humanizePercentage", "humanizeTimestamp", "label", "match", "now", "parseDuration", "pathPrefix", "query",
    "reReplaceAll", "safeHtml", "sortByLabel", "stripDomain", "stripPort", "strvalue", "tableLink", "title",
    "toDuration", "toLower", "toTime", "toUpper", "urlQueryEscape", "value",
];

const ALERT_VARIABLES: &[&str] = &["$labels", "$externalLabels", "$externalURL", "$value"];

/// What a function takes for an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wants {
    /// Anything.
    Any,
    /// A string.
    Text,
}

/// A function of the template language itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[rustfmt::skip] // a table
pub(super) enum Builtin {
    And, Call, Eq, Ge, Gt, Html, Index, Js, Le, Len, Lt, Ne, Not, Or, Print, Printf, Println, Slice, Urlquery,
}

/// How a built-in function is called.
#[derive(Clone, Copy, Debug)]
pub(super) struct Signature {
    pub(super) builtin: Builtin,
    pub(super) name: &'static str,
    /// The arguments that must be there.
    pub(super) fixed: &'static [Wants],
    /// Whether more may follow.
    pub(super) variadic: bool,
}

const NONE: &[Wants] = &[];
const ONE: &[Wants] = &[Wants::Any];
const TWO: &[Wants] = &[Wants::Any, Wants::Any];
const TEXT: &[Wants] = &[Wants::Text];

/// The built-in functions, sorted by name.
#[rustfmt::skip] // a table
const BUILTINS: &[Signature] = &[
    row(Builtin::And,      "and",      ONE,  true),
    row(Builtin::Call,     "call",     ONE,  true),
    row(Builtin::Eq,       "eq",       ONE,  true),
    row(Builtin::Ge,       "ge",       TWO,  false),
    row(Builtin::Gt,       "gt",       TWO,  false),
    row(Builtin::Html,     "html",     NONE, true),
    row(Builtin::Index,    "index",    ONE,  true),
    row(Builtin::Js,       "js",       NONE, true),
    row(Builtin::Le,       "le",       TWO,  false),
    row(Builtin::Len,      "len",      ONE,  false),
    row(Builtin::Lt,       "lt",       TWO,  false),
    row(Builtin::Ne,       "ne",       TWO,  false),
    row(Builtin::Not,      "not",      ONE,  false),
    row(Builtin::Or,       "or",       ONE,  true),
    row(Builtin::Print,    "print",    NONE, true),
    row(Builtin::Printf,   "printf",   TEXT, true),
    row(Builtin::Println,  "println",  NONE, true),
    row(Builtin::Slice,    "slice",    ONE,  true),
    row(Builtin::Urlquery, "urlquery", NONE, true),
];

const fn row(builtin: Builtin, name: &'static str, fixed: &'static [Wants], variadic: bool) -> Signature {
    Signature { builtin, name, fixed, variadic }
}

impl Signature {
    /// The built-in function of that name.
    pub(super) fn find(name: &str) -> Option<&'static Self> {
        let at = BUILTINS.binary_search_by(|entry| entry.name.cmp(name)).ok()?;
        BUILTINS.get(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(BUILTINS.is_sorted_by_key(|entry| entry.name));
        assert!(ALERT_FUNCTIONS.is_sorted());
    }
}
