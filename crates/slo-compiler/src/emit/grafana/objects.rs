//! Dashboards as Kubernetes objects: for Grafana's sidecar, and for the Grafana operator.
//!
//! In: a dashboard, and what its user decides about objects. Out: one object. Keeps: an object that an API server would refuse
//! for its size is not written; Flux leaves the `${…}` of dashboards alone.

use std::fmt;
use std::io::Write as _;

use super::json::{Json, object};
use super::{Schema, classic, v2};
use crate::dashboard::model::{Dashboard, Uid};
use crate::emit::yaml::Writer;
use crate::model::Labels;
use flate2::Compression;
use flate2::write::GzEncoder;

/// The most bytes that the data of a `ConfigMap` may have; other objects fit into etcd with as many.
pub(super) const LIMIT: usize = 1 << 20;
/// So many bytes are kept free for what stands around the dashboard.
pub(super) const ROOM: usize = 4096;

/// What holds for the objects of all dashboards.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Objects {
    /// The namespace; that of the one who applies them if there is none.
    pub namespace: Option<String>,
    /// Labels. The sidecar finds a `ConfigMap` by one of them.
    pub labels: Labels,
    /// The folder of Grafana, by its title.
    pub folder: Option<String>,
    /// The annotation of a `ConfigMap` in which the sidecar looks for the folder.
    pub folder_annotation: String,
    /// The labels of the `Grafana` objects that the operator gives the dashboards to.
    pub instances: Labels,
}

impl Objects {
    /// The labels of a `ConfigMap` unless its user wants others: those that the charts of Grafana look for.
    #[must_use]
    pub fn sidecar_labels() -> Labels {
        [("grafana_dashboard", "1")].into_iter().collect()
    }
}

impl Default for Objects {
    fn default() -> Self {
        Self {
            namespace: None,
            labels: Labels::default(),
            folder: None,
            folder_annotation: "grafana_folder".into(),
            instances: [("dashboards", "grafana")].into_iter().collect(),
        }
    }
}

/// A dashboard that no object can hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooLarge {
    /// Which one.
    pub uid: Uid,
    /// How many bytes it has.
    pub bytes: usize,
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { uid, bytes } = self;
        write!(f, "the dashboard {uid} has {bytes} bytes, and a Kubernetes object holds {LIMIT}")
    }
}

impl std::error::Error for TooLarge {}

/// A `ConfigMap` for the sidecar of Grafana's chart. A dashboard that is too large with its line breaks is written without.
///
/// # Errors
/// [`TooLarge`] if that does not help.
pub fn config_map(dashboard: &Dashboard, schema: Schema, objects: &Objects) -> Result<String, TooLarge> {
    let tree = schema.tree(dashboard, None);
    let mut json = tree.pretty();
    if json.len() > LIMIT - ROOM {
        json = tree.compact();
    }
    fits(dashboard, json.len())?;
    let mut annotations = flux(&json);
    if let Some(folder) = &objects.folder {
        annotations.set(&*objects.folder_annotation, &**folder);
    }
    let labels = if objects.labels.is_empty() { Objects::sidecar_labels() } else { objects.labels.clone() };
    let mut out = String::with_capacity(json.len() * 2);
    let mut yaml = Writer::new(&mut out);
    yaml.text(0, "apiVersion", "v1");
    let data = [(format!("{}.json", dashboard.uid), json)];
    yaml.map(0, "data", &data.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect());
    yaml.text(0, "kind", "ConfigMap");
    metadata(&mut yaml, objects, &dashboard.uid.object_name(), &annotations, &labels);
    Ok(out)
}

/// An object for the Grafana operator: a `GrafanaDashboard`, or a `GrafanaManifest` where the operator does not know the
/// format. A dashboard that is too large is compressed, where the operator can undo that.
///
/// # Errors
/// [`TooLarge`] if there is no way.
pub fn operator(dashboard: &Dashboard, schema: Schema, objects: &Objects) -> Result<String, TooLarge> {
    match schema {
        Schema::Classic => grafana_dashboard(dashboard, objects),
        Schema::V2 => manifest(dashboard, objects),
    }
}

fn grafana_dashboard(dashboard: &Dashboard, objects: &Objects) -> Result<String, TooLarge> {
    let tree = classic::dashboard(dashboard);
    let json = tree.pretty();
    let is_large = json.len() > LIMIT - ROOM;
    let content = if is_large { base64(&gzip(&tree.compact())) } else { json };
    fits(dashboard, content.len())?;
    let mut out = String::with_capacity(content.len() * 2);
    let mut yaml = Writer::new(&mut out);
    yaml.text(0, "apiVersion", GRAFANA_API);
    yaml.text(0, "kind", "GrafanaDashboard");
    metadata(&mut yaml, objects, &dashboard.uid.object_name(), &flux(&content), &objects.labels);
    yaml.open(0, "spec");
    if let Some(folder) = &objects.folder {
        yaml.text(2, "folderRef", &Uid::folder(folder).object_name());
    }
    if is_large {
        yaml.text(2, "gzipJson", &content);
    }
    yaml.open(2, "instanceSelector");
    yaml.map(4, "matchLabels", &objects.instances);
    if !is_large {
        yaml.text(2, "json", &content);
    }
    yaml.text(2, "uid", dashboard.uid.as_str());
    Ok(out)
}

/// JSON is YAML, too, and the operator passes this on as it is.
fn manifest(dashboard: &Dashboard, objects: &Objects) -> Result<String, TooLarge> {
    let folder = objects.folder.as_deref().map(Uid::folder);
    let template = v2::resource(dashboard, folder.as_ref().map(Uid::as_str));
    let mut metadata = object! {
        "annotations": pairs(&[FLUX].into_iter().collect()),
        "labels": pairs(&objects.labels),
        "name": dashboard.uid.object_name(),
    };
    if let Some(namespace) = &objects.namespace {
        metadata.insert("namespace", namespace);
    }
    let selector = object! { "matchLabels": pairs(&objects.instances) };
    let object = object! {
        "apiVersion": GRAFANA_API,
        "kind": "GrafanaManifest",
        "metadata": metadata,
        "spec": object! { "instanceSelector": selector, "template": template },
    };
    // The API server stores it without spaces.
    fits(dashboard, object.compact().len())?;
    Ok(object.pretty())
}

fn pairs<'a>(labels: &Labels) -> Json<'a> {
    let mut object = object! {};
    for (name, value) in labels.iter() {
        object.insert(name.to_owned(), value.to_owned());
    }
    object
}

/// The `GrafanaFolder` to which the dashboards refer, if they have a folder.
#[must_use]
pub fn operator_folder(objects: &Objects) -> Option<(Uid, String)> {
    let title = objects.folder.as_deref()?;
    let uid = Uid::folder(title);
    let mut out = String::new();
    let mut yaml = Writer::new(&mut out);
    yaml.text(0, "apiVersion", GRAFANA_API);
    yaml.text(0, "kind", "GrafanaFolder");
    metadata(&mut yaml, objects, &uid.object_name(), &flux(title), &objects.labels);
    yaml.open(0, "spec");
    yaml.open(2, "instanceSelector");
    yaml.map(4, "matchLabels", &objects.instances);
    yaml.text(2, "title", title);
    yaml.text(2, "uid", uid.as_str());
    Some((uid, out))
}

const GRAFANA_API: &str = "grafana.integreatly.org/v1beta1";
/// What keeps Flux from replacing `${…}`.
pub(super) const FLUX: (&str, &str) = ("kustomize.toolkit.fluxcd.io/substitute", "disabled");

/// The annotations that `content` needs.
fn flux(content: &str) -> Labels {
    content.contains("${").then_some(FLUX).into_iter().collect()
}

fn metadata(yaml: &mut Writer<'_>, objects: &Objects, name: &str, annotations: &Labels, labels: &Labels) {
    yaml.open(0, "metadata");
    yaml.map(2, "annotations", annotations);
    yaml.map(2, "labels", labels);
    yaml.text(2, "name", name);
    yaml.text_if_any(2, "namespace", objects.namespace.as_deref().unwrap_or_default());
}

pub(super) fn fits(dashboard: &Dashboard, bytes: usize) -> Result<(), TooLarge> {
    if bytes <= LIMIT - ROOM { Ok(()) } else { Err(TooLarge { uid: dashboard.uid.clone(), bytes }) }
}

pub(super) fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    // Writing to memory does not fail.
    let _: std::io::Result<()> = encoder.write_all(text.as_bytes());
    encoder.finish().unwrap_or_default()
}

pub(super) fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits =
            three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..4 {
            let digit = DIGITS.get((bits >> (18 - 6 * place) & 63) as usize);
            let is_filled = place <= three.len();
            text.push(digit.filter(|_| is_filled).map_or('=', |digit| char::from(*digit)));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_fills_up_with_equals_signs() {
        let encoded = ["", "f", "fo", "foo", "foob", "é?>"].map(|text| base64(text.as_bytes()));
        assert_eq!(encoded, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "w6k/Pg=="]);
    }
}
