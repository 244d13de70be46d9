//! Diagnostics of the compiler as LSP has them.

use lsp_types::{CodeDescription, Diagnostic, DiagnosticSeverity, Uri};
use slo_compiler::diagnostic::{self, Severity};
use slo_compiler::lint::is_lint;

use crate::analysis::Analysis;
use crate::text::Text;

/// Where the pages about lints are.
const PAGES: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/reference/diagnostics");

/// All diagnostics of a file.
pub(crate) fn all(analysis: &Analysis) -> Vec<Diagnostic> {
    analysis.diagnostics.iter().map(|problem| one(problem, &analysis.text)).collect()
}

/// One diagnostic; what to do about it is a second line of its message.
pub(crate) fn one(problem: &diagnostic::Diagnostic, text: &Text) -> Diagnostic {
    let message = match &problem.help {
        Some(help) => format!("{}\n{help}", problem.message),
        None => problem.message.clone(),
    };
    Diagnostic {
        range: text.range(problem.span.unwrap_or_default()),
        severity: Some(match problem.severity {
            Severity::Error => DiagnosticSeverity::Error,
            Severity::Warning => DiagnosticSeverity::Warning,
            Severity::Info => DiagnosticSeverity::Information,
        }),
        code: Some(problem.code.as_str().to_owned().into()),
        code_description: is_lint(problem.code).then(|| page(problem.code)),
        source: Some("slo".to_owned()),
        message: message.into(),
        ..Diagnostic::default()
    }
}

/// The page about a lint.
fn page(code: diagnostic::Code) -> CodeDescription {
    CodeDescription { href: Uri::from(format!("{PAGES}/{code}.md")) }
}
