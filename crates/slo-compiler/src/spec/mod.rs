//! What the user wrote, typed.
//!
//! In: the documents of a file. Out: a [`Document`] for each, with a [`Spec`] unless it cannot be read at all. Keeps:
//! nothing is checked but types; a field of the wrong type is reported and left at its default, so that one run reports
//! them all, and [`Document::was_read`] tells which fields hold what was written. One file a front end.

pub mod alert_windows;
mod de;
pub mod extension;
#[cfg(feature = "schema")]
mod json;
mod kind;
mod kind_help;
mod load;
pub mod openslo;
mod plugins;
mod reference;
pub mod service_level;
pub mod sloth;

use std::collections::HashSet;

use indexmap::IndexMap;

#[cfg(feature = "schema")]
pub(crate) use de::unused_fields;
pub use extension::Extensions;
#[cfg(feature = "schema")]
pub use json::{alert_windows_to_json, to_json};
pub use kind::SpecKind;
pub use load::{read, read_with};
pub use plugins::{PluginDeclaration, Plugins};
pub use service_level::{ObjectMeta, ServiceLevel};

use crate::diagnostic::{FieldPath, Part, Place, Segment, Span};
use crate::source;

/// Names and texts, in the order in which they are written: labels, annotations, options.
pub type Texts = IndexMap<String, String>;

/// A spec of any kind.
#[expect(
    clippy::large_enum_variant,
    reason = "there is one of it for a document, and it is not copied around"
)]
#[derive(Clone, Debug, PartialEq)]
pub enum Spec {
    /// Sloth's own format.
    Sloth(sloth::Spec),
    /// A `PrometheusServiceLevel` object.
    ServiceLevel(ServiceLevel),
    /// An OpenSLO object.
    OpenSlo(openslo::Slo),
}

impl Spec {
    /// Which kind it is.
    #[must_use]
    pub const fn kind(&self) -> SpecKind {
        match self {
            Self::Sloth(_) => SpecKind::Sloth,
            Self::ServiceLevel(_) => SpecKind::ServiceLevel,
            Self::OpenSlo(_) => SpecKind::OpenSlo,
        }
    }
}

/// One document of a file.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Document {
    /// Which document of the file, from 0.
    pub index: usize,
    /// What it says it is.
    pub kind: Option<SpecKind>,
    /// What it says; `None` if it is no YAML, or of no known kind or version.
    pub spec: Option<Spec>,
    /// Fields that hold a default because what was written has the wrong type.
    unread: HashSet<FieldPath>,
    source: source::Document,
}

impl Document {
    /// The bytes of the file that `place` names. See [`source::Document::locate`].
    #[must_use]
    pub fn locate(&self, place: &Place) -> Span {
        self.source.locate(place)
    }

    /// The innermost field at a byte of the file. See [`source::Document::field_at`].
    #[must_use]
    pub fn field_at(&self, offset: usize) -> Option<(FieldPath, Part)> {
        self.source.field_at(offset)
    }

    /// The bytes of the file that are `place` and nothing more. See [`source::Document::locate_exactly`].
    #[must_use]
    pub fn locate_exactly(&self, place: &Place) -> Option<Span> {
        self.source.locate_exactly(place)
    }

    /// The bytes of the file that hold the document.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.source.span()
    }

    /// Whether the spec holds at `place` what was written there. Where it does not, that was reported when it was read,
    /// and problems of the default value are not worth telling.
    #[must_use]
    pub fn was_read(&self, place: &Place) -> bool {
        let Place::Field(path, _) = place else { return true };
        let mut above = FieldPath::root();
        let mut steps = path.segments().iter();
        loop {
            if self.unread.contains(&above) {
                return false;
            }
            above = match steps.next() {
                Some(Segment::Key(key)) => above.key(key.clone()),
                Some(Segment::Index(index)) => above.index(*index),
                None => return true,
            };
        }
    }
}

#[cfg(test)]
mod kind_tests;
