//! Quick fixes.
//!
//! In: the diagnostics around the cursor. Out: code actions. A fix is a title and edits; [`fix`] is the one place that says
//! which problems have one.

use lsp_types::{CodeAction, CodeActionKind, TextEdit, Uri, WorkspaceEdit};
use slo_compiler::diagnostic::{Code, Diagnostic, Span};

use crate::analysis::Analysis;
use crate::diagnostics;
use crate::text::Text;

/// A change that solves a problem.
#[derive(Debug, PartialEq, Eq)]
struct Fix {
    title: String,
    edits: Vec<(Span, String)>,
}

/// The fixes of every problem that touches `span`.
pub(crate) fn fixes(analysis: &Analysis, uri: &Uri, span: Span) -> Vec<CodeAction> {
    let touches = |problem: &&Diagnostic| {
        problem.span.is_some_and(|place| place.start <= span.end && span.start <= place.end)
    };
    let text = &analysis.text;
    let actions = analysis.diagnostics.iter().filter(touches).filter_map(|problem| {
        let fix = fix(problem, text)?;
        Some(CodeAction {
            title: fix.title.clone(),
            kind: Some(CodeActionKind::QuickFix),
            diagnostics: Some(vec![diagnostics::one(problem, text)]),
            edit: Some(workspace_edit(fix, uri, text)),
            is_preferred: Some(true),
            ..CodeAction::default()
        })
    });
    actions.collect()
}

fn workspace_edit(fix: Fix, uri: &Uri, text: &Text) -> WorkspaceEdit {
    let edit = |(span, new_text): (Span, String)| TextEdit { range: text.range(span), new_text };
    let edits = fix.edits.into_iter().map(edit).collect();
    WorkspaceEdit { changes: Some([(uri.clone(), edits)].into()), ..WorkspaceEdit::default() }
}

/// The fix of a problem, if there is one that cannot do harm.
fn fix(problem: &Diagnostic, text: &Text) -> Option<Fix> {
    let span = problem.span?;
    let written = text.slice(span);
    let help = problem.help.as_deref()?;
    let replace = |title: String, new: String| Some(Fix { title, edits: vec![(span, new)] });
    if let Some(name) = help.strip_prefix("did you mean `").and_then(|rest| rest.strip_suffix("`?")) {
        let word = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-');
        let is_word = !written.is_empty() && written.chars().all(word);
        return if is_word {
            replace(format!("Change `{written}` to `{name}`"), name.to_owned())
        } else {
            None
        };
    }
    if problem.code != Code::SpecType {
        return None;
    }
    if help == "remove the quotes" {
        let bare = written.strip_prefix(['"', '\''])?.strip_suffix(['"', '\''])?;
        return replace("Remove the quotes".to_owned(), bare.to_owned());
    }
    let quotes_help = help.starts_with("put it in quotes");
    let plain = !written.contains(['"', '\\', '\n']);
    if quotes_help && plain { replace("Put it in quotes".to_owned(), format!("\"{written}\"")) } else { None }
}
