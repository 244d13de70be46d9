//! Which field a key means, and which it probably means.

use super::Dialect;

/// The fields of a struct, as one kind of spec spells them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spelling {
    pub(super) dialect: Dialect,
    /// All spellings of all fields, as serde lists them: aliases too.
    pub(super) names: &'static [&'static str],
}

impl Spelling {
    /// The field that a key means.
    pub(super) fn field(self, key: &str) -> Option<&'static str> {
        match self.dialect {
            Dialect::Native => self.known().find(|name| name.eq_ignore_ascii_case(key)),
            Dialect::Kubernetes | Dialect::YamlV2 => self.known().find(|name| *name == key),
        }
    }

    /// The field that is written most like the key: the same but for letter case, `_` and `-`, or two letters off.
    pub(super) fn nearest(self, key: &str) -> Option<&'static str> {
        let key = bare(key);
        let distance = |name: &&str| distance(&key, &bare(name));
        let near = |name: &&'static str| distance(name) <= 2.min(name.len() / 3);
        self.known().filter(near).min_by_key(distance)
    }

    fn known(self) -> impl Iterator<Item = &'static str> {
        self.names.iter().copied().filter(move |name| self.is_known(name))
    }

    /// Native specs spell a field in snake case and objects in camel case, unless it has only one spelling.
    fn is_known(self, name: &str) -> bool {
        match self.dialect {
            Dialect::Native => {
                let other = |other: &&str| other.contains('_') && bare(other) == bare(name);
                !name.contains(char::is_uppercase) || !self.names.iter().any(other)
            }
            Dialect::Kubernetes | Dialect::YamlV2 => !name.contains('_'),
        }
    }
}

/// A name without letter case and separators.
fn bare(name: &str) -> String {
    name.chars()
        .filter(|letter| !matches!(letter, '_' | '-'))
        .map(|letter| letter.to_ascii_lowercase())
        .collect()
}

/// How many letters have to be added, left out or exchanged to make one word the other. Long keys are far from all names.
fn distance(word: &str, other: &str) -> usize {
    const LONGEST: usize = 40;
    if word.len() > LONGEST {
        return LONGEST;
    }
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, letter) in word.chars().enumerate() {
        let mut diagonal = line;
        let mut left = line + 1;
        let mut next = vec![left];
        for (above, found) in row.iter().skip(1).zip(&other) {
            left = (left.min(*above) + 1).min(diagonal + usize::from(letter != *found));
            diagonal = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(LONGEST)
}
