//! Text to documents, documents to trees of nodes, and back: from a field to its bytes.
//!
//! In: the bytes of a file. Out: [`Document`]s. Keeps: every field, and every character of a decoded text, leads back to
//! the bytes of the file that it came from ([`Document::locate`]).

mod locate;
mod resolve;
mod split;
mod tree;
mod utf8;
mod yaml;

use std::sync::Arc;

pub(crate) use resolve::{Value, key_text, resolve, short_tag, value_text};
pub(crate) use split::split;
use tree::Tree;
pub(crate) use tree::{Entry, NodeId, Reader, Scalar, View, pairs};
pub(crate) use yaml::{Comments, SyntaxError};

use crate::diagnostic::Span;

/// The largest file that is read, in bytes. A spec of ten thousand SLOs has about ten million.
pub const MAX_BYTES: usize = 256 << 20;

/// One file of specs.
#[derive(Clone, Debug)]
pub struct Source {
    name: Arc<str>,
    content: Content,
}

/// The bytes of a file. That they are UTF-8 is found out once: a file of ten thousand SLOs has as many fields to locate.
#[derive(Clone, Debug)]
enum Content {
    Text(Arc<str>),
    Bytes(Arc<[u8]>),
}

impl Content {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }

    /// The text at `span`; none where it is not UTF-8.
    fn text(&self, span: Span) -> &str {
        match self {
            Self::Text(text) => text.get(span.range()).unwrap_or_default(),
            // One of several documents may be readable.
            Self::Bytes(bytes) => {
                std::str::from_utf8(bytes.get(span.range()).unwrap_or_default()).unwrap_or_default()
            }
        }
    }
}

impl Source {
    /// A file with these bytes. The name, usually a path, is for messages only.
    ///
    /// Any bytes will do: what is not UTF-8, or larger than [`MAX_BYTES`], becomes a diagnostic when it is read.
    pub fn new(name: impl Into<Arc<str>>, bytes: impl Into<Vec<u8>>) -> Self {
        let content = match String::from_utf8(bytes.into()) {
            Ok(text) => Content::Text(text.into()),
            Err(error) => Content::Bytes(error.into_bytes().into()),
        };
        Self { name: name.into(), content }
    }

    /// The name that was given.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The bytes that were given; spans count in them.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.content.bytes()
    }
}

/// One document of a file: its bytes and, unless it is not YAML, its nodes.
#[derive(Clone, Debug)]
pub struct Document {
    content: Content,
    /// The bytes of the file that hold the document.
    piece: Span,
    comments: Comments,
    tree: Tree,
}

impl Document {
    /// Reads the YAML in a range of the file. Where that fails, the document is there all the same, without nodes.
    pub(crate) fn parse(source: &Source, piece: Span, comments: Comments) -> (Self, Option<SyntaxError>) {
        let mut document = Self { content: source.content.clone(), piece, comments, tree: Tree::default() };
        let bytes = source.bytes().get(piece.range()).unwrap_or_default();
        let text = utf8::check(bytes);
        match text.and_then(|text| yaml::compose(text, comments)) {
            Ok(tree) => {
                document.tree = tree;
                (document, None)
            }
            Err(error) => (document, Some(error)),
        }
    }

    /// A document that nobody could read.
    pub(crate) fn unparsed(source: &Source, piece: Span) -> Self {
        Self { content: source.content.clone(), piece, comments: Comments::Keep, tree: Tree::default() }
    }

    /// The bytes of the file that hold the document.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.piece
    }

    /// The nodes. Their spans count from the start of the document.
    pub(crate) fn reader(&self) -> Reader<'_> {
        Reader::new(&self.tree, self.content.text(self.piece))
    }
}

#[cfg(test)]
mod tests;
