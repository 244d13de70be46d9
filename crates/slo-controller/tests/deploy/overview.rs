//! The dashboards that the chart brings: overview and months, which are about all objects and so made of none.
//!
//! They ask for what the rules of every SLO record under the profile `sloth`, and stay the same whatever objects there are.

use std::fs;

use serde_json::Value;
use slo_compiler::dashboard::model::{Dashboard, View};
use slo_compiler::dashboard::{self, Settings, Subject};
use slo_compiler::emit::grafana::{self, Schema};
use slo_compiler::{Options, Source, compile};

use crate::support::{chart, check_file, objects, render};

/// An SLO with everything that a dashboard of many can show. The name of its service is none that an id can hold: dashboards of
/// objects have other ids, so what leads to them is a search. Its labels are only those of the info metric, because objects may
/// have theirs from a plugin that sets no others.
const SPEC: &str = r"
version: prometheus/v1
service: any.service
slo_plugins: {chain: [{id: sloth.dev/contrib/info_labels/v1, config: {labels: {team: any, owner: any}}}]}
slos:
  - name: any
    objective: 99.9
    sli:
      events:
        error_query: sum(rate(errors_total[{{.window}}]))
        total_query: sum(rate(requests_total[{{.window}}]))
    alerting: {name: Any}
";

#[test]
fn the_dashboards_of_the_chart_are_the_compilers() {
    check();
}

/// Compares them with what the compiler makes, or writes them.
pub(crate) fn check() {
    let outcome = compile(&Source::new("any.yml", SPEC.as_bytes()), &Options::default());
    let compiled = outcome.compiled.unwrap();
    let slos: Vec<Subject<'_>> = compiled.slos().map(Subject::from).collect();
    let settings = Settings::default();
    for mut page in [dashboard::overview(&slos, &settings), dashboard::month(&slos, &settings).unwrap()] {
        without_links_by_service(&mut page);
        let file = chart().join(format!("dashboards/{}.json", page.uid));
        let json = grafana::json(&page, Schema::Classic);
        assert!(!json.contains("any.service"), "it is about one service: {json}");
        check_file(&file, &json);
    }
}

/// Takes away the links that know a dashboard by its service.
fn without_links_by_service(page: &mut Dashboard) {
    let panels = page.rows.iter_mut().flat_map(|row| &mut row.panels);
    for panel in panels {
        if let View::Table { columns, .. } = &mut panel.view {
            for column in columns {
                column.links.retain(|link| !link.url.starts_with("/d/slo-svc-"));
            }
        }
    }
}

#[test]
fn both_kinds_hold_the_dashboards_as_they_are() {
    for (kind, place) in [("ConfigMap", "/data/slo-overview.json"), ("GrafanaDashboard", "/spec/json")] {
        let values = format!("dashboards: {{overview: {{enabled: true, kind: {kind}}}, folder: 'My SLOs'}}");
        let Some(rendered) = render(&values) else { return };
        let all = objects(&rendered);
        let name = "slo-controller-slo-overview";
        let found = all.iter().find(|object| object["kind"] == kind && object["metadata"]["name"] == name);
        let json = found.and_then(|object| object.pointer(place)).and_then(Value::as_str).unwrap();
        let file = fs::read_to_string(chart().join("dashboards/slo-overview.json")).unwrap();
        assert_eq!(json, file, "{kind}");
        assert!(rendered.contains("My SLOs"), "{kind}");
    }
}
