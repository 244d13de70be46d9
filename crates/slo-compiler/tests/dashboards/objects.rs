//! Kubernetes objects around dashboards.

use serde_yaml::Value;
use slo_compiler::dashboard::model::{Dashboard, Data, Format, Panel, Query, Size, View};
use slo_compiler::dashboard::{self, Settings};
use slo_compiler::emit::grafana::{Objects, Schema, config_map, operator, operator_folder};
use slo_compiler::rules::Profile;

use crate::specs::{compiled, options, shop};

fn detail() -> Dashboard {
    let compiled = compiled(&shop(""), &options(Profile::Native));
    dashboard::all(compiled.slos(), &Settings::default()).pop().unwrap()
}

fn objects() -> Objects {
    let mut objects = Objects::default();
    objects.folder = Some("SLOs".into());
    objects.namespace = Some("monitoring".into());
    objects
}

fn read(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap()
}

/// `detail`, with so many more panels that its text has `bytes` more.
fn swollen(bytes: usize) -> Dashboard {
    let mut dashboard = detail();
    let query = Query::instant("x".repeat(bytes), "");
    let data = Data { queries: vec![query], format: Format::default() };
    let panel = Panel {
        title: String::new(),
        description: String::new(),
        size: Size::new(4, 4),
        view: View::Stat(data),
        links: Vec::new(),
        last: None,
        points: None,
    };
    dashboard.rows.first_mut().unwrap().panels.push(panel);
    dashboard
}

#[test]
fn the_sidecar_finds_the_config_map_and_its_folder() {
    let object = read(&config_map(&detail(), Schema::Classic, &objects()).unwrap());
    assert_eq!(object["metadata"]["labels"]["grafana_dashboard"], "1");
    assert_eq!(object["metadata"]["annotations"]["grafana_folder"], "SLOs");
    assert_eq!(object["metadata"]["namespace"], "monitoring");
    let json: serde_json::Value =
        serde_json::from_str(object["data"]["slo-svc-shop.json"].as_str().unwrap()).unwrap();
    assert_eq!(json["uid"], "slo-svc-shop");
}

#[test]
fn flux_leaves_variables_alone() {
    for text in [
        config_map(&detail(), Schema::Classic, &objects()).unwrap(),
        operator(&detail(), Schema::Classic, &objects()).unwrap(),
        operator(&detail(), Schema::V2, &objects()).unwrap(),
    ] {
        assert!(text.contains("${datasource}"));
        assert_eq!(
            read(&text)["metadata"]["annotations"]["kustomize.toolkit.fluxcd.io/substitute"],
            "disabled"
        );
    }
}

#[test]
fn the_operator_puts_dashboards_into_their_folder() {
    let object = read(&operator(&detail(), Schema::Classic, &objects()).unwrap());
    let (_, folder) = operator_folder(&objects()).unwrap();
    let folder = read(&folder);
    assert_eq!(object["kind"], "GrafanaDashboard");
    assert_eq!(object["spec"]["folderRef"], folder["metadata"]["name"]);
    assert_eq!(object["spec"]["instanceSelector"]["matchLabels"]["dashboards"], "grafana");
    assert_eq!(folder["spec"]["title"], "SLOs");
    let manifest = read(&operator(&detail(), Schema::V2, &objects()).unwrap());
    assert_eq!(manifest["kind"], "GrafanaManifest");
    let template = &manifest["spec"]["template"];
    assert_eq!(template["apiVersion"], "dashboard.grafana.app/v2beta1");
    assert_eq!(template["metadata"]["annotations"]["grafana.app/folder"], folder["spec"]["uid"]);
}

#[test]
fn what_is_too_large_is_compressed_or_refused() {
    let large = swollen(2 << 20);
    let refused = config_map(&large, Schema::Classic, &objects()).unwrap_err();
    assert!(refused.to_string().starts_with("the dashboard slo-svc-shop has 21"), "{refused}");
    assert!(operator(&large, Schema::V2, &objects()).is_err());
    let object = read(&operator(&large, Schema::Classic, &objects()).unwrap());
    assert!(object["spec"]["json"].is_null());
    assert!(object["spec"]["gzipJson"].as_str().unwrap().starts_with("H4sI"), "gzip in base64");
}
