//! Fixes in SARIF (§3.55): what a reader of the report can offer to change.

use serde::Serialize;
use slo_compiler::diagnostic::Span;
use slo_compiler::diagnostic::fix::{Edit, Fix};

use super::ArtifactLocation;

/// A `fix` object.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Change {
    description: Text,
    artifact_changes: [ArtifactChange; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Bytes,
    inserted_content: Text,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Bytes {
    byte_offset: usize,
    byte_length: usize,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

impl Change {
    /// The fix of a problem in the file at `uri`, if all of it has a place.
    pub(super) fn new(uri: String, fix: &Fix) -> Option<Self> {
        let replacements = fix.edits.iter().map(replacement).collect::<Option<_>>()?;
        let artifact_location = ArtifactLocation { uri };
        Some(Self {
            description: Text { text: fix.title.clone() },
            artifact_changes: [ArtifactChange { artifact_location, replacements }],
        })
    }
}

fn replacement(edit: &Edit) -> Option<Replacement> {
    let Span { start, end } = edit.span?;
    Some(Replacement {
        deleted_region: Bytes { byte_offset: start, byte_length: end.saturating_sub(start) },
        inserted_content: Text { text: edit.replacement.clone() },
    })
}
