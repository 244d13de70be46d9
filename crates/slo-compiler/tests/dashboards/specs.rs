//! SLOs to make dashboards of.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use slo_compiler::dashboard::model::{Dashboard, Panel, VariableKind, View};
use slo_compiler::dashboard::{self, Settings};
use slo_compiler::emit::grafana;
use slo_compiler::promql::{self, Expr};
use slo_compiler::rules::Profile;
use slo_compiler::{Compiled, Options, Source, compile, lower};
use slo_testkit::{conformance, repo};

pub(crate) const PROFILES: [Profile; 2] = [Profile::Sloth, Profile::Native];

/// An SLO of 99.9 % over 30 days, with events, both alerts and a team.
pub(crate) const PLAIN: &str = r#"
version: "prometheus/v1"
service: checkout
labels: {team: web}
slos:
  - name: availability
    objective: 99.9
    description: Checkouts are answered.
    sli:
      events:
        error_query: sum(rate(http_requests_total{code=~"5.."}[{{.window}}]))
        total_query: sum(rate(http_requests_total[{{.window}}]))
    alerting: {name: CheckoutErrors, annotations: {runbook: "https://example.com/runbook"}}
"#;

/// PLAIN with the SLI kept apart by region.
pub(crate) fn grouped() -> String {
    PLAIN.replace("sum(", "sum by (region) (")
}

/// An SLO of a service called shop, kept apart by `group` if that is not empty.
pub(crate) fn shop(group: &str) -> String {
    let by = if group.is_empty() { String::new() } else { format!(" by ({group})") };
    format!(
        "version: prometheus/v1
service: shop
slos:
  - name: availability
    objective: 99.9
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

pub(crate) fn options(profile: Profile) -> Options {
    let mut options = Options::default();
    options.profile = profile;
    options
}

/// The rules of a spec that has no error.
pub(crate) fn compiled(spec: &str, options: &Options) -> Compiled {
    let outcome = compile(&Source::new("slo.yml", spec.as_bytes()), options);
    outcome.compiled.unwrap_or_else(|| panic!("{:?}", outcome.diagnostics))
}

pub(crate) fn dashboards(spec: &str, profile: Profile) -> Vec<Dashboard> {
    dashboard::all(compiled(spec, &options(profile)).slos(), &Settings::default())
}

/// The dashboards of every service: neither overview nor months.
pub(crate) fn details(spec: &str, profile: Profile) -> Vec<Dashboard> {
    dashboard::all(compiled(spec, &options(profile)).slos(), &Settings::default())
        .into_iter()
        .filter(|dashboard| !["slo-overview", "slo-month"].contains(&dashboard.uid.as_str()))
        .collect()
}

/// What Grafana gets.
pub(crate) fn classic(dashboard: &Dashboard) -> String {
    grafana::json(dashboard, grafana::Schema::Classic)
}

/// The same as a tree.
pub(crate) fn json(dashboard: &Dashboard) -> Value {
    serde_json::from_str(&classic(dashboard)).unwrap()
}

pub(crate) fn panels(dashboard: &Dashboard) -> impl Iterator<Item = &Panel> {
    dashboard.rows.iter().flat_map(|row| &row.panels)
}

/// The panels that show data.
pub(crate) fn data_panels(dashboard: &Dashboard) -> impl Iterator<Item = &Panel> {
    panels(dashboard).filter(|panel| !matches!(panel.view, View::Text(_)))
}

pub(crate) fn panel<'d>(dashboard: &'d Dashboard, title: &str) -> &'d Panel {
    panels(dashboard).find(|panel| panel.title == title).unwrap_or_else(|| panic!("no panel {title}"))
}

/// The first query of a panel.
pub(crate) fn expr<'d>(dashboard: &'d Dashboard, title: &str) -> &'d str {
    &panel(dashboard, title).view.queries().next().unwrap().expr
}

/// Every query of some dashboards, parsed: those of panels, of marks and of variables.
pub(crate) fn parsed(dashboards: &[Dashboard]) -> impl Iterator<Item = (String, Expr)> {
    let of_panels = |dashboard| panels(dashboard).flat_map(|panel| panel.view.queries());
    let all = dashboards.iter().flat_map(move |dashboard| {
        let marks = dashboard.annotations.iter().map(|annotation| annotation.expr.as_str());
        let found = dashboard.variables.iter().filter_map(|variable| match &variable.kind {
            VariableKind::Results { expr, .. } => Some(expr.as_str()),
            VariableKind::LabelValues { selector, .. } => Some(selector.as_str()),
            _ => None,
        });
        of_panels(dashboard).map(|query| query.expr.as_str()).chain(marks).chain(found)
    });
    all.map(|expr| {
        let text = expr.replace("$__range", "2678400s");
        let parsed = promql::parse(&text, promql::Options::default());
        (text.clone(), parsed.unwrap_or_else(|problem| panic!("{text}: {problem}")))
    })
}

/// Calls `look` with every panel that shows data, and tells how many there are.
pub(crate) fn each_panel(json: &Value, look: &mut impl FnMut(&Value)) -> usize {
    let panels = json["panels"].as_array().unwrap();
    let nested = panels.iter().flat_map(|panel| panel["panels"].as_array().into_iter().flatten());
    let all = panels.iter().chain(nested).filter(|panel| panel["type"] != "row" && panel["type"] != "text");
    all.map(look).count()
}

/// Every value in `tree` whose key is `key`.
pub(crate) fn all<'v>(tree: &'v Value, key: &str, found: &mut Vec<&'v Value>) {
    match tree {
        Value::Object(fields) => {
            found.extend(fields.get(key));
            fields.values().for_each(|value| all(value, key, found));
        }
        Value::Array(items) => items.iter().for_each(|value| all(value, key, found)),
        _ => {}
    }
}

/// The corpus, and the SLOs of this file in both profiles.
pub(crate) fn everything() -> impl Iterator<Item = (String, Compiled)> {
    let own = PROFILES.into_iter().flat_map(|profile| {
        [PLAIN, &grouped()].map(|spec| (format!("{profile:?}"), compiled(spec, &options(profile))))
    });
    corpus().chain(own)
}

/// Every example and every input of a conformance case that compiles, in both profiles.
pub(crate) fn corpus() -> impl Iterator<Item = (String, Compiled)> {
    let root = repo::root().join("examples");
    let windows = ["28d.yml", "7d.yml"]
        .map(|name| Source::new(name, fs::read(root.join("windows").join(name)).unwrap()));
    let windows = lower::windows(&windows).unwrap().0;
    let mut files = yaml_files(&root);
    files.extend(conformance::cases().flat_map(|case| {
        let expected = case.dir.join("expect");
        yaml_files(&case.dir).into_iter().filter(move |file| !file.starts_with(&expected))
    }));
    files.into_iter().flat_map(move |file| {
        let windows = windows.clone();
        PROFILES.into_iter().filter_map(move |profile| {
            let mut options = options(profile);
            options.windows = windows.clone();
            let outcome = compile(&Source::new("spec", fs::read(&file).unwrap()), &options);
            Some((format!("{} as {profile:?}", file.display()), outcome.compiled?))
        })
    })
}

fn yaml_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(folder).unwrap();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "yml" || extension == "yaml") {
                found.push(path);
            }
        }
    }
    found
}
