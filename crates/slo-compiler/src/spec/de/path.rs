//! The way to the value that is being read, as a list on the call stack: it costs nothing until there is a problem.

use crate::diagnostic::FieldPath;

/// One step below another one.
#[derive(Clone, Copy, Debug)]
pub(super) enum Path<'p> {
    Root,
    /// A field of a struct.
    Field {
        parent: &'p Path<'p>,
        owner: &'static str,
        name: &'static str,
    },
    /// An entry of a map.
    Entry {
        parent: &'p Path<'p>,
        key: &'p str,
    },
    /// An entry of a list.
    Item {
        parent: &'p Path<'p>,
        index: usize,
    },
}

impl Path<'_> {
    pub(super) fn to_field_path(self) -> FieldPath {
        match self {
            Self::Root => FieldPath::root(),
            Self::Field { parent, name, .. } => parent.to_field_path().key(name),
            Self::Entry { parent, key } => parent.to_field_path().key(key.to_owned()),
            Self::Item { parent, index } => parent.to_field_path().index(index),
        }
    }

    /// The innermost struct and the fields that lead to the value, without the keys of maps and the indices of lists: that
    /// is how Go's JSON decoder names it.
    pub(super) fn fields(self) -> Option<(&'static str, String)> {
        match self {
            Self::Root => None,
            Self::Entry { parent, .. } | Self::Item { parent, .. } => parent.fields(),
            Self::Field { parent, owner, name } => {
                let path =
                    parent.fields().map_or_else(|| name.to_owned(), |(_, path)| format!("{path}.{name}"));
                Some((owner, path))
            }
        }
    }

    /// The innermost field.
    pub(super) fn field(self) -> &'static str {
        match self {
            Self::Root => "",
            Self::Field { name, .. } => name,
            Self::Entry { parent, .. } | Self::Item { parent, .. } => parent.field(),
        }
    }
}
