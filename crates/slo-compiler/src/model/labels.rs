//! A small set of labels or annotations.

use std::collections::HashMap;
use std::sync::Arc;

/// Names and values, each name once, in order of insertion.
///
/// The texts are shared: a set is copied for each rule of an SLO, its texts are not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels(Vec<(Arc<str>, Arc<str>)>);

impl Labels {
    /// Sets `name` to `value`; a value that it had is replaced in its place.
    pub fn set(&mut self, name: impl Into<Arc<str>>, value: impl Into<Arc<str>>) {
        let (name, value) = (name.into(), value.into());
        match self.0.iter_mut().find(|(present, _)| *present == name) {
            Some(entry) => entry.1 = value,
            None => self.0.push((name, value)),
        }
    }

    /// Sets every label of `other`.
    pub fn merge(&mut self, other: &Self) {
        self.set_all(other.0.iter().map(|(name, value)| (Arc::clone(name), Arc::clone(value))));
    }

    /// Looks names up one after the other in a small set, and by their hash in a large one.
    fn set_all(&mut self, labels: impl Iterator<Item = (Arc<str>, Arc<str>)>) {
        const SMALL: usize = 32;
        let mut labels = labels;
        for (name, value) in labels.by_ref() {
            self.set(name, value);
            if self.0.len() > SMALL {
                break;
            }
        }
        let mut places = HashMap::new();
        for (name, value) in labels {
            if places.is_empty() {
                places.extend(self.0.iter().enumerate().map(|(at, (name, _))| (Arc::clone(name), at)));
            }
            let at = *places.entry(Arc::clone(&name)).or_insert(self.0.len());
            match self.0.get_mut(at) {
                Some(entry) => entry.1 = value,
                None => self.0.push((name, value)),
            }
        }
    }

    /// Keeps only the labels whose name passes.
    pub fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.0.retain(|(name, _)| keep(name));
    }

    /// The value of `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(present, _)| &**present == name).map(|(_, value)| &**value)
    }

    /// Names and values, in order of insertion.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (&**name, &**value))
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl<K: Into<Arc<str>>, V: Into<Arc<str>>> FromIterator<(K, V)> for Labels {
    fn from_iter<T: IntoIterator<Item = (K, V)>>(labels: T) -> Self {
        let mut set = Self::default();
        set.set_all(labels.into_iter().map(|(name, value)| (name.into(), value.into())));
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_sets_behave_as_small_ones() {
        let numbered = |range: std::ops::Range<u32>, value: &'static str| -> Labels {
            range.map(|number| (format!("label_{number}"), value)).collect()
        };
        let mut labels = numbered(0..100, "first");
        labels.merge(&numbered(50..150, "second"));
        labels.merge(&numbered(0..1, "third"));
        assert_eq!(labels.len(), 150);
        let names: Vec<String> = labels.iter().map(|(name, _)| name.to_owned()).collect();
        assert_eq!(names, (0..150).map(|number| format!("label_{number}")).collect::<Vec<_>>());
        let values = ["label_0", "label_1", "label_50", "label_149"].map(|name| labels.get(name));
        assert_eq!(values, [Some("third"), Some("first"), Some("second"), Some("second")]);
    }
}
