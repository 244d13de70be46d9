//! Native specs and `PrometheusServiceLevel` objects to drafts.

use super::alerting::Alerting;
use super::draft::{Draft, DraftEvents, DraftSli, Link};
use super::indicator::{self, origin};
use super::paths::{Base, Paths};
use super::placeholder::Placeholders;
use super::values::Values;
use super::{MAP, alerting, settings};
use crate::catalog;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FieldPath, Place};
use crate::go::number::format_decimal;
use crate::model::{About, Alert, AlertWindows, Field, Labels, Tuning, Window};
use crate::options::{Defaults, Options};
use crate::spec::{Plugins, sloth};
use crate::words;

/// Every SLO of `spec`; reports the SLI plugins that cannot give their query.
pub(super) fn drafts(
    spec: &sloth::Spec,
    paths: &Paths<'_>,
    options: &Options,
    found: &mut Diagnostics,
) -> Vec<Draft> {
    let mut drafts = Vec::with_capacity(spec.slos.len());
    let mut general = Values { paths, base: Base::Defaults, id: None, found: &mut *found };
    let defaults = settings::of_spec(&spec.defaults, &mut general).over(&options.defaults);
    let shared: Labels = spec.labels.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    for (index, slo) in spec.slos.iter().enumerate() {
        let mut labels = shared.clone();
        labels.merge(&slo.labels.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect());
        labels.merge(&options.extra_labels);
        let (chain, overridden) = chain(spec, slo, index, paths);
        let id = format!("{}-{}", spec.service, slo.name);
        let sli = sli(spec, slo, index, paths, options, found);
        let mut values = Values { paths, base: Base::Slo(index), id: Some(&id), found: &mut *found };
        let Own { about, period, windows, tuning, sli, page, ticket } =
            own(spec, slo, &defaults, sli, options, &mut values);
        drafts.push(Draft {
            index,
            id,
            name: slo.name.clone(),
            service: spec.service.clone(),
            description: slo.description.clone(),
            objective: Some(slo.objective),
            about,
            period,
            windows,
            tuning,
            labels,
            sli,
            page,
            ticket,
            chain,
            overridden,
        });
    }
    drafts
}

/// What the fields decide that Sloth does not have.
struct Own {
    about: About,
    period: Window,
    windows: Option<AlertWindows>,
    tuning: Tuning,
    sli: DraftSli,
    page: Option<Alert>,
    ticket: Option<Alert>,
}

fn own(
    spec: &sloth::Spec,
    slo: &sloth::Slo,
    defaults: &Defaults,
    sli: DraftSli,
    options: &Options,
    values: &mut Values<'_>,
) -> Own {
    let settings = settings::of_slo(slo, values).over(defaults);
    let period = settings.period.unwrap_or(options.default_period);
    let mut tuning = settings.tuning();
    (tuning.disabled, tuning.additive) = (slo.disabled, slo.additive);
    settings::check(&tuning, period, values);
    let sli = if !origin::is_ours(&slo.sli) {
        good_or(slo, sli, values)
    } else if let Some(made) = indicator::read(&slo.sli, options.promql, values) {
        tuning.missing_bad = made.missing_bad;
        tuning.additive |= made.additive;
        DraftSli::Events(DraftEvents { bad: made.bad, total: made.total })
    } else {
        DraftSli::Broken
    };
    let mut objective = String::new();
    format_decimal(slo.objective, &mut objective);
    let owner = settings.owner.clone().unwrap_or_default();
    let (id, period_text) = (values.id.unwrap_or_default(), period.to_string());
    let placeholders = Placeholders([id, &objective, &owner, &period_text, &spec.service, &slo.name]);
    let about = About {
        owner: settings.owner.clone(),
        runbook: settings.runbook.as_deref().map(|runbook| placeholders.fill(runbook)),
        links: placeholders.fill_all(&settings.links),
    };
    alerting::complete_health(&mut tuning, slo, &settings, &placeholders);
    let Alerting { page, ticket, windows } =
        alerting::alerting(slo, &settings, period, &placeholders, values);
    Own { about, period, windows, tuning, sli, page, ticket }
}

/// The SLI of good events, if it is one.
fn good_or(slo: &sloth::Slo, sli: DraftSli, values: &mut Values<'_>) -> DraftSli {
    let Some(events) = &slo.sli.events else { return sli };
    match (&events.good_query, &sli) {
        (Some(_), _) if !events.error_query.is_empty() => {
            let message = "the SLI has queries of both good and bad events".to_owned();
            let help =
                "keep one of `good_query` and `error_query`; the other follows from all events".to_owned();
            values.wrong(Code::SliAmbiguous, &["sli", "events", "good_query"], message, Some(help));
            DraftSli::Broken
        }
        (Some(good), DraftSli::Events(events)) => {
            DraftSli::Good { good: good.clone(), total: events.total.clone() }
        }
        _ => sli,
    }
}

/// The queries of `slo`; an SLI plugin's replaces a raw one beside it.
fn sli(
    spec: &sloth::Spec,
    slo: &sloth::Slo,
    index: usize,
    paths: &Paths<'_>,
    options: &Options,
    found: &mut Diagnostics,
) -> DraftSli {
    let events = slo.sli.events.as_ref();
    let events = events
        .map(|events| DraftEvents { bad: events.error_query.clone(), total: events.total_query.clone() });
    let raw = match &slo.sli.plugin {
        None => slo.sli.raw.as_ref().map(|raw| raw.error_ratio_query.clone()),
        Some(plugin) => match plugin_query(slo, plugin, options) {
            Ok(query) => Some(query),
            Err(PluginProblem { code, field, message, help, reference }) => {
                let place = paths.of_field(index, &field).map_or(Place::Document, Place::from);
                let mut diagnostic =
                    Diagnostic::new(code, place, message).reference(format!("{MAP}{reference}"));
                diagnostic.help = help;
                diagnostic.slo = Some(format!("{}-{}", spec.service, slo.name));
                found.push(diagnostic);
                return DraftSli::Broken;
            }
        },
    };
    DraftSli::new(raw, events)
}

const BUILT_IN: &str = "the `sloth-common/…` plugins are built in";

struct PluginProblem {
    code: Code,
    field: Field,
    message: String,
    help: Option<String>,
    reference: String,
}

fn plugin_query(
    slo: &sloth::Slo,
    used: &sloth::SliPlugin,
    options: &Options,
) -> Result<String, PluginProblem> {
    let id = used.id.as_str();
    let Some(plugin) = catalog::find(id) else {
        let (code, message, help) = match options.go_plugins.file_of_sli_plugin(id) {
            Some(file) => (
                Code::PluginGoSource,
                format!("the SLI plugin `{id}` is Go source in `{file}`, which this compiler does not run"),
                "write the query that the plugin returns as `raw` or `events`, or use a built-in `sloth-common/…` plugin".to_owned(),
            ),
            None if id.is_empty() => {
                (Code::PluginUnknown, "the SLI plugin has no `id`".to_owned(), BUILT_IN.to_owned())
            }
            None => {
                let near = words::nearest(id, catalog::all().map(|plugin| plugin.id));
                let help = near.map_or_else(|| BUILT_IN.to_owned(), |near| format!("did you mean `{near}`?"));
                (Code::PluginUnknown, format!("there is no SLI plugin `{id}`"), help)
            }
        };
        return Err(PluginProblem {
            code,
            field: Field::SliPlugin,
            message,
            help: Some(help),
            reference: format!("could not get plugin: plugin \"{id}\" not found: resource not found"),
        });
    };
    let input = catalog::Input { objective: slo.objective, options: &used.options };
    plugin.build(&input).map_err(|error| PluginProblem {
        code: Code::PluginConfig,
        field: Field::SliPluginOption(error.option.to_owned()),
        message: format!("`{id}`: {}", error.message),
        help: None,
        reference: format!("plugin \"{id}\" execution error: {}", error.reference),
    })
}

/// The chain that the spec and the SLO ask for, and whether one of them drops what is before it.
fn chain(spec: &sloth::Spec, slo: &sloth::Slo, index: usize, paths: &Paths<'_>) -> (Vec<Link>, bool) {
    let (group, own) = (&spec.slo_plugins, &slo.plugins);
    let inherited = if own.override_previous { Vec::new() } else { links(group, |at| paths.group_link(at)) };
    let chain = inherited.into_iter().chain(links(own, |at| paths.slo_link(index, at))).collect();
    (chain, own.override_previous || group.override_previous)
}

fn links(plugins: &Plugins, path: impl Fn(usize) -> Option<FieldPath>) -> Vec<Link> {
    let link = |(position, declaration): (usize, &_)| Link {
        declaration: Clone::clone(declaration),
        path: path(position),
    };
    plugins.chain.iter().enumerate().map(link).collect()
}
