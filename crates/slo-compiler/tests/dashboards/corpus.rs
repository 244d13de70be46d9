//! The specs that are tested with, compiled, and the queries of their dashboards.

use std::fs;
use std::path::{Path, PathBuf};

use slo_compiler::dashboard::model::{Dashboard, Panel};
use slo_compiler::dashboard::{self, Settings};
use slo_compiler::model::Window;
use slo_compiler::rules::Profile;
use slo_compiler::{Compiled, Options, Source, compile};
use slo_testkit::repo;

/// A spec file under both profiles.
pub(crate) const PROFILES: [Profile; 2] = [Profile::Sloth, Profile::Native];

/// Every YAML file of the examples and the conformance cases that compiles.
pub(crate) fn everything(profile: Profile) -> Vec<(PathBuf, Compiled)> {
    let mut files = Vec::new();
    for folder in ["examples", "specs/conformance/cases"] {
        yaml_files(&repo::root().join(folder), &mut files);
    }
    files.sort();
    let mut options = Options::default();
    options.profile = profile;
    let compiled = files.into_iter().filter_map(|path| {
        let outcome = compile(&Source::new("spec.yml", fs::read(&path).unwrap()), &options);
        let compiled = outcome.compiled?;
        let has_slos = compiled.slos().next().is_some();
        has_slos.then_some((path, compiled))
    });
    compiled.collect()
}

fn yaml_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("expect") {
            yaml_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "yml" || extension == "yaml") {
            found.push(path);
        }
    }
}

/// The SLOs of a text.
pub(crate) fn compiled(text: &str, profile: Profile) -> Compiled {
    compiled_over(Window::days(30), text, profile)
}

/// The same with a period.
pub(crate) fn compiled_over(period: Window, text: &str, profile: Profile) -> Compiled {
    let mut options = Options::default();
    options.profile = profile;
    options.default_period = period;
    compile(&Source::new("spec.yml", text.as_bytes()), &options).compiled.expect("it has no error")
}

/// One SLO, grouped by `group` if that is not empty, with an objective.
pub(crate) fn spec(service: &str, objective: &str, group: &str) -> String {
    let by = if group.is_empty() { String::new() } else { format!(" by ({group})") };
    format!(
        "version: prometheus/v1
service: {service}
slos:
  - name: availability
    objective: {objective}
    description: Requests are answered.
    labels: {{owner: web}}
    sli:
      events:
        error_query: sum{by} (rate(http_requests_total{{code=~\"5..\"}}[{{{{.window}}}}]))
        total_query: sum{by} (rate(http_requests_total[{{{{.window}}}}]))
    alerting:
      name: Errors
"
    )
}

/// Dashboards with everything that settings can add.
pub(crate) fn settings() -> Settings {
    let mut settings = Settings::default();
    settings.external_labels = vec!["cluster".to_owned()];
    settings.tags = vec!["platform".to_owned()];
    settings
}

pub(crate) fn dashboards(compiled: &Compiled, settings: &Settings) -> Vec<Dashboard> {
    dashboard::all(compiled.slos(), settings)
}

pub(crate) fn panels(dashboard: &Dashboard) -> impl Iterator<Item = &Panel> {
    dashboard.rows.iter().flat_map(|row| &row.panels)
}

/// Every expression: those of panels, and those of annotations.
pub(crate) fn expressions(dashboard: &Dashboard) -> Vec<&str> {
    let panels = panels(dashboard).flat_map(|panel| panel.view.queries()).map(|query| query.expr.as_str());
    panels.chain(dashboard.annotations.iter().map(|annotation| annotation.expr.as_str())).collect()
}

/// The expression as Grafana sends it: variables replaced by what they stand for.
pub(crate) fn sent(expr: &str) -> String {
    let mut text = expr.replace("$__range", "31d");
    while let Some(at) = text.find('$') {
        let end = text[at + 1..].find(|c: char| !c.is_alphanumeric() && c != '_');
        text.replace_range(at..end.map_or(text.len(), |end| at + 1 + end), ".*");
    }
    text
}
