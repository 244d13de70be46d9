//! `identity/flux-variable`: a Flux Kustomization with `postBuild` replaces `${name}` in all that it applies, by nothing if it
//! does not know the name. A label, a text or a query then differs from what was compiled.

use crate::diagnostic::{Part, Span};
use crate::lint::{Findings, Subject};
use crate::model::{Field, FieldPart, Sli};

/// The annotation that keeps Flux from replacing anything in an object.
const SWITCH: &str = "kustomize.toolkit.fluxcd.io/substitute: disabled";

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    if !subject.options.gitops {
        return;
    }
    for (field, text) in texts(subject) {
        let Some(variable) = variable(text) else { continue };
        let name = text.get(variable.range()).unwrap_or_default();
        found
            .push(FieldPart { field, part: Part::Token(variable) }, format!("Flux would replace `{name}`"))
            .help(format!(
                "write `${name}`, of which Flux leaves `{name}`, or annotate the object with `{SWITCH}`"
            ));
    }
}

/// Every text that ends up in a rule, and where it was written. What both alerts share counts once.
fn texts<'s>(subject: &'s Subject<'_>) -> Vec<(Field, &'s str)> {
    let slo = subject.slo;
    let mut texts: Vec<(Field, &str)> = match &slo.sli {
        None => Vec::new(),
        Some(Sli::Events { bad, total }) => {
            vec![(Field::BadQuery, bad.text()), (Field::TotalQuery, total.text())]
        }
        Some(Sli::Raw { error_ratio }) => vec![(Field::ErrorRatioQuery, error_ratio.text())],
    };
    texts.extend(slo.labels.iter().map(|(name, value)| (Field::Label(name.to_owned()), value)));
    texts.extend(crate::lint::alert::texts(subject).map(|(field, _, value)| (field, value)));
    texts
}

/// The first `${…}` that is not escaped as `$${…}`.
fn variable(text: &str) -> Option<Span> {
    let found = text.match_indices("${").map(|(start, _)| start);
    let start =
        found.into_iter().find(|start| !text.get(..*start).is_some_and(|before| before.ends_with('$')))?;
    let length = text.get(start..)?.find('}')?;
    Some(Span::new(start, start + length + 1))
}
