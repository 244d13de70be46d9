//! A file of specs to typed documents.

use serde::Deserialize;

use super::de::{self, Found};
use super::reference::{self, Loader};
use super::{Document, Extensions, ServiceLevel, Spec, SpecKind, kind, kind_help, openslo, sloth};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FieldPath, Part, Place, Span};
use crate::source::{self, Comments, MAX_BYTES, Source, SyntaxError};

/// Reads every document of a file, and reports what is wrong with each of them.
///
/// A file without documents, empty or all comments, is fine and yields none.
pub fn read(source: &Source, diagnostics: &mut Diagnostics) -> Vec<Document> {
    read_with(source, Extensions::Read, diagnostics)
}

/// The same as [`read`], with or without the fields that Sloth does not have.
pub fn read_with(source: &Source, extensions: Extensions, diagnostics: &mut Diagnostics) -> Vec<Document> {
    if source.bytes().len() > MAX_BYTES {
        diagnostics.push(too_large(source));
        return Vec::new();
    }
    let pieces = source::split(source.bytes());
    let pieces = pieces.into_iter().enumerate();
    pieces.map(|(index, piece)| document(source, index, piece, extensions, diagnostics)).collect()
}

/// Says that a file is not read at all.
pub(super) fn too_large(source: &Source) -> Diagnostic {
    let message = format!("the file has {} bytes, and {MAX_BYTES} are allowed", source.bytes().len());
    Diagnostic { span: Some(Span::default()), ..Diagnostic::new(Code::YamlLimit, Place::Document, message) }
}

fn document(
    source: &Source,
    index: usize,
    piece: Span,
    extensions: Extensions,
    diagnostics: &mut Diagnostics,
) -> Document {
    let bytes = source.bytes().get(piece.range()).unwrap_or_default();
    let kind = kind::detect(bytes);
    let mut found = Found::default();
    let mut spec = None;
    let nodes = if let Some(kind) = kind {
        let (nodes, error) = source::Document::parse(source, piece, Comments::Blank);
        match error {
            None => spec = typed(&nodes, kind, extensions, &mut found),
            Some(error) => found.push(syntax(&error, piece.start, Loader::Spec(kind))),
        }
        nodes
    } else {
        found.push(unknown_kind(bytes, piece.start));
        source::Document::unparsed(source, piece)
    };
    let document = Document { index, kind, spec, unread: found.unread, source: nodes };
    diagnostics.extend(found.diagnostics.into_iter().map(|diagnostic| Diagnostic {
        document: index,
        span: diagnostic.span.or_else(|| Some(document.locate(&diagnostic.place))),
        ..diagnostic
    }));
    document
}

fn unknown_kind(bytes: &[u8], offset: usize) -> Diagnostic {
    let explanation = kind_help::explain(bytes);
    let place = Place::Bytes(explanation.span.shifted(offset));
    Diagnostic::new(Code::SpecKind, place, explanation.message)
        .help(explanation.help)
        .reference(reference::UNKNOWN_KIND)
}

/// An error of the YAML reader. It is shown as one character, where it was noticed.
pub(super) fn syntax(error: &SyntaxError, offset: usize, loader: Loader) -> Diagnostic {
    let at = error.at.at + offset;
    let code = if error.limit { Code::YamlLimit } else { Code::YamlSyntax };
    let what = if error.limit { "the YAML cannot be read" } else { "this is not valid YAML" };
    let message = format!("{what}: {}", error.problem);
    let mut diagnostic = Diagnostic::new(code, Place::Bytes(Span::new(at, at)), message);
    diagnostic.help = error.help().map(str::to_owned);
    diagnostic.reference(loader.yaml(error.reference()))
}

/// Reads the fields, and makes the checks that Sloth makes while it loads a spec.
fn typed(
    nodes: &source::Document,
    kind: SpecKind,
    extensions: Extensions,
    found: &mut Found,
) -> Option<Spec> {
    match kind {
        SpecKind::Sloth => {
            let spec: sloth::Spec = fields(nodes, kind, extensions, found);
            let known = check_version(kind, "version", &spec.version, "prometheus/v1", found);
            check_not_empty(kind, &FieldPath::root().key("slos"), spec.slos.is_empty(), found);
            known.then_some(Spec::Sloth(spec))
        }
        SpecKind::ServiceLevel => {
            let object: ServiceLevel = fields(nodes, kind, extensions, found);
            let known = check_object(&object, found);
            check_not_empty(
                kind,
                &FieldPath::root().key("spec").key("slos"),
                object.spec.slos.is_empty(),
                found,
            );
            known.then_some(Spec::ServiceLevel(object))
        }
        SpecKind::OpenSlo => {
            let slo: openslo::Slo = fields(nodes, kind, extensions, found);
            let known = check_version(kind, "apiVersion", &slo.api_version, "openslo/v1alpha", found);
            let objectives = FieldPath::root().key("spec").key("objectives");
            check_not_empty(kind, &objectives, slo.spec.objectives.is_empty(), found);
            check_time_windows(&slo, found);
            known.then_some(Spec::OpenSlo(slo))
        }
    }
}

fn fields<'a, T: Deserialize<'a> + Default>(
    nodes: &'a source::Document,
    kind: SpecKind,
    extensions: Extensions,
    found: &mut Found,
) -> T {
    let (value, of_fields) = de::read(nodes, Loader::Spec(kind), extensions);
    *found = of_fields;
    value
}

fn check_version(
    kind: SpecKind,
    field: &'static str,
    written: &str,
    expected: &str,
    found: &mut Found,
) -> bool {
    if written == expected {
        return true;
    }
    let message = format!("`{field}` has to be `{expected}`, but is `{written}`");
    let reference = Loader::Spec(kind).tried(reference::version(expected));
    found
        .push(Diagnostic::new(Code::SpecVersion, FieldPath::root().key(field), message).reference(reference));
    false
}

/// Kubernetes looks kind and version up together.
fn check_object(object: &ServiceLevel, found: &mut Found) -> bool {
    let ServiceLevel { api_version, kind, .. } = object;
    let field = match (api_version.as_str(), kind.as_str()) {
        ("sloth.slok.dev/v1", "PrometheusServiceLevel") => return true,
        ("sloth.slok.dev/v1", _) => "kind",
        _ => "apiVersion",
    };
    let message = format!("there is no `kind: {kind}` of `apiVersion: {api_version}`");
    let cause = format!(
        "no kind \"{kind}\" is registered for version \"{api_version}\" in scheme \"pkg/runtime/scheme.go:111\""
    );
    let diagnostic = Diagnostic::new(Code::SpecVersion, FieldPath::root().key(field), message)
        .help("write `apiVersion: sloth.slok.dev/v1` and `kind: PrometheusServiceLevel`")
        .reference(Loader::Spec(SpecKind::ServiceLevel).yaml(cause));
    // It comes before the types of fields, which depend on it.
    found.diagnostics.insert(0, diagnostic);
    false
}

fn check_not_empty(kind: SpecKind, path: &FieldPath, empty: bool, found: &mut Found) {
    if empty && !found.unread.contains(path) {
        let diagnostic =
            Diagnostic::new(Code::SpecEmpty, Place::Field(path.clone(), Part::Key), "the spec has no SLO")
                .help(format!("add one to the list `{path}`"))
                .reference(Loader::Spec(kind).tried(reference::NO_SLO));
        found.push(diagnostic);
    }
}

fn check_time_windows(slo: &openslo::Slo, found: &mut Found) {
    let path = FieldPath::root().key("spec").key("timeWindows");
    let loader = Loader::Spec(SpecKind::OpenSlo);
    if let [_, _, ..] = slo.spec.time_windows.as_slice() {
        let message = format!("an SLO has one period, and here are {}", slo.spec.time_windows.len());
        let place = Place::Field(path.clone(), Part::Key);
        found.push(
            Diagnostic::new(Code::OpensloUnsupported, place, message)
                .help("make an SLO for each of them")
                .reference(loader.tried(reference::MANY_WINDOWS)),
        );
    }
    for (index, window) in slo.spec.time_windows.iter().enumerate() {
        if !window.unit.eq_ignore_ascii_case("day") {
            let message = format!("a period is counted in days, not in `{}`", window.unit);
            found.push(
                Diagnostic::new(Code::OpensloUnsupported, path.index(index).key("unit"), message)
                    .help("write `unit: Day` and the number of days as `count`")
                    .reference(loader.tried(reference::NOT_DAYS)),
            );
        }
    }
}

impl Found {
    fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}
