//! Compiled documents as the text of a target.

use super::{Compiled, CompiledDocument};
use crate::emit::prometheus_operator::{Form, ObjectMeta};
use crate::emit::{header, prometheus, prometheus_operator};
use crate::model::Labels;
use crate::rules::RuleGroup;
use crate::spec;

impl Compiled {
    /// Every rule group, in order.
    pub fn groups(&self) -> impl Iterator<Item = &RuleGroup> {
        self.documents.iter().flat_map(CompiledDocument::groups)
    }

    /// Sloth's own output: each document with a header that names `version`, one after the other.
    ///
    /// Prometheus reads only the first document of such a file; [`Self::to_prometheus`] writes a single one.
    #[must_use]
    pub fn to_sloth(&self, version: &str) -> String {
        let mut out = String::with_capacity(self.size_hint());
        for document in &self.documents {
            header::write(version, &mut out);
            match &document.metadata {
                Some(metadata) => {
                    prometheus_operator::write_object(
                        &object_meta(metadata),
                        document.groups(),
                        Form::Compat,
                        &mut out,
                    );
                }
                None => prometheus::write_rules(document.groups(), &mut out),
            }
        }
        out
    }

    /// One rules file with the groups of all documents.
    #[must_use]
    pub fn to_prometheus(&self) -> String {
        let mut out = String::with_capacity(self.size_hint());
        prometheus::write_rules(self.groups(), &mut out);
        out
    }

    /// One `PrometheusRule` object a document, separated by `---`.
    ///
    /// Documents that are no Kubernetes objects are named after their service (lower case, other characters than letters,
    /// digits, `-` and `.` replaced by `-`).
    #[must_use]
    pub fn to_prometheus_operator(&self) -> String {
        let mut out = String::with_capacity(self.size_hint());
        for (position, document) in self.documents.iter().enumerate() {
            if position > 0 {
                out.push_str("---\n");
            }
            let metadata =
                document.metadata.as_ref().map_or_else(|| document.named_after_service(), object_meta);
            prometheus_operator::write_object(&metadata, document.groups(), Form::Full, &mut out);
        }
        out
    }

    /// About how many bytes the output will have: expressions, and as much again for names and labels.
    fn size_hint(&self) -> usize {
        let rules = self.groups().flat_map(|group| &group.rules);
        rules.map(|rule| rule.expr.len() + 400).sum()
    }
}

impl CompiledDocument {
    /// The rule groups of the document, in order.
    pub fn groups(&self) -> impl Iterator<Item = &RuleGroup> {
        self.slos.iter().flat_map(|slo| slo.rules.groups())
    }

    fn named_after_service(&self) -> ObjectMeta {
        let service = self.slos.first().map_or("slo", |slo| &slo.slo.service);
        let letter =
            |c: char| if c.is_ascii_alphanumeric() || c == '.' { c.to_ascii_lowercase() } else { '-' };
        ObjectMeta { name: service.chars().map(letter).collect(), ..ObjectMeta::default() }
    }
}

fn object_meta(metadata: &spec::ObjectMeta) -> ObjectMeta {
    let labels = |texts: &spec::Texts| -> Labels {
        texts.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    };
    ObjectMeta {
        name: metadata.name.clone(),
        namespace: metadata.namespace.clone().filter(|namespace| !namespace.is_empty()),
        labels: labels(&metadata.labels),
        annotations: labels(&metadata.annotations),
    }
}
