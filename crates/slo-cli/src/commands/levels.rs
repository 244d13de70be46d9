//! How bad each kind of problem is, where the user decides it.
//!
//! In: codes and levels from the command line and the project file. Out: diagnostics with those severities, and without
//! those that nobody wants to see. Keeps: an error of the compiler stays an error, because without it there are no rules.

use std::collections::BTreeMap;
use std::str::FromStr;

use slo_compiler::diagnostic::{Code, Diagnostic, Severity};
use slo_compiler::lint::is_allowable;
use slo_compiler::{Level, LintOptions};

/// What `--deny` can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Denied {
    /// Everything that is a warning.
    Warnings,
    /// One kind of problem.
    Code(Code),
}

impl FromStr for Denied {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "warnings" { Ok(Self::Warnings) } else { code(text).map(Self::Code) }
    }
}

/// The code of this name.
pub(super) fn code(text: &str) -> Result<Code, String> {
    let found = Code::ALL.iter().find(|code| code.as_str() == text).copied();
    found.ok_or_else(|| super::explain::unknown(text))
}

/// The code of this name, if its severity can be chosen.
pub(super) fn lint(text: &str) -> Result<Code, String> {
    let code = code(text)?;
    if is_allowable(code) {
        Ok(code)
    } else {
        Err(format!("`{code}` is an error of the compiler: with it there are no rules"))
    }
}

/// How bad each kind of problem is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Levels {
    chosen: BTreeMap<Code, Level>,
    deny_warnings: bool,
}

impl Levels {
    /// Decides about a kind of problem. What is said later counts.
    pub(super) fn set(&mut self, code: Code, level: Level) {
        self.chosen.insert(code, level);
    }

    /// Makes errors of all warnings, but for those that are allowed.
    pub(super) fn deny_warnings(&mut self) {
        self.deny_warnings = true;
    }

    /// For the lints of the library.
    pub(super) fn lints(&self) -> LintOptions {
        let mut options = LintOptions::default();
        options.levels.clone_from(&self.chosen);
        options
    }

    /// The diagnostic as it is told, if it is.
    pub(super) fn apply(&self, mut diagnostic: Diagnostic) -> Option<Diagnostic> {
        if is_allowable(diagnostic.code) {
            if let Some(level) = self.chosen.get(&diagnostic.code) {
                diagnostic.severity = level.severity()?;
            }
            if self.deny_warnings && diagnostic.severity == Severity::Warning {
                diagnostic.severity = Severity::Error;
            }
        }
        Some(diagnostic)
    }
}

#[cfg(test)]
mod tests {
    use slo_compiler::diagnostic::Place;

    use super::*;

    fn severity(levels: &Levels, code: Code) -> Option<Severity> {
        levels.apply(Diagnostic::new(code, Place::Document, "x")).map(|found| found.severity)
    }

    #[test]
    fn levels_change_warnings_but_no_errors() {
        let mut levels = Levels::default();
        assert_eq!(severity(&levels, Code::SpecUnknownField), Some(Severity::Warning));
        levels.deny_warnings();
        assert_eq!(severity(&levels, Code::SpecUnknownField), Some(Severity::Error));
        assert_eq!(severity(&levels, Code::PluginDebug), Some(Severity::Info));
        levels.set(Code::SpecUnknownField, Level::Allow);
        levels.set(Code::PluginDebug, Level::Error);
        levels.set(Code::QueryTrailingComment, Level::Info);
        levels.set(Code::PromqlSyntax, Level::Allow);
        assert_eq!(severity(&levels, Code::SpecUnknownField), None);
        assert_eq!(severity(&levels, Code::PluginDebug), Some(Severity::Error));
        assert_eq!(severity(&levels, Code::PromqlSyntax), Some(Severity::Error));
        assert_eq!(severity(&levels, Code::QueryTrailingComment), Some(Severity::Info));
    }

    #[test]
    fn names_are_read() {
        assert_eq!("warnings".parse(), Ok(Denied::Warnings));
        assert_eq!("plugin/debug".parse(), Ok(Denied::Code(Code::PluginDebug)));
        assert!("plugin/debgu".parse::<Denied>().unwrap_err().contains("did you mean `plugin/debug`"));
        assert!(lint("promql/syntax").unwrap_err().contains("an error of the compiler"));
        assert_eq!(lint("query/trailing-comment"), Ok(Code::QueryTrailingComment));
    }
}
