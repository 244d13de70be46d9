//! Quick fixes, and all of them at once.
//!
//! In: the diagnostics around the cursor. Out: code actions. Lints bring their fixes along; [`fix`] is the one place that
//! says which other problems have one.

use lsp_types::{CodeAction, CodeActionKind, TextEdit, Uri, WorkspaceEdit};
use slo_compiler::diagnostic::fix::{self, Edit, Fix};
use slo_compiler::diagnostic::{Code, Diagnostic, Place, Span};

use crate::analysis::Analysis;
use crate::diagnostics;
use crate::text::Text;

/// The fixes of every problem that touches `span`.
pub(crate) fn fixes(analysis: &Analysis, uri: &Uri, span: Span) -> Vec<CodeAction> {
    let touches = |problem: &&Diagnostic| {
        problem.span.is_some_and(|place| place.start <= span.end && span.start <= place.end)
    };
    let text = &analysis.text;
    let actions = analysis.diagnostics.iter().filter(touches).filter_map(|problem| {
        let fix = fix(problem, text)?;
        Some(CodeAction {
            title: capital(&fix.title),
            kind: Some(CodeActionKind::QuickFix),
            diagnostics: Some(vec![diagnostics::one(problem, text)]),
            edit: Some(workspace_edit(fix.edits, uri, text)),
            is_preferred: Some(true),
            ..CodeAction::default()
        })
    });
    actions.collect()
}

/// One action that makes all fixes of the file which can be made together, if there is any.
pub(crate) fn fix_all(analysis: &Analysis, uri: &Uri) -> Option<CodeAction> {
    let text = &analysis.text;
    let fixes: Vec<Fix> = analysis.diagnostics.iter().filter_map(|problem| fix(problem, text)).collect();
    let edits = fix::compatible(&fixes);
    (!edits.is_empty()).then(|| CodeAction {
        title: "Fix everything that has a sure fix".to_owned(),
        kind: Some(CodeActionKind::SourceFixAll),
        edit: Some(workspace_edit(edits, uri, text)),
        ..CodeAction::default()
    })
}

fn workspace_edit(edits: Vec<Edit>, uri: &Uri, text: &Text) -> WorkspaceEdit {
    let edit = |edit: Edit| Some(TextEdit { range: text.range(edit.span?), new_text: edit.replacement });
    let edits = edits.into_iter().filter_map(edit).collect();
    WorkspaceEdit { changes: Some([(uri.clone(), edits)].into()), ..WorkspaceEdit::default() }
}

/// The fix of a problem, if there is one that cannot do harm.
fn fix(problem: &Diagnostic, text: &Text) -> Option<Fix> {
    if problem.fix.is_some() {
        return problem.fix.clone();
    }
    let span = problem.span?;
    let written = text.slice(span);
    let help = problem.help.as_deref()?;
    if let Some(name) = help.strip_prefix("did you mean `").and_then(|rest| rest.strip_suffix("`?")) {
        let word = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-');
        let is_word = !written.is_empty() && written.chars().all(word);
        return is_word.then(|| replace(span, format!("change `{written}` to `{name}`"), name));
    }
    if problem.code != Code::SpecType {
        return None;
    }
    if help == "remove the quotes" {
        let bare = written.strip_prefix(['"', '\''])?.strip_suffix(['"', '\''])?;
        return Some(replace(span, "remove the quotes", bare));
    }
    let is_plain = !written.contains(['"', '\\', '\n']);
    (is_plain && help.starts_with("put it in quotes"))
        .then(|| replace(span, "put it in quotes", &format!("\"{written}\"")))
}

fn replace(span: Span, title: impl Into<String>, new: &str) -> Fix {
    let mut edit = Edit::new(Place::Bytes(span), new);
    edit.span = Some(span);
    Fix::new(title, vec![edit])
}

fn capital(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}
