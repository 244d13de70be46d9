//! From a field to its bytes in the file.

use std::borrow::Cow;

use super::resolve::{self, Value, resolve};
use super::{Document, NodeId, Reader, View, pairs, yaml};
use crate::diagnostic::{FieldPath, Part, Place, Segment, Span};

/// What a field path leads to.
#[derive(Clone, Copy, Debug)]
struct Found {
    /// The key of the entry, where the field stands in a mapping.
    key: Option<NodeId>,
    value: NodeId,
    /// Whether the whole path exists, not only the first part of it.
    whole: bool,
}

impl Document {
    /// The bytes of the file that `place` names; of a field that is not there, those of the nearest one above it.
    ///
    /// A [`Part::Token`] is followed through quotes, escapes, folding and indentation to the very bytes of the token.
    #[must_use]
    pub fn locate(&self, place: &Place) -> Span {
        let (path, part) = match place {
            Place::Document => return self.piece,
            Place::Bytes(span) => return *span,
            Place::Field(path, part) => (path, part),
        };
        let reader = self.reader();
        let Some(found) = find(reader, path) else { return self.piece };
        let key = found.key.map(|key| reader.span(key));
        let value = reader.span(found.value);
        let span = match part {
            // The value of an entry above the field would hold everything beside it too.
            _ if !found.whole => key.unwrap_or_else(|| first_line(reader, value)),
            Part::Key => key.unwrap_or(value),
            Part::Value if value.start == value.end => key.unwrap_or(value),
            Part::Value => value,
            Part::Token(token) => self.token(reader, found.value, *token).unwrap_or(value),
        };
        span.shifted(self.piece.start)
    }

    /// The innermost field at a byte of the file, and whether its key or its value is there: the way back from
    /// [`Self::locate`]. `None` where there is no node, as between documents or in text that is no YAML.
    #[must_use]
    pub fn field_at(&self, offset: usize) -> Option<(FieldPath, Part)> {
        let at = offset.checked_sub(self.piece.start)?;
        let reader = self.reader();
        let holds = |id: NodeId| {
            let span = reader.span(id);
            span.start <= at && at <= span.end
        };
        let mut id = reader.root().filter(|root| holds(*root))?;
        let mut path = FieldPath::root();
        loop {
            // The last one that fits: where one node ends and the next begins, the cursor stands before the next.
            let below = match reader.view(id) {
                View::Scalar(_) => None,
                View::Sequence(items) => {
                    let found = items.iter().enumerate().rfind(|(_, item)| holds(**item));
                    found.map(|(index, item)| (path.index(index), *item))
                }
                View::Mapping(children) => {
                    let found = pairs(children).filter(|(key, value)| holds(*key) || holds(*value)).last();
                    let Some((key, value)) = found else { return Some((path, Part::Value)) };
                    let Some(name) = key_text(reader, key) else { return Some((path, Part::Value)) };
                    let field = path.key(name.into_owned());
                    if holds(key) {
                        return Some((field, Part::Key));
                    }
                    Some((field, value))
                }
            };
            match below {
                Some(step) => (path, id) = step,
                None => return Some((path, Part::Value)),
            }
        }
    }

    /// The bytes of the file that are `place` and nothing more: `None` where [`Self::locate`] would name what is around it.
    #[must_use]
    pub fn locate_exactly(&self, place: &Place) -> Option<Span> {
        let Place::Field(path, part) = place else { return Some(self.locate(place)) };
        let reader = self.reader();
        let found = find(reader, path).filter(|found| found.whole)?;
        let span = match part {
            Part::Key => reader.span(found.key?),
            Part::Value => reader.span(found.value),
            Part::Token(token) => self.token(reader, found.value, *token)?,
        };
        Some(span.shifted(self.piece.start))
    }

    fn token(&self, reader: Reader<'_>, id: NodeId, token: Span) -> Option<Span> {
        let scalar = reader.scalar(id)?;
        let trace = yaml::trace(reader.source(), reader.span(id), scalar.style, scalar.indent, self.comments);
        let end = token.end.min(scalar.text.len());
        if scalar.text.is_empty() {
            return None;
        }
        if token.start >= scalar.text.len() {
            // Behind the text: an error at its end. It is shown behind its last character.
            let last = trace.to_source(Span::new(scalar.text.len() - 1, scalar.text.len()))?;
            return Some(Span::new(last.end, last.end));
        }
        trace.to_source(Span::new(token.start, end))
    }
}

fn find(reader: Reader<'_>, path: &FieldPath) -> Option<Found> {
    let mut found = Found { key: None, value: reader.root()?, whole: true };
    for segment in path.segments() {
        let next = match (segment, reader.view(found.value)) {
            (Segment::Key(name), View::Mapping(_)) => entry(reader, found.value, name),
            (Segment::Index(index), View::Sequence(items)) => {
                items.get(*index).map(|item| Found { key: None, value: *item, whole: true })
            }
            _ => None,
        };
        match next {
            Some(next) => found = next,
            None => return Some(Found { whole: false, ..found }),
        }
    }
    Some(found)
}

/// The entry of a mapping that counts: the last with this key, or else the last whose key differs only in case.
fn entry(reader: Reader<'_>, mapping: NodeId, name: &str) -> Option<Found> {
    let entries = reader.entries(mapping);
    let last = |same: &dyn Fn(&str) -> bool| {
        entries.iter().rfind(|entry| key_text(reader, entry.key).is_some_and(|key| same(&key)))
    };
    let found = last(&|key| key == name).or_else(|| last(&|key| key.eq_ignore_ascii_case(name)))?;
    Some(Found { key: Some(found.key), value: found.value, whole: true })
}

/// The text of a key, once YAML 1.1 has had its say: `y` is `true`.
fn key_text(reader: Reader<'_>, key: NodeId) -> Option<Cow<'_, str>> {
    let scalar = reader.scalar(key)?;
    Some(match resolve(&scalar) {
        Ok(Value::Null) | Err(_) => Cow::Borrowed(scalar.text),
        Ok(value) => resolve::key_text(value),
    })
}

/// The first line of a node, where the whole would be too much to show.
fn first_line(reader: Reader<'_>, span: Span) -> Span {
    let text = reader.source().get(span.range()).unwrap_or_default();
    let line = text.lines().next().map_or(0, str::len);
    Span::new(span.start, span.start + line)
}
