//! How bad each kind of problem is, where the user decides it.
//!
//! In: codes and levels from the command line and the project file. Out: diagnostics with those severities, and without
//! those that nobody wants to see. Keeps: an error of the compiler stays an error, because without it there are no rules.

use std::collections::BTreeMap;
use std::str::FromStr;

use slo_compiler::diagnostic::{Code, Diagnostic, Severity};

/// What becomes of a kind of problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    /// It is not told.
    Allow,
    /// It is told, as this.
    Tell(Severity),
}

impl Level {
    /// The names under which users know them.
    const NAMES: [(&'static str, Self); 4] = [
        ("allow", Self::Allow),
        ("info", Self::Tell(Severity::Info)),
        ("warning", Self::Tell(Severity::Warning)),
        ("error", Self::Tell(Severity::Error)),
    ];
}

impl FromStr for Level {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::NAMES.iter().find(|(name, _)| *name == text).map(|(_, level)| *level);
        found.ok_or_else(|| format!("`{text}` is none of allow, info, warning, error"))
    }
}

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

/// The code of this name, if it can be told less loudly than it is.
pub(super) fn lint(text: &str) -> Result<Code, String> {
    let code = code(text)?;
    if code.severity() == Severity::Error {
        return Err(format!("`{code}` is an error of the compiler: without it there would be no rules"));
    }
    Ok(code)
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

    /// The diagnostic as it is told, if it is.
    pub(super) fn apply(&self, mut diagnostic: Diagnostic) -> Option<Diagnostic> {
        if diagnostic.severity != Severity::Error {
            match self.chosen.get(&diagnostic.code) {
                Some(Level::Allow) => return None,
                Some(Level::Tell(severity)) => diagnostic.severity = *severity,
                None => {}
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
        levels.set(Code::PluginDebug, Level::Tell(Severity::Error));
        levels.set(Code::PromqlSyntax, Level::Allow);
        assert_eq!(severity(&levels, Code::SpecUnknownField), None);
        assert_eq!(severity(&levels, Code::PluginDebug), Some(Severity::Error));
        assert_eq!(severity(&levels, Code::PromqlSyntax), Some(Severity::Error));
    }

    #[test]
    fn names_are_read() {
        assert_eq!("warnings".parse(), Ok(Denied::Warnings));
        assert_eq!("plugin/debug".parse(), Ok(Denied::Code(Code::PluginDebug)));
        assert!("plugin/debgu".parse::<Denied>().unwrap_err().contains("did you mean `plugin/debug`"));
        assert!(lint("promql/syntax").unwrap_err().contains("an error of the compiler"));
        for (name, level) in Level::NAMES {
            assert_eq!(name.parse(), Ok(level));
        }
        assert!("deny".parse::<Level>().is_err());
    }
}
