//! The whole compiler as one function.

mod backfill;
mod linted;
mod output;

use std::collections::{BTreeSet, HashSet};

use crate::dashboard::Subject;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FieldPath, Place};
use crate::emit::PROMETHEUS_RULE_TRANSFORM;
use crate::lint::{self, Origin};
use crate::lower;
use crate::model::Slo;
use crate::options::Options;
use crate::plan::{self, Plan, plan};
use crate::rules::{Profile, RuleKind, SloRules, clash};
use crate::source::Source;
use crate::spec::{self, Document, ObjectMeta, Spec, SpecKind};
pub use backfill::Backfill;
pub use linted::lint_across;

/// What became of a source.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Outcome {
    /// The result, if there is no error.
    pub compiled: Option<Compiled>,
    /// The documents without an error, where another document has one: for checks across sources, not for output.
    pub intact: Compiled,
    /// Everything there is to say, errors or not, in the order of the source.
    pub diagnostics: Diagnostics,
}

/// The rules of a source.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Compiled {
    /// One for each document, in order.
    pub documents: Vec<CompiledDocument>,
}

/// The rules of one document.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CompiledDocument {
    /// What the document is written in.
    pub kind: SpecKind,
    /// Name, namespace and the like, where the document is a Kubernetes object.
    pub metadata: Option<ObjectMeta>,
    /// Its SLOs, in order.
    pub slos: Vec<CompiledSlo>,
}

/// An SLO and its rules.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CompiledSlo {
    /// The SLO.
    pub slo: Slo,
    /// Its windows and thresholds.
    pub plan: Plan,
    /// Its rules.
    pub rules: SloRules,
    /// Where it stands in the source; only when lints run, for [`lint_across`].
    pub origin: Option<Origin>,
}

impl<'a> From<&'a CompiledSlo> for Subject<'a> {
    fn from(compiled: &'a CompiledSlo) -> Self {
        Self::new(&compiled.slo, &compiled.plan, &compiled.rules)
    }
}

/// Compiles every document of `source`.
///
/// The stages are public one by one: [`spec::read`] → [`lower::group`] and [`lower::Group::slo`] → [`plan()`] →
/// [`Chain::run`](crate::passes::Chain::run). Emission is up to the caller, see [`crate::emit`].
#[must_use]
pub fn compile(source: &Source, options: &Options) -> Outcome {
    let mut diagnostics = Diagnostics::default();
    let mut documents = Vec::new();
    let mut linted = Vec::new();
    for document in spec::read_with(source, options.extensions, &mut diagnostics) {
        let mut found = Diagnostics::default();
        let compiled = compile_document(&document, options, &mut found);
        documents.extend(compiled.map(|compiled| (document.index, compiled)));
        // What is wrong with a field that could not be read is said already, and so is what is wrong with a field that
        // all SLOs share.
        let mut said = HashSet::new();
        let news = found.into_iter().filter(|diagnostic| {
            let Diagnostic { code, place, message, .. } = diagnostic;
            document.was_read(place) && said.insert((*code, place.clone(), message.clone()))
        });
        diagnostics.extend(news.map(|diagnostic| located(diagnostic, &document)));
        linted.extend(options.lints.enabled().then_some(document));
    }
    if options.lints.enabled() {
        diagnostics = lint::allow::apply(source, &linted, diagnostics, &options.lints);
    }
    let bad: BTreeSet<usize> = diagnostics.errors().map(|error| error.document).collect();
    documents.retain(|(index, _)| !bad.contains(index));
    let good = Compiled { documents: documents.into_iter().map(|(_, document)| document).collect() };
    if bad.is_empty() {
        Outcome { compiled: Some(good), intact: Compiled::default(), diagnostics }
    } else {
        Outcome { compiled: None, intact: good, diagnostics }
    }
}

fn compile_document(
    document: &Document,
    options: &Options,
    found: &mut Diagnostics,
) -> Option<CompiledDocument> {
    let spec = document.spec.as_ref()?;
    let group = lower::group(spec, options, found);
    let mut slos = Vec::with_capacity(group.len());
    let mut lints = Vec::new();
    for draft in group.drafts() {
        let Some((slo, chain)) = group.slo(draft, options, found) else { continue };
        let plan = match options.profile {
            Profile::Sloth => plan(&slo),
            Profile::Native => plan::native(&slo),
        };
        let info = lower::info(spec.kind(), options);
        found.extend(chain.notes().map(|note| group.note(draft, note)));
        match chain.run(&slo, &plan, &info) {
            Ok((rules, remarks)) => {
                found.extend(remarks.into_iter().map(|remark| group.remark(draft, remark)));
                // A drop-in for Sloth writes what Sloth writes, and has no lints.
                if options.profile == Profile::Native || options.lints.enabled() {
                    let clashes = clash::clashes(&slo, &rules);
                    found.extend(clashes.into_iter().map(|remark| group.remark(draft, remark)));
                }
                let mut compiled = CompiledSlo { slo, plan, rules, origin: None };
                if options.lints.enabled() {
                    lints.extend(compiled.lint(document, &group, draft, options));
                }
                compiled.rules = enabled(compiled.rules, options);
                slos.push(compiled);
            }
            Err(problem) => found.push(group.problem(draft, *problem)),
        }
    }
    // Findings are no reason to stop here: a comment may allow them.
    let has_errors = found.has_errors();
    found.extend(linted::each_once(lints));
    if has_errors {
        return None;
    }
    let metadata = match spec {
        Spec::ServiceLevel(object) => Some(object.metadata.clone()),
        Spec::Sloth(_) | Spec::OpenSlo(_) => None,
    };
    let compiled = CompiledDocument { kind: spec.kind(), metadata, slos };
    let problem = emission_problem(&compiled, options).or_else(|| nameless(&compiled, options));
    let writable = problem.is_none();
    found.extend(problem);
    writable.then_some(compiled)
}

/// Without the kinds of rule that the run does not want.
fn enabled(mut rules: SloRules, options: &Options) -> SloRules {
    if !options.recordings || !options.alerts {
        rules.retain(|rule| match rule.kind {
            RuleKind::Record(_) => options.recordings,
            RuleKind::Alert(_) => options.alerts,
        });
    }
    rules
}

/// What would keep a compiled document from being written.
fn emission_problem(document: &CompiledDocument, options: &Options) -> Option<Diagnostic> {
    if !options.require_rules || document.slos.is_empty() {
        return None;
    }
    if document.metadata.is_some() {
        let id = &options.kubernetes_transform;
        return (id != PROMETHEUS_RULE_TRANSFORM).then(|| {
            Diagnostic::new(
                Code::PluginTransform,
                Place::Document,
                format!("there is no Kubernetes transformation `{id}`"),
            )
            .help(format!("the only one is `{PROMETHEUS_RULE_TRANSFORM}`"))
            .reference(format!(
                "could not store SLOs: could not get k8s transformer plugin \"{id}\": plugin \"{id}\" not found: resource not found"
            ))
        });
    }
    let disabled = |slo: &CompiledSlo| slo.plan.native.is_some() && slo.slo.tuning.disabled;
    let empty = document.slos.iter().all(|slo| !disabled(slo) && slo.rules.groups().next().is_none());
    empty.then(|| {
        Diagnostic::new(Code::RulesNone, Place::Document, "the document yields no rule at all")
            .help("recordings and alerts are switched off, or the plugin chain leaves the default passes out")
            .reference("could not store SLOs: 0 SLO Prometheus rules generated")
    })
}

/// An object without a name cannot be applied. Sloth writes it all the same, and what stands in for Sloth has no lints.
fn nameless(document: &CompiledDocument, options: &Options) -> Option<Diagnostic> {
    let metadata = document.metadata.as_ref()?;
    let path = FieldPath::root().key("metadata").key("name");
    (metadata.name.is_empty() && options.lints.enabled()).then(|| {
        Diagnostic::new(Code::SloName, path, "the object has no name")
            .help("write `metadata.name`; what is made of the object has the same name")
    })
}

/// The diagnostic with its place in bytes of the source.
fn located(mut diagnostic: Diagnostic, document: &Document) -> Diagnostic {
    diagnostic.document = document.index;
    diagnostic.span = Some(document.locate(&diagnostic.place));
    if let Some(fix) = &mut diagnostic.fix {
        for edit in &mut fix.edits {
            edit.span = document.locate_exactly(&edit.place);
        }
    }
    // An edit of something else than what was meant would do harm.
    diagnostic.fix = diagnostic.fix.filter(|fix| fix.edits.iter().all(|edit| edit.span.is_some()));
    diagnostic
}

impl Compiled {
    /// Every SLO, in order.
    pub fn slos(&self) -> impl Iterator<Item = &CompiledSlo> {
        self.documents.iter().flat_map(|document| &document.slos)
    }
}
