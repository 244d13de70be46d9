//! Dashboards as parts of Kubernetes objects, as data for clients that send JSON to an API server.
//!
//! In: a dashboard in the classic format, and what its user decides about objects. Out: a [`Part`]; name, owner and everything
//! else of the object are the client's. Keeps: the limits and annotations of the objects that [`super::config_map`] and
//! [`super::operator`] write. Nobody edits what a program applies, so the text of the dashboard has no line breaks.

use serde_json::{Map, Value, json};

use super::classic;
use super::objects::{FLUX, LIMIT, Objects, ROOM, TooLarge, base64, fits, gzip};
use crate::dashboard::model::Dashboard;
use crate::model::Labels;

/// What the object of a dashboard has because of the dashboard.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Part {
    /// Labels.
    pub labels: Labels,
    /// Annotations.
    pub annotations: Labels,
    /// What lies below `data` of a `ConfigMap`, or below `spec` of a `GrafanaDashboard`.
    pub content: Value,
}

/// The part of a `ConfigMap` for the sidecar of Grafana's chart. The namespace of `objects` is not looked at.
///
/// # Errors
/// [`TooLarge`] if no `ConfigMap` can hold the dashboard.
pub fn config_map_part(dashboard: &Dashboard, objects: &Objects) -> Result<Part, TooLarge> {
    let json = classic::dashboard(dashboard).compact();
    fits(dashboard, json.len())?;
    let mut annotations: Labels = [FLUX].into_iter().collect();
    if let Some(folder) = &objects.folder {
        annotations.set(&*objects.folder_annotation, &**folder);
    }
    let labels = if objects.labels.is_empty() { Objects::sidecar_labels() } else { objects.labels.clone() };
    Ok(Part { labels, annotations, content: json!({ format!("{}.json", dashboard.uid): json }) })
}

/// The part of a `GrafanaDashboard` for the Grafana operator. It may stand in another namespace than the `Grafana` objects, and
/// names its folder by the title, which the operator makes if it is not there. A dashboard that is too large is compressed.
///
/// # Errors
/// [`TooLarge`] if that does not help.
pub fn grafana_dashboard_part(dashboard: &Dashboard, objects: &Objects) -> Result<Part, TooLarge> {
    let json = classic::dashboard(dashboard).compact();
    let (field, text) =
        if json.len() > LIMIT - ROOM { ("gzipJson", base64(&gzip(&json))) } else { ("json", json) };
    fits(dashboard, text.len())?;
    let instances: Map<String, Value> =
        objects.instances.iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    let mut content = json!({
        "allowCrossNamespaceImport": true,
        "instanceSelector": { "matchLabels": instances },
        "uid": dashboard.uid.as_str(),
        field: text,
    });
    if let (Value::Object(fields), Some(folder)) = (&mut content, &objects.folder) {
        fields.insert("folder".into(), folder.as_str().into());
    }
    Ok(Part { labels: objects.labels.clone(), annotations: [FLUX].into_iter().collect(), content })
}
