//! Whether any Prometheus loads what was made.
//!
//! In: the labels of a `PrometheusRule`, its namespace, and what the `Prometheus` objects of the cluster select. Out: a
//! [`Verdict`], or nothing where nobody knows. Keeps: the rules of the Prometheus Operator: no selector of rules selects none,
//! an empty one all; no selector of namespaces selects the own namespace, an empty one all.

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use kube::core::{Selector, SelectorExt};

use super::conditions::Verdict;

/// The labels of an object.
pub type Labels = BTreeMap<String, String>;

/// What a `Prometheus` selects.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selects {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Which rules, by their labels.
    pub rules: Option<LabelSelector>,
    /// In which namespaces, by their labels.
    pub namespaces: Option<LabelSelector>,
}

impl Selects {
    fn is_in_reach(&self, namespace: &str, labels: &Labels) -> bool {
        match &self.namespaces {
            None => self.namespace == namespace,
            Some(selector) => matches(selector, labels),
        }
    }

    fn takes(&self, rules: &Labels) -> bool {
        self.rules.as_ref().is_some_and(|selector| matches(selector, rules))
    }

    fn full_name(&self) -> String {
        format!("{}/{}", self.namespace, self.name)
    }
}

/// Whether any of `all` loads the rules with these labels in this namespace. Nothing is said where there is no `Prometheus`:
/// rules may be loaded in another way.
#[must_use]
pub fn selected(rules: &Labels, namespace: &str, its_labels: &Labels, all: &[Selects]) -> Option<Verdict> {
    if all.is_empty() {
        return None;
    }
    let in_reach = || all.iter().filter(|one| one.is_in_reach(namespace, its_labels));
    if let Some(one) = in_reach().find(|one| one.takes(rules)) {
        return Some(Verdict::yes("Selected", format!("Prometheus {} loads the rules", one.full_name())));
    }
    let message = match in_reach().next() {
        None => format!("no Prometheus looks at rules in the namespace {namespace}"),
        Some(one) => format!(
            "no Prometheus selects the labels of the rules; {} wants {}",
            one.full_name(),
            one.rules.as_ref().map_or_else(|| "none at all".to_owned(), words)
        ),
    };
    Some(Verdict::no("NotSelected", message))
}

/// A selector that cannot be read selects nothing.
fn matches(selector: &LabelSelector, labels: &Labels) -> bool {
    Selector::try_from(selector.clone()).is_ok_and(|selector| selector.matches(labels))
}

/// The selector as it stands in a command line.
fn words(selector: &LabelSelector) -> String {
    Selector::try_from(selector.clone())
        .map_or_else(|error| error.to_string(), |selector| selector.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(pairs: &[(&str, &str)]) -> Labels {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn selector(pairs: &[(&str, &str)]) -> LabelSelector {
        LabelSelector { match_labels: Some(labels(pairs)), ..LabelSelector::default() }
    }

    fn prometheus(rules: Option<LabelSelector>, namespaces: Option<LabelSelector>) -> Selects {
        Selects { namespace: "monitoring".into(), name: "k8s".into(), rules, namespaces }
    }

    #[test]
    fn the_operators_rules_for_missing_and_empty_selectors_hold() {
        let (all, release) = (LabelSelector::default(), selector(&[("release", "x")]));
        let shop = selector(&[("team", "shop")]);
        for (rules, namespaces, namespace, expected) in [
            (None, None, "monitoring", Some(false)),
            (Some(all.clone()), None, "monitoring", Some(true)),
            (Some(all.clone()), None, "shop", Some(false)),
            (Some(all.clone()), Some(all.clone()), "shop", Some(true)),
            (Some(release.clone()), Some(all.clone()), "shop", Some(true)),
            (Some(selector(&[("release", "y")])), Some(all.clone()), "shop", Some(false)),
            (Some(all.clone()), Some(shop.clone()), "shop", Some(true)),
            (Some(all), Some(shop), "monitoring", Some(false)),
        ] {
            let of_namespace = if namespace == "shop" { labels(&[("team", "shop")]) } else { Labels::new() };
            let one = prometheus(rules, namespaces);
            let verdict =
                selected(&labels(&[("release", "x")]), namespace, &of_namespace, std::slice::from_ref(&one));
            assert_eq!(verdict.and_then(|verdict| verdict.holds), expected, "{one:?} {namespace}");
        }
        assert_eq!(
            selected(&Labels::new(), "shop", &Labels::new(), &[]),
            None,
            "without a Prometheus nobody knows"
        );
    }

    #[test]
    fn a_warning_says_what_is_wanted() {
        let one = prometheus(Some(selector(&[("release", "y")])), Some(LabelSelector::default()));
        let verdict = selected(&Labels::new(), "shop", &Labels::new(), &[one]).unwrap();
        assert_eq!(
            verdict.message,
            "no Prometheus selects the labels of the rules; monitoring/k8s wants release=y"
        );
    }
}
