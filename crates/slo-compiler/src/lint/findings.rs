//! What checks find, in the terms of the model; the document and its bytes come later.

use crate::diagnostic::{Code, Severity};
use crate::model::FieldPart;

/// One finding.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub(crate) code: Code,
    pub(crate) severity: Severity,
    pub(crate) at: FieldPart,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    pub(crate) fix: Option<FindingFix>,
}

/// A change that solves the problem and cannot do harm.
#[derive(Clone, Debug)]
pub(crate) struct FindingFix {
    pub(crate) title: String,
    /// Parts of fields, and what to put there.
    pub(crate) edits: Vec<(FieldPart, String)>,
}

impl Finding {
    /// Says what to do about it.
    pub(super) fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Offers a change; `None` when there is none that is sure to be right.
    pub(super) fn fix(&mut self, title: &str, edits: Option<Vec<(FieldPart, String)>>) -> &mut Self {
        self.fix = edits.map(|edits| FindingFix { title: title.to_owned(), edits });
        self
    }
}

/// The findings about one SLO.
#[derive(Debug, Default)]
pub(super) struct Findings {
    list: Vec<Finding>,
    /// The check that runs now.
    current: Option<(Code, Severity)>,
}

impl Findings {
    /// From now on findings are those of `code`.
    pub(super) fn next(&mut self, code: Code, severity: Severity) {
        self.current = Some((code, severity));
    }

    /// Adds a finding of the check that runs.
    pub(super) fn push(&mut self, at: impl Into<FieldPart>, message: impl Into<String>) -> &mut Finding {
        let (code, severity) = self.current.unwrap_or((Code::LintUnknownCode, Severity::Info));
        let (at, message) = (at.into(), message.into());
        self.list.push_mut(Finding { code, severity, at, message, help: None, fix: None })
    }

    pub(super) fn into_list(self) -> Vec<Finding> {
        self.list
    }
}
