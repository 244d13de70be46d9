//! Native specs and `PrometheusServiceLevel` objects to drafts.

use super::MAP;
use super::draft::{Draft, DraftEvents, DraftSli, Link};
use super::paths::Paths;
use crate::catalog;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FieldPath, Place};
use crate::model::{Alert, Field, Labels};
use crate::options::Options;
use crate::spec::{Plugins, Texts, sloth};

/// Every SLO of `spec`; reports the SLI plugins that cannot give their query.
pub(super) fn drafts(
    spec: &sloth::Spec,
    paths: &Paths<'_>,
    options: &Options,
    found: &mut Diagnostics,
) -> Vec<Draft> {
    let mut drafts = Vec::with_capacity(spec.slos.len());
    let shared: Labels = spec.labels.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    for (index, slo) in spec.slos.iter().enumerate() {
        let mut labels = shared.clone();
        labels.merge(&slo.labels.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect());
        labels.merge(&options.extra_labels);
        let (chain, overridden) = chain(spec, slo, index, paths);
        drafts.push(Draft {
            index,
            id: format!("{}-{}", spec.service, slo.name),
            name: slo.name.clone(),
            service: spec.service.clone(),
            description: slo.description.clone(),
            objective: Some(slo.objective),
            period: options.default_period,
            labels,
            sli: sli(spec, slo, index, paths, options, found),
            page: alert(&slo.alerting, &slo.alerting.page_alert),
            ticket: alert(&slo.alerting, &slo.alerting.ticket_alert),
            chain,
            overridden,
        });
    }
    drafts
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
                "write the query that the plugin returns as `raw` or `events`, or use a built-in `sloth-common/…` plugin",
            ),
            None => (
                Code::PluginUnknown,
                format!("there is no SLI plugin `{id}`"),
                "the `sloth-common/…` plugins are built in",
            ),
        };
        return Err(PluginProblem {
            code,
            field: Field::SliPlugin,
            message,
            help: Some(help.to_owned()),
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

fn alert(shared: &sloth::Alerting, own: &sloth::Alert) -> Option<Alert> {
    if own.disable {
        return None;
    }
    let merged = |first: &Texts, second: &Texts| -> Labels {
        first.iter().chain(second).map(|(name, value)| (name.as_str(), value.as_str())).collect()
    };
    Some(Alert {
        name: shared.name.as_str().into(),
        labels: merged(&shared.labels, &own.labels),
        annotations: merged(&shared.annotations, &own.annotations),
        ..Alert::default()
    })
}
