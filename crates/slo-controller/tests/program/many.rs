//! How far objects have come, where there are many of them.

use serde_json::Value;
use slo_testkit::kubernetes::Cluster;

/// One text of so many objects.
pub(crate) fn several(count: usize, object: impl Fn(&str) -> String) -> String {
    let objects: Vec<String> = (0..count).map(|number| object(&format!("shop-{number}"))).collect();
    objects.join("---\n")
}

/// How many rules objects hold this objective.
pub(crate) fn rules_with(cluster: &Cluster, objective: &str) -> usize {
    let Ok(rules) = cluster.try_kubectl(&["get", "prometheusrules", "--output=json"]) else { return 0 };
    let rules: Value = serde_json::from_str(&rules).unwrap();
    let wanted = format!("vector({objective})");
    let has = |rules: &Value| rules["spec"].to_string().contains(&wanted);
    rules["items"].as_array().unwrap().iter().filter(|rules| has(rules)).count()
}

pub(crate) fn ready(cluster: &Cluster) -> usize {
    let path = "--output=jsonpath={.items[*].status.conditions[?(@.type==\"Ready\")].status}";
    let Ok(ready) = cluster.try_kubectl(&["get", "psl", path]) else { return 0 };
    ready.split_whitespace().filter(|status| *status == "True").count()
}

/// Whether so many objects are ready, and their rules hold this objective.
pub(crate) fn are_converged(cluster: &Cluster, count: usize, objective: &str) -> bool {
    // The cheaper question first: it is asked again and again.
    ready(cluster) == count && rules_with(cluster, objective) == count
}
