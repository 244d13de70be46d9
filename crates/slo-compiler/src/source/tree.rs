//! A YAML document as a tree of nodes.
//!
//! In: nodes, children before their parents, from [`super::yaml::compose`]. Out: scalars, lists and mappings by [`NodeId`],
//! each with its place in the text. Keeps: the nodes lie in one list, and text that needs no decoding stays in the source,
//! so a file of a thousand SLOs costs a few allocations per SLO. An alias is the id of the node it names, never a copy.

use super::yaml::token::Style;
use crate::diagnostic::Span;
use crate::source::yaml::text::Text;

/// A node of a [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct NodeId(pub(super) u32);

/// What a node is.
#[derive(Clone, Debug)]
pub(super) enum NodeKind {
    /// Text, and the column of its lines if it is a block scalar.
    Scalar(Text, Style, u16),
    /// A range of [`Tree::children`].
    Sequence(u32, u32),
    /// A range of [`Tree::children`]: key, value, key, value …
    Mapping(u32, u32),
}

/// A node and its place.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) kind: NodeKind,
}

/// See the module.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tree {
    pub(super) nodes: Vec<Node>,
    pub(super) children: Vec<NodeId>,
    /// Explicit tags; few nodes have one. In the order of the nodes.
    pub(super) tags: Vec<(NodeId, Box<str>)>,
    pub(super) root: Option<NodeId>,
}

/// A node as it is read.
#[derive(Clone, Copy, Debug)]
pub(crate) enum View<'a> {
    Scalar(Scalar<'a>),
    Sequence(&'a [NodeId]),
    /// Keys and values in turn.
    Mapping(&'a [NodeId]),
}

/// A scalar as it is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scalar<'a> {
    /// After quotes, escapes and folding are resolved.
    pub(crate) text: &'a str,
    pub(crate) style: Style,
    pub(crate) tag: Option<&'a str>,
    /// The column at which the lines of a block scalar begin.
    pub(crate) indent: usize,
}

/// A tree with the text it was read from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a> {
    tree: &'a Tree,
    text: &'a str,
}

/// One entry of a mapping, merge keys resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) key: NodeId,
    pub(crate) value: NodeId,
    /// Whether it came from a `<<`.
    pub(crate) merged: bool,
}

impl<'a> Reader<'a> {
    pub(crate) const fn new(tree: &'a Tree, text: &'a str) -> Self {
        Self { tree, text }
    }

    /// The text, from which spans count.
    pub(crate) const fn source(self) -> &'a str {
        self.text
    }

    pub(crate) const fn root(self) -> Option<NodeId> {
        self.tree.root
    }

    /// Every node, children before their parents.
    pub(crate) fn ids(self) -> impl Iterator<Item = NodeId> + use<'a> {
        (0..u32::try_from(self.tree.nodes.len()).unwrap_or(u32::MAX)).map(NodeId)
    }

    pub(crate) fn span(self, id: NodeId) -> Span {
        self.node(id).map_or_else(Span::default, |node| Span::new(node.start as usize, node.end as usize))
    }

    /// What the node is; an id of another tree is an empty list.
    pub(crate) fn view(self, id: NodeId) -> View<'a> {
        let children = |first: u32, end: u32| self.tree.children.get(first as usize..end as usize);
        match self.node(id).map(|node| &node.kind) {
            Some(NodeKind::Scalar(text, style, indent)) => View::Scalar(Scalar {
                text: text.get(self.text),
                style: *style,
                tag: self.tag(id),
                indent: usize::from(*indent),
            }),
            Some(NodeKind::Sequence(first, end)) => {
                View::Sequence(children(*first, *end).unwrap_or_default())
            }
            Some(NodeKind::Mapping(first, end)) => View::Mapping(children(*first, *end).unwrap_or_default()),
            None => View::Sequence(&[]),
        }
    }

    pub(crate) fn scalar(self, id: NodeId) -> Option<Scalar<'a>> {
        match self.view(id) {
            View::Scalar(scalar) => Some(scalar),
            View::Sequence(_) | View::Mapping(_) => None,
        }
    }

    /// The entries of a mapping in the order in which they take effect: where a key is there twice, the last one counts.
    ///
    /// A `<<` takes effect where it stands, so it replaces what stands before it; of a list of mappings the first has
    /// the last word. That is what go-yaml v2 does; YAML's own rule is that keys beside the `<<` always win.
    pub(crate) fn entries(self, id: NodeId) -> Vec<Entry> {
        let mut entries = Vec::new();
        self.collect_entries(id, false, &mut entries);
        entries
    }

    // Recursion: the composer bounds how deep nodes are nested, aliases included.
    fn collect_entries(self, id: NodeId, merged: bool, entries: &mut Vec<Entry>) {
        let View::Mapping(children) = self.view(id) else { return };
        entries.reserve(children.len() / 2);
        for (key, value) in pairs(children) {
            if !self.is_merge_key(key) {
                entries.push(Entry { key, value, merged });
                continue;
            }
            match self.view(value) {
                View::Sequence(mappings) => {
                    mappings.iter().rev().for_each(|mapping| self.collect_entries(*mapping, true, entries));
                }
                View::Mapping(_) => self.collect_entries(value, true, entries),
                View::Scalar(_) => {}
            }
        }
    }

    pub(crate) fn is_merge_key(self, key: NodeId) -> bool {
        self.scalar(key).is_some_and(|key| {
            key.text == "<<"
                && match key.tag {
                    None => key.style == Style::Plain,
                    Some(tag) => tag == "tag:yaml.org,2002:merge",
                }
        })
    }

    fn node(self, id: NodeId) -> Option<&'a Node> {
        self.tree.nodes.get(id.0 as usize)
    }

    fn tag(self, id: NodeId) -> Option<&'a str> {
        let found = self.tree.tags.binary_search_by_key(&id, |(tagged, _)| *tagged).ok()?;
        self.tree.tags.get(found).map(|(_, tag)| &**tag)
    }
}

/// Keys and values of a [`View::Mapping`].
pub(crate) fn pairs(children: &[NodeId]) -> impl Iterator<Item = (NodeId, NodeId)> {
    children.chunks_exact(2).filter_map(|pair| match pair {
        [key, value] => Some((*key, *value)),
        _ => None,
    })
}
