//! The SLOs of a file as an outline.

use lsp_types::{DocumentSymbol, SymbolKind};
use slo_compiler::diagnostic::{FieldPath, Place};
use slo_compiler::spec::{Document, Spec};

use crate::analysis::Analysis;

/// The SLOs of every document that can be read.
pub(crate) fn all(analysis: &Analysis) -> Vec<DocumentSymbol> {
    let slos = analysis.documents.iter().flat_map(|document| {
        let entries = document.spec.as_ref().map(slos).unwrap_or_default();
        entries.into_iter().map(move |entry| symbol(analysis, document, entry))
    });
    slos.collect()
}

struct Entry {
    name: String,
    detail: String,
    path: FieldPath,
    /// The field that names it.
    name_path: FieldPath,
}

fn slos(spec: &Spec) -> Vec<Entry> {
    let root = FieldPath::root();
    let (list, service, slos) = match spec {
        Spec::Sloth(spec) => (root.key("slos"), &spec.service, &spec.slos),
        Spec::ServiceLevel(object) => (root.key("spec").key("slos"), &object.spec.service, &object.spec.slos),
        Spec::OpenSlo(slo) => {
            let list = root.key("spec").key("objectives");
            let objectives = slo.spec.objectives.iter().enumerate();
            return objectives
                .map(|(index, objective)| Entry {
                    name: format!("{}-{}-{index}", slo.spec.service, slo.metadata.name),
                    detail: objective.target.map_or_else(String::new, |target| target.to_string()),
                    path: list.index(index),
                    name_path: list.index(index).key("target"),
                })
                .collect();
        }
    };
    let entry = |(index, slo): (usize, &slo_compiler::spec::sloth::Slo)| Entry {
        name: format!("{service}-{}", slo.name),
        detail: format!("{} %", slo.objective),
        path: list.index(index),
        name_path: list.index(index).key("name"),
    };
    slos.iter().enumerate().map(entry).collect()
}

#[expect(deprecated, reason = "the type has a field that LSP has replaced by tags")]
fn symbol(analysis: &Analysis, document: &Document, entry: Entry) -> DocumentSymbol {
    let whole = document.locate(&Place::from(entry.path));
    let name = document.locate(&Place::from(entry.name_path));
    DocumentSymbol {
        name: entry.name,
        detail: Some(entry.detail),
        kind: SymbolKind::Object,
        tags: None,
        deprecated: None,
        range: analysis.text.range(whole.cover(name)),
        selection_range: analysis.text.range(name),
        children: None,
    }
}
