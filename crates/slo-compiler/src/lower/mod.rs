//! From what the user wrote to what it means.
//!
//! In: a typed spec and the options of the run. Out: validated SLOs, each with its chain of passes. Keeps: every problem
//! of every SLO is reported, in the order in which the reference would meet them; what comes out needs no second check.

mod alerting;
mod chain;
mod check;
mod draft;
mod indicator;
mod openslo;
mod paths;
mod placeholder;
mod settings;
mod sloth;
mod values;
mod windows;

use std::collections::BTreeMap;

pub use draft::Draft;
use paths::Paths;
pub use placeholder::{PLACEHOLDERS, unknown_placeholders};
pub use windows::{FileDiagnostic, WindowsError, windows};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::model::{AlertWindows, Field, FieldPart, Slo, Window};
use crate::options::{Caller, Options};
use crate::passes::{Chain, Problem, QueryLanguage};
use crate::promql;
use crate::rules::{Info, Profile, Remark};
use crate::spec::sloth::SliPlugin;
use crate::spec::{Spec, SpecKind};
use crate::words;

/// The reference's words before every problem of the generation stage.
const GENERATE: &str = "could not generate SLOs: could not generate Prometheus SLO rules: ";

/// The reference's words before every problem of the mapping.
const MAP: &str = "could not generate SLOs: could not map to model: ";

/// The shortest window that is made up for a period: with scrapes up to two minutes apart, a shorter one has no rate.
const SHORTEST: Window = Window::minutes(5);

/// The shortest period for which windows are made up: less leaves no room for them.
const SHORTEST_PERIOD: Window = Window::days(1);

/// The SLOs of one document, mapped but not yet checked.
pub struct Group<'a> {
    paths: Paths<'a>,
    drafts: Vec<Draft>,
}

/// Maps the SLOs of `spec`.
pub fn group<'a>(spec: &'a Spec, options: &Options, found: &mut Diagnostics) -> Group<'a> {
    let paths = Paths::of(spec);
    let drafts = match spec {
        Spec::Sloth(spec) => sloth::drafts(spec, &paths, options, found),
        Spec::ServiceLevel(object) => sloth::drafts(&object.spec, &paths, options, found),
        Spec::OpenSlo(spec) => openslo::drafts(spec, options, found),
    };
    let group = Group { paths, drafts };
    group.report_duplicates(found);
    group
}

impl Group<'_> {
    /// How many SLOs there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.drafts.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.drafts.is_empty()
    }

    /// The SLOs, in order.
    pub fn drafts(&self) -> impl Iterator<Item = &Draft> {
        self.drafts.iter()
    }

    /// Checks one SLO and reads the configuration of its passes; `None` after reporting why not.
    pub fn slo(&self, draft: &Draft, options: &Options, found: &mut Diagnostics) -> Option<(Slo, Chain)> {
        let (promql, profile) = (options.promql, options.profile);
        let mut report = Report { paths: &self.paths, draft, promql, profile, found };
        let windows = windows_of(draft, options);
        if windows.is_none() {
            report.period_unknown(options);
        }
        report.period_fits(options);
        report.scrapes_fit(windows.as_ref());
        report.unused(options);
        let chain = chain::resolve(draft, options, &mut report);
        // A chain that cannot be made would most probably have validated the SLO.
        let languages =
            chain.as_ref().map_or_else(|| vec![QueryLanguage::Promql], |chain| chain.languages().collect());
        let slo = check::check(draft, windows, &languages, &mut report)?;
        Some((slo, chain?))
    }

    /// Says of an SLO why a pass failed.
    #[must_use]
    pub fn problem(&self, draft: &Draft, problem: Problem) -> Diagnostic {
        let Problem { code, at, message, help, reference } = problem;
        let mut diagnostic = diagnostic(&self.paths, draft, code, at, message)
            .reference(format!("{}slo processor failed: {reference}", slo_prefix(draft)));
        diagnostic.help = help.map(str::to_owned);
        diagnostic
    }

    /// Says what is to be known about the rules of an SLO.
    #[must_use]
    pub fn remark(&self, draft: &Draft, remark: Remark) -> Diagnostic {
        let Remark { code, at, message, help } = remark;
        let mut diagnostic = diagnostic(&self.paths, draft, code, at, message);
        diagnostic.help = help;
        diagnostic
    }

    /// What a debug pass has to say.
    #[must_use]
    pub fn note(&self, draft: &Draft, note: &str) -> Diagnostic {
        diagnostic(&self.paths, draft, Code::PluginDebug, FieldPart::default(), format!("debug pass: {note}"))
    }

    /// Where the document has a part of the SLO of `draft`.
    pub(crate) fn place(&self, draft: &Draft, at: FieldPart) -> Place {
        self.paths.place(draft.index, at)
    }

    /// Whether the queries of `draft` are made of something that is no query.
    pub(crate) fn is_made(&self, draft: &Draft) -> bool {
        self.paths.sli(draft.index).is_some_and(indicator::origin::is_ours)
    }

    /// The SLI plugin that made the queries of `draft`.
    pub(crate) fn sli_plugin(&self, draft: &Draft) -> Option<&SliPlugin> {
        self.paths.sli_plugin(draft.index)
    }

    fn report_duplicates(&self, found: &mut Diagnostics) {
        let mut first = BTreeMap::new();
        for draft in &self.drafts {
            let earlier = *first.entry(draft.id.as_str()).or_insert(draft.index);
            if earlier != draft.index {
                let message =
                    format!("the SLO id `{}` is taken by SLO {} of this document", draft.id, earlier + 1);
                let diagnostic =
                    diagnostic(&self.paths, draft, Code::SloDuplicate, Field::Name.into(), message)
                        .help("the id is the service and the name joined by `-`; give the SLO another name")
                        .reference(format!(
                            "{GENERATE}invalid SLO group: SLO ID \"{}\" is repeated",
                            draft.id
                        ));
                found.push(diagnostic);
            }
        }
    }
}

/// The windows that the SLO chooses itself, else those of its period, which only our own profile can make up.
fn windows_of(draft: &Draft, options: &Options) -> Option<AlertWindows> {
    let made = || match options.profile {
        Profile::Native => {
            AlertWindows::scaled(draft.period, SHORTEST).filter(|_| draft.period >= SHORTEST_PERIOD)
        }
        Profile::Sloth => None,
    };
    draft.windows.or_else(|| options.windows.get(draft.period).copied()).or_else(made)
}

/// The labels of the info metric that tell how the rules came about.
#[must_use]
pub fn info(kind: SpecKind, options: &Options) -> Info {
    let (mode, spec) = match (options.caller, kind) {
        (Caller::Cli, SpecKind::Sloth) => ("cli-gen-prom", "prometheus/v1"),
        (Caller::Cli, SpecKind::ServiceLevel) => ("cli-gen-k8s", "sloth.slok.dev/v1"),
        (Caller::Cli, SpecKind::OpenSlo) => ("cli-gen-openslo", "openslo/v1alpha"),
        (Caller::Controller, SpecKind::ServiceLevel) => ("ctrl-gen-k8s", "sloth.slok.dev/v1"),
        (Caller::Library | Caller::Controller, SpecKind::Sloth) => ("api-gen-prom", "prometheus/v1"),
        (Caller::Library, SpecKind::ServiceLevel) => ("api-gen-k8s", "sloth.slok.dev/v1"),
        (Caller::Library | Caller::Controller, SpecKind::OpenSlo) => ("api-gen-openslo", "openslo/v1alpha"),
    };
    Info { version: options.version.as_str().into(), mode, spec }
}

/// Where the problems of one SLO go.
struct Report<'a> {
    paths: &'a Paths<'a>,
    draft: &'a Draft,
    promql: promql::Options,
    profile: Profile,
    found: &'a mut Diagnostics,
}

impl Report<'_> {
    /// Adds a problem; `reference` follows `could not generate "<id>" slo: `.
    fn push(
        &mut self,
        code: Code,
        at: impl Into<FieldPart>,
        message: String,
        help: Option<String>,
        reference: &str,
    ) {
        let mut diagnostic = diagnostic(self.paths, self.draft, code, at.into(), message)
            .reference(format!("{}{reference}", slo_prefix(self.draft)));
        diagnostic.help = help;
        self.found.push(diagnostic);
    }

    fn period_unknown(&mut self, options: &Options) {
        let period = self.draft.period;
        let known: Vec<String> = options.windows.periods().map(|period| format!("`{period}`")).collect();
        let help = match options.profile {
            Profile::Native => {
                "the period has to be a day or longer, or the SLO has windows of its own".to_owned()
            }
            Profile::Sloth => format!(
                "the periods of this run are {}; alert windows for others can be loaded, and the profile `native` makes them",
                known.join(", ")
            ),
        };
        self.push(
            Code::PeriodUnknown,
            Field::Setting("period"),
            format!("there are no alert windows for an SLO period of {period}"),
            Some(help),
            &format!(
                "could not generate SLO alerts: the {} SLO period time window is not supported",
                period.go_clock()
            ),
        );
    }

    /// Tells which settings the rules of the run's profile make no use of.
    fn unused(&mut self, options: &Options) {
        let unused = settings::unused(self.draft);
        if options.profile != Profile::Sloth || unused.is_empty() {
            return;
        }
        let names = words::all(unused.iter().copied());
        let message = format!("the rules of the profile `sloth` make no use of {names}");
        let at = Field::Setting(unused.first().copied().unwrap_or_default()).into();
        let note = diagnostic(self.paths, self.draft, Code::SpecUnused, at, message)
            .help("compile with the profile `native`");
        self.found.push(note);
    }

    /// A rate needs two samples, and every window has to hold that many.
    fn scrapes_fit(&mut self, windows: Option<&AlertWindows>) {
        let shortest = windows.map(|windows| windows.page.quick.short.min(windows.ticket.quick.short));
        let (Some(interval), Some(shortest)) = (self.draft.tuning.scrape_interval, shortest) else { return };
        if interval.times(2) <= shortest {
            return;
        }
        let message = format!("scrapes every {interval} are too rare for a window of {shortest}");
        let at = Field::Setting("scrape_interval").into();
        let conflict = diagnostic(self.paths, self.draft, Code::SpecConflict, at, message)
            .help("scrape more often, or choose longer windows with `alerting.windows`");
        self.found.push(conflict);
    }

    /// Warns of a period that the server has forgotten before it ends.
    fn period_fits(&mut self, options: &Options) {
        let period = self.draft.period;
        let Some(retention) = options.retention.filter(|retention| *retention < period) else { return };
        if self.draft.tuning.disabled && self.profile == Profile::Native {
            return;
        }
        let message = format!("the period of {period} is longer than samples are kept ({retention})");
        let at = Field::Setting("period").into();
        let warning = diagnostic(self.paths, self.draft, Code::PeriodRetention, at, message).help(
            "shorten the period, or keep samples longer: what is gone counts as if nothing had happened",
        );
        self.found.push(warning);
    }
}

fn slo_prefix(draft: &Draft) -> String {
    format!("{GENERATE}could not generate \"{}\" slo: ", draft.id)
}

fn diagnostic(paths: &Paths<'_>, draft: &Draft, code: Code, at: FieldPart, message: String) -> Diagnostic {
    let mut diagnostic = Diagnostic::new(code, paths.place(draft.index, at), message);
    diagnostic.slo = Some(draft.id.clone());
    diagnostic
}
