//! Lists, maps and structs.
//!
//! Keeps: of a key that is there twice only the last value is read; keys that the struct does not have are reported.

use std::borrow::Cow;
use std::collections::HashSet;

use serde::de::value::{CowStrDeserializer, StrDeserializer};
use serde::de::{DeserializeSeed, IntoDeserializer, MapAccess, SeqAccess};

use super::path::Path;
use super::spelling::Spelling;
use super::{Context, Dialect, Node, Problem, unused_fields};
use crate::diagnostic::{Code, Diagnostic, Part, Place};
use crate::source::{Entry, NodeId, Value, key_text, resolve};
use crate::spec::extension::{self, Extensions};

/// Up to this many entries are compared with each other directly.
const FEW: usize = 16;

/// The entries of a list.
pub(super) struct Items<'a, 'c, 'p> {
    list: Node<'a, 'c, 'p>,
    items: std::iter::Enumerate<std::slice::Iter<'a, NodeId>>,
}

impl<'a, 'c, 'p> Items<'a, 'c, 'p> {
    pub(super) fn new(list: Node<'a, 'c, 'p>, items: &'a [NodeId]) -> Self {
        Self { list, items: items.iter().enumerate() }
    }
}

impl<'a> SeqAccess<'a> for Items<'a, '_, '_> {
    type Error = Problem;

    fn next_element_seed<T: DeserializeSeed<'a>>(&mut self, seed: T) -> Result<Option<T::Value>, Problem> {
        let Some((index, id)) = self.items.next() else { return Ok(None) };
        let path = Path::Item { parent: &self.list.path, index };
        seed.deserialize(Node { context: self.list.context, id: *id, path }).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

/// The entries of a map with any keys. Whoever takes them replaces an earlier value by a later one with the same key.
pub(super) struct Entries<'a, 'c, 'p> {
    map: Node<'a, 'c, 'p>,
    rest: std::vec::IntoIter<Named<'a>>,
    next: Option<Named<'a>>,
}

/// An entry and the text of its key.
type Named<'a> = (Cow<'a, str>, Entry);

impl<'a, 'c, 'p> Entries<'a, 'c, 'p> {
    pub(super) fn new(map: Node<'a, 'c, 'p>) -> Self {
        let entries = map.entries();
        for (key, entry) in repeated(&entries) {
            map.report_duplicate(key, entry.key);
        }
        Self { map, rest: entries.into_iter(), next: None }
    }
}

impl<'a> MapAccess<'a> for Entries<'a, '_, '_> {
    type Error = Problem;

    fn next_key_seed<K: DeserializeSeed<'a>>(&mut self, seed: K) -> Result<Option<K::Value>, Problem> {
        self.next = self.rest.next();
        let Some((key, _)) = &self.next else { return Ok(None) };
        let key: CowStrDeserializer<'_, Problem> = key.clone().into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value, Problem> {
        let (key, entry) = self.next.take().ok_or_else(out_of_order)?;
        let path = Path::Entry { parent: &self.map.path, key: &key };
        seed.deserialize(Node { context: self.map.context, id: entry.value, path })
    }
}

/// The entries of a mapping that are fields of a struct, each field once.
pub(super) struct Fields<'a, 'c, 'p> {
    map: Node<'a, 'c, 'p>,
    owner: &'static str,
    rest: std::vec::IntoIter<(&'static str, NodeId)>,
    next: Option<(&'static str, NodeId)>,
}

impl<'a, 'c, 'p> Fields<'a, 'c, 'p> {
    pub(super) fn new(map: Node<'a, 'c, 'p>, owner: &'static str, names: &'static [&'static str]) -> Self {
        let spelling = Spelling { dialect: map.context.dialect, names };
        let entries = map.entries();
        for (key, entry) in repeated(&entries) {
            map.report_duplicate(key, entry.key);
        }
        // Which key a field was found under, and its value.
        let mut found: Vec<(&'static str, &str, NodeId)> = Vec::with_capacity(entries.len());
        for (key, entry) in &entries {
            let Some(name) = spelling.field(key) else {
                map.report_unknown(owner, key, entry.key, spelling);
                continue;
            };
            if map.context.extensions == Extensions::Ignore && is_extension(owner, name) {
                map.report_extension(key, entry.key);
                continue;
            }
            match found.iter_mut().find(|(known, ..)| *known == name) {
                None => found.push((name, key, entry.value)),
                // Keys that differ in letter case are taken in the order of their bytes, as Go's JSON has them sorted.
                Some((_, before, value)) if *before <= key.as_ref() => (*before, *value) = (key, entry.value),
                Some(_) => {}
            }
        }
        let fields: Vec<_> = found.into_iter().map(|(name, _, value)| (name, value)).collect();
        Self { map, owner, rest: fields.into_iter(), next: None }
    }
}

impl<'a> MapAccess<'a> for Fields<'a, '_, '_> {
    type Error = Problem;

    fn next_key_seed<K: DeserializeSeed<'a>>(&mut self, seed: K) -> Result<Option<K::Value>, Problem> {
        self.next = self.rest.next();
        let Some((name, _)) = self.next else { return Ok(None) };
        let name: StrDeserializer<'_, Problem> = name.into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value, Problem> {
        let (name, id) = self.next.take().ok_or_else(out_of_order)?;
        let path = Path::Field { parent: &self.map.path, owner: self.owner, name };
        seed.deserialize(Node { context: self.map.context, id, path })
    }
}

/// Whether a field is one that we add; `name` is in the spelling of the spec.
fn is_extension(owner: &str, name: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = u8> {
        text.bytes().filter(|byte| *byte != b'_').map(|byte| byte.to_ascii_lowercase())
    }
    extension::fields(owner).iter().any(|field| letters(field).eq(letters(name)))
}

fn out_of_order() -> Problem {
    Problem("internal error: a value was read before its key".to_owned())
}

/// The entries whose key stands further up in the same mapping; what a `<<` brings does not count.
fn repeated<'e, 'a>(entries: &'e [Named<'a>]) -> Vec<&'e Named<'a>> {
    let own = || entries.iter().filter(|(_, entry)| !entry.merged);
    if entries.len() > FEW {
        let mut seen = HashSet::with_capacity(entries.len());
        return own().filter(|(key, _)| !seen.insert(key)).collect();
    }
    let before = |position: usize, key: &str| own().take(position).any(|(earlier, _)| earlier == key);
    own().enumerate().filter(|(position, (key, _))| before(*position, key)).map(|(_, named)| named).collect()
}

impl<'a> Node<'a, '_, '_> {
    /// The entries of a mapping, without those whose key is no text; these were reported before.
    fn entries(&self) -> Vec<Named<'a>> {
        let Context { reader, dialect, .. } = self.context;
        let entries = reader.entries(self.id).into_iter();
        let text = |key| match (dialect, resolve(&reader.scalar(key)?)) {
            (Dialect::YamlV2, _) => reader.scalar(key).map(|key| key.text.into()),
            (Dialect::Native | Dialect::Kubernetes, Ok(Value::Null) | Err(_)) => None,
            (Dialect::Native | Dialect::Kubernetes, Ok(value)) => Some(key_text(value)),
        };
        entries.filter_map(|entry| Some((text(entry.key)?, entry))).collect()
    }

    fn report_duplicate(&self, key: &str, at: NodeId) {
        if self.context.has_enough_warnings() {
            return;
        }
        let path = self.path.to_field_path().key(key.to_owned());
        let message = format!("`{path}` is here twice; the last one counts");
        let place = Place::Field(path, Part::Key);
        self.context.report(Diagnostic::new(Code::SpecDuplicateKey, place, message), at);
    }

    fn report_extension(&self, key: &str, at: NodeId) {
        if self.context.has_enough_warnings() {
            return;
        }
        let path = self.path.to_field_path().key(key.to_owned());
        let message = format!("`{path}` is a field that Sloth does not have; it is ignored here");
        let diagnostic = Diagnostic::new(Code::SpecExtension, Place::Field(path, Part::Key), message);
        self.context.report(diagnostic.help("`slo build` makes use of it"), at);
    }

    fn report_unknown(&self, owner: &str, key: &str, at: NodeId, spelling: Spelling) {
        // Known, or set apart by the user, for instance to hold anchors; or one of too many.
        let unused = unused_fields(owner).contains(&key);
        if unused || key.starts_with("x-") || self.context.has_enough_warnings() {
            return;
        }
        let path = self.path.to_field_path();
        let message = match path.segments() {
            [] => format!("there is no field `{key}` at the top of the spec; it is ignored"),
            _ => format!("`{path}` has no field `{key}`; it is ignored"),
        };
        let place = Place::Field(path.key(key.to_owned()), Part::Key);
        let mut diagnostic = Diagnostic::new(Code::SpecUnknownField, place, message);
        diagnostic.help = spelling.nearest(key).map(|name| format!("did you mean `{name}`?"));
        self.context.report(diagnostic, at);
    }
}
