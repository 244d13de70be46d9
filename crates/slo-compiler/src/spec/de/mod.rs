//! Nodes to typed values, with serde, going on after an error.
//!
//! In: the tree of a document and the [`Dialect`] of its kind. Out: the value, and diagnostics. Keeps: reading never stops
//! at a value of the wrong type. It is reported, and the field gets the zero value that Go would have left there; so the
//! visitors of `#[derive(Deserialize)]` never see a type that they do not expect.

mod access;
mod keys;
mod mismatch;
mod path;
mod scalars;
mod spelling;

use std::cell::{OnceCell, RefCell};
use std::collections::HashSet;

use serde::de::{Deserialize, Deserializer, Error as _, Visitor};
use serde::forward_to_deserialize_any;

use self::access::{Entries, Fields, Items};
use self::mismatch::Expected;
use self::path::Path;
use super::extension::{Extensions, HealthAlert};
use super::reference::Loader;
use crate::diagnostic::{Code, Diagnostic, FieldPath, Place, Severity};
use crate::source::{self, NodeId, Reader, View};

/// How strict a kind of spec is about types and names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Names in any letter case; what stands where text is needed becomes text.
    Native,
    /// Names and types have to be exact.
    Kubernetes,
    /// Names have to be exact; where text is needed, a scalar is taken as it is written.
    YamlV2,
}

/// Fields that are known and not looked at, by the struct that would hold them.
#[rustfmt::skip] // a table
const UNUSED: &[(&str, &[&str])] = &[
    ("ServiceLevel", &["status"]),
    // Kubernetes sets these.
    ("ObjectMeta", &["creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp", "finalizers", "generateName",
                     "generation", "managedFields", "ownerReferences", "resourceVersion", "selfLink", "uid"]),
    // Parts of OpenSLO v1alpha that do not become rules.
    ("Metadata",     &["displayName", "labels", "annotations"]),
    ("SloSpec",      &["indicator", "budgetingMethod", "alertPolicies"]),
    ("TimeWindow",   &["isRolling", "calendar"]),
    ("Objective",    &["displayName", "value", "op", "timeSliceTarget", "timeSliceWindow", "budgetTarget"]),
    ("RatioMetrics", &["incremental", "counter"]),
    ("Metric",       &["metadata"]),
];

/// The fields of the struct `owner` that are known and not looked at.
pub(crate) fn unused_fields(owner: &str) -> &'static [&'static str] {
    UNUSED.iter().find(|(name, _)| *name == owner).map_or(&[], |(_, fields)| fields)
}

/// So many errors of a document are told, and so many warnings; nobody reads more.
const MOST: usize = 1000;

/// What was found while reading.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// In the order of the document.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The fields that hold a default instead of what was written.
    pub(super) unread: HashSet<FieldPath>,
    /// go-yaml's text for each type error; it reports them together.
    yaml_errors: Vec<String>,
    errors: usize,
    warnings: usize,
}

/// Reads a whole document.
pub(super) fn read<'a, T: Deserialize<'a> + Default>(
    document: &'a source::Document,
    loader: Loader,
    extensions: Extensions,
) -> (T, Found) {
    let reader = document.reader();
    let context = Context {
        reader,
        offset: document.span().start,
        dialect: loader.dialect(),
        loader,
        extensions,
        lines: OnceCell::new(),
        found: RefCell::default(),
    };
    keys::check(&context);
    let Some(root) = reader.root() else { return (T::default(), Found::default()) };
    let value = T::deserialize(Node { context: &context, id: root, path: Path::Root });
    let mut found = context.found.into_inner();
    mismatch::join_references(&mut found, loader);
    match value {
        Ok(value) => (value, found),
        Err(Problem(message)) => {
            found.diagnostics.push(Diagnostic::new(Code::SpecType, Place::Document, message));
            (T::default(), found)
        }
    }
}

/// What is the same for all nodes of a document.
struct Context<'a> {
    reader: Reader<'a>,
    /// Where the document begins in the file.
    offset: usize,
    dialect: Dialect,
    loader: Loader,
    extensions: Extensions,
    /// Where the lines of the document end, once someone asked.
    lines: OnceCell<Vec<usize>>,
    found: RefCell<Found>,
}

impl Context<'_> {
    /// Adds a problem of the node `at`. To ask for its place by its path would search the mapping around it again.
    fn report(&self, mut diagnostic: Diagnostic, at: NodeId) {
        let span = self.reader.span(at).shifted(self.offset);
        // A value that is not there is shown at its key, which only the path knows.
        diagnostic.span = (span.start < span.end).then_some(span);
        let mut found = self.found.borrow_mut();
        let alike =
            if diagnostic.severity == Severity::Error { &mut found.errors } else { &mut found.warnings };
        *alike += 1;
        if *alike <= MOST {
            found.diagnostics.push(diagnostic);
        }
    }

    fn has_enough_warnings(&self) -> bool {
        self.found.borrow().warnings >= MOST
    }

    /// The line of a node within the document, from 1.
    fn line(&self, id: NodeId) -> usize {
        let text = self.reader.source().as_bytes();
        let ends = self.lines.get_or_init(|| memchr::memchr_iter(b'\n', text).collect());
        ends.partition_point(|end| *end < self.reader.span(id).start) + 1
    }
}

/// A node to read, and the way to it.
#[derive(Clone, Copy)]
struct Node<'a, 'c, 'p> {
    context: &'c Context<'a>,
    id: NodeId,
    path: Path<'p>,
}

/// An error that no default can stand for; our own types have none.
#[derive(Debug)]
struct Problem(String);

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Problem {}

impl serde::de::Error for Problem {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

impl<'de> Deserializer<'de> for Node<'de, '_, '_> {
    type Error = Problem;

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        self.with_text(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        self.with_text(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        visitor.visit_bool(self.boolean())
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        visitor.visit_i64(self.integer())
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        visitor.visit_f64(self.float())
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        if self.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        let items = match self.context.reader.view(self.id) {
            View::Sequence(items) => items,
            View::Scalar(_) | View::Mapping(_) => {
                self.expected(Expected::List);
                &[]
            }
        };
        visitor.visit_seq(Items::new(self, items))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        if !matches!(self.context.reader.view(self.id), View::Mapping(_)) {
            self.expected(Expected::Mapping);
        }
        visitor.visit_map(Entries::new(self))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Problem> {
        if !matches!(self.context.reader.view(self.id), View::Mapping(_)) {
            self.expected(Expected::Struct(name));
        }
        visitor.visit_map(Fields::new(self, name, fields))
    }

    /// Free-form values, such as the configuration of a plugin.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        match self.context.reader.view(self.id) {
            View::Scalar(scalar) => self.with_any(&scalar, visitor),
            View::Sequence(_) => self.deserialize_seq(visitor),
            View::Mapping(_) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Problem> {
        if name != HealthAlert::SWITCH {
            return visitor.visit_newtype_struct(self);
        }
        match self.context.reader.view(self.id) {
            View::Mapping(_) => visitor.visit_map(Fields::new(self, name, HealthAlert::FIELDS)),
            View::Scalar(_) | View::Sequence(_) => visitor.visit_bool(self.switch()),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        visitor.visit_unit()
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Problem> {
        Err(Problem::custom(format!("internal error: no field of a spec is an enum such as `{name}`")))
    }

    forward_to_deserialize_any! {
        i8 i16 i32 u8 u16 u32 u64 f32 char bytes byte_buf unit unit_struct tuple tuple_struct identifier
    }
}

#[cfg(test)]
mod tests;
