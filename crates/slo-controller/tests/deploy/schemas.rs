//! kubeconform, with schemas made from what the API server says about its kinds: the ones that it would fetch are on the
//! internet.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Map, Value, json};
use slo_testkit::kubernetes::Cluster;
use slo_testkit::tools;

use crate::support::{VALUES, cluster, render, run};

/// The groups and versions of which a manifest may hold objects.
const VERSIONS: &[&str] = &[
    "api/v1",
    "apis/admissionregistration.k8s.io/v1",
    "apis/apps/v1",
    "apis/cert-manager.io/v1",
    "apis/grafana.integreatly.org/v1beta1",
    "apis/monitoring.coreos.com/v1",
    "apis/networking.k8s.io/v1",
    "apis/policy/v1",
    "apis/rbac.authorization.k8s.io/v1",
];

#[test]
fn kubeconform_finds_nothing_to_complain_about() {
    let (Some(kubeconform), Some(cluster)) = (tools::binary("kubeconform"), cluster()) else { return };
    let folder = tempfile::tempdir().unwrap();
    write_schemas(cluster, folder.path());
    let check = |manifests: &str| {
        let file = folder.path().join("manifests.yaml");
        fs::write(&file, manifests).unwrap();
        let location = folder.path().join("{{ .ResourceKind }}-{{ .ResourceAPIVersion }}.json");
        run(Command::new(&kubeconform)
            .args(["-strict", "-summary", "-output", "text", "-schema-location"])
            .arg(location)
            .arg(file))
    };
    for (name, values) in VALUES {
        let Some(rendered) = render(values) else { return };
        let words = check(&rendered);
        assert!(words.is_ok(), "{name}: {}", words.unwrap_err());
        let misspelt = rendered.replace("serviceAccountName:", "serviceAcountName:");
        let words = check(&misspelt).expect_err("the schemas are strict");
        assert!(words.contains("serviceAcountName"), "{words}");
    }
}

/// Writes a schema for each kind, under the name that kubeconform asks for.
fn write_schemas(cluster: &Cluster, folder: &Path) {
    for version in VERSIONS {
        let document = cluster.kubectl(&["get", &format!("--raw=/openapi/v3/{version}")]);
        let mut document: Value = serde_json::from_str(&document).unwrap();
        let mut components = document["components"].take();
        for schema in components["schemas"].as_object_mut().unwrap().values_mut() {
            close(schema);
        }
        for (name, schema) in components["schemas"].as_object().unwrap() {
            for kind in schema["x-kubernetes-group-version-kind"].as_array().into_iter().flatten() {
                let file =
                    format!("{}-{}.json", kind["kind"], kind["version"]).replace('"', "").to_lowercase();
                let reference = format!("#/components/schemas/{name}");
                let schema = json!({ "$ref": reference, "components": components });
                fs::write(folder.join(file), schema.to_string()).unwrap();
            }
        }
    }
}

/// Lets a schema refuse fields that it does not know, as the API server does when it is asked to be strict.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            fields.values_mut().for_each(close);
            let is_open = fields.contains_key("additionalProperties")
                || fields.get("x-kubernetes-preserve-unknown-fields") == Some(&Value::Bool(true));
            if fields.get("properties").is_some_and(Value::is_object) && !is_open {
                fields.insert("additionalProperties".into(), Value::Bool(false));
            }
            accept_both(fields);
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

/// A number or a text, such as a port, is a text with this format in `OpenAPI`.
fn accept_both(fields: &mut Map<String, Value>) {
    if fields.get("format").is_some_and(|format| format == "int-or-string") {
        fields.remove("type");
    }
}
