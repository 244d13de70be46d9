//! The plain manifests: what the chart renders to, kept beside a kustomization, with components for what is optional.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use serde_json::{Value, json};
use slo_testkit::{repo, tools};

use crate::overview;
use crate::support::{DASHBOARDS, check_file, cluster, identity, objects, render, run};

const FOLDER: &str = "deploy/kustomize";

/// A component, the values of the chart that say the same, and the templates whose rendering it holds.
struct Component {
    folder: &'static str,
    values: &'static str,
    templates: &'static [&'static str],
}

const BASE: Component = Component {
    folder: "base",
    values: "",
    templates: &[
        "deployment.yaml",
        "networkpolicy.yaml",
        "poddisruptionbudget.yaml",
        "rbac.yaml",
        "serviceaccount.yaml",
    ],
};

const COMPONENTS: &[Component] = &[
    Component { folder: "components/dashboards", values: DASHBOARDS, templates: &["dashboards.yaml"] },
    Component {
        folder: "components/webhook",
        values: "webhook: {enabled: true, certManager: {enabled: true}}",
        templates: &["webhook.yaml"],
    },
    Component {
        folder: "components/pod-monitor",
        values: "metrics: {enabled: true}",
        templates: &["monitor.yaml"],
    },
];

#[test]
fn the_plain_manifests_are_the_rendered_chart() {
    overview::check(); // they are part of what is rendered
    for component in COMPONENTS.iter().chain([&BASE]) {
        let Some(rendered) = render(component.values) else { return };
        let templates = by_template(&rendered);
        for template in component.templates {
            let file = repo::root().join(FOLDER).join(component.folder).join(template);
            check_file(&file, &templates[*template]);
        }
    }
    let Some(rendered) = render("") else { return };
    assert!(by_template(&rendered).keys().eq(BASE.templates), "a default object is missing in the base");
}

/// The documents of each template, in helm's order.
fn by_template(rendered: &str) -> BTreeMap<String, String> {
    const SOURCE: &str = "# Source: slo-controller/templates/";
    let mut templates: BTreeMap<String, String> = BTreeMap::new();
    for document in rendered.split("---\n").filter(|document| !document.trim().is_empty()) {
        let (source, document) = document.split_once('\n').unwrap();
        let template = source.strip_prefix(SOURCE).unwrap().to_owned();
        let file = templates.entry(template).or_default();
        if !file.is_empty() {
            file.push_str("---\n");
        }
        file.push_str(document.trim_end());
        file.push('\n');
    }
    templates
}

#[test]
fn the_api_server_takes_what_kustomize_builds() {
    let (Some(cluster), Some(base)) = (cluster(), build(&[])) else { return };
    let every: Vec<&Component> = COMPONENTS.iter().collect();
    for built in [base, build(&every).unwrap()] {
        let answer = cluster.dry_run_yaml(&built);
        assert!(answer.is_ok(), "{}\n{built}", answer.unwrap_err());
    }
}

#[test]
fn a_component_is_a_value_of_the_chart() {
    for component in COMPONENTS {
        let (Some(built), Some(rendered)) = (build(&[component]), render(component.values)) else { return };
        let mut built = objects(&built);
        built.retain(|object| object["kind"] != "CustomResourceDefinition");
        let rendered = objects(&rendered);
        let names = |objects: &[Value]| -> Vec<String> { objects.iter().map(identity).collect() };
        assert_eq!(names(&built), names(&rendered), "{}", component.folder);
        for (built, rendered) in built.iter().zip(&rendered) {
            assert_eq!(built, rendered, "{}: {}", component.folder, identity(built));
        }
    }
}

/// What kustomize makes of the base with some components.
fn build(components: &[&Component]) -> Option<String> {
    let kubectl = tools::binary("kubectl")?;
    let target = repo::root().join("target");
    let folder = tempfile::tempdir_in(&target).unwrap(); // kustomize wants relative paths
    let components: Vec<String> =
        components.iter().map(|component| format!("../../{FOLDER}/{}", component.folder)).collect();
    let kustomization = json!({ "resources": [format!("../../{FOLDER}/base")], "components": components });
    fs::write(folder.path().join("kustomization.yaml"), kustomization.to_string()).unwrap();
    Some(run(Command::new(kubectl).arg("kustomize").arg(folder.path())).unwrap())
}
