//! Which field a key means, and which it probably means.

use super::Dialect;
use crate::words::{self, bare};

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
        words::nearest(key, self.known())
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
