//! The catalogue against what the Go plugins print, and each rule of an option on its own.

mod conformance;
mod options;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{OptionSpec, Presence, Query, all, find};

#[rustfmt::skip] // a table
const IDS: [&str; 21] = [
    "sloth-common/coredns/availability",
    "sloth-common/coredns/latency",
    "sloth-common/fake",
    "sloth-common/haproxy/frontend/availability",
    "sloth-common/istio/v1/availability",
    "sloth-common/istio/v1/latency",
    "sloth-common/kubernetes/apiserver/availability",
    "sloth-common/kubernetes/apiserver/latency",
    "sloth-common/kubernetes/kooper/availability",
    "sloth-common/kubernetes/kooper/latency",
    "sloth-common/kubernetes/kooper/queue-congestion",
    "sloth-common/kubernetes/nginx-ingress/availability",
    "sloth-common/noop",
    "sloth-common/prometheus/rules/eval-availability",
    "sloth-common/prometheus/targets/availability",
    "sloth-common/slok-go-http-metrics/availability",
    "sloth-common/slok-go-http-metrics/latency",
    "sloth-common/traefik/v1/availability",
    "sloth-common/traefik/v1/latency",
    "sloth-common/traefik/v2/availability",
    "sloth-common/traefik/v2/latency",
];

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn has_the_ids_of_the_public_catalogue_in_order() {
    assert_eq!(all().map(|plugin| plugin.id).collect::<Vec<_>>(), IDS);
    assert!(IDS.iter().all(|id| find(id).is_some_and(|plugin| plugin.id == *id)));
    assert!(find("sloth-common/coredns").is_none());
}

#[test]
fn every_hole_is_an_option_and_every_option_has_a_hole() {
    for plugin in all() {
        let Query::Text(text) = plugin.query else { continue };
        let holes: BTreeSet<&str> =
            text.split('<').skip(1).map(|piece| piece.split('>').next().unwrap().trim_matches(',')).collect();
        let options: BTreeSet<&str> = plugin.options.iter().map(|option| option.name).collect();
        assert_eq!(holes, options, "{}", plugin.id);
    }
}

#[test]
fn the_page_names_every_id_with_its_options_and_no_other_id() {
    let page = std::fs::read_to_string(repository().join("docs/reference/sli-plugins.md")).unwrap();
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("| `sloth-common/")).collect();
    let named: Vec<&str> = rows.iter().map(|row| row.split('`').nth(1).unwrap()).collect();
    assert_eq!(named, IDS);
    for (row, plugin) in rows.iter().zip(all()) {
        let cells: Vec<&str> = row.split('|').collect();
        let option = |option: &OptionSpec| match option.presence {
            Presence::Required { .. } => format!("`{}` (required)", option.name),
            Presence::Default(_) => format!("`{}`", option.name),
        };
        let options: Vec<String> = plugin.options.iter().map(option).collect();
        assert_eq!(cells[2].trim(), options.join(", "), "{}", plugin.id);
        let Query::Text(query) = plugin.query else { continue };
        let mut metrics = cells[3].split('`').skip(1).step_by(2).map(|metric| metric.trim_start_matches('…'));
        assert_eq!(metrics.find(|metric| !query.contains(metric)), None, "{}", plugin.id);
    }
}
