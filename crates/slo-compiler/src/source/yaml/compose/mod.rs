//! Tokens to a tree.
//!
//! In: the tokens of a text. Out: the tree of its first document. Keeps: nothing can make the tree, or a walk through it,
//! larger than the bounds below, aliases included; so later stages may recurse and need no bounds of their own.

mod collections;

use std::collections::HashMap;

use super::cursor::{Comments, Mark};
use super::error::SyntaxError;
use super::scanner::Scanner;
use super::text::{Text, compact};
use super::token::{Kind, Style, Token};
use crate::source::resolve::resolve;
use crate::source::tree::{Node, NodeId, NodeKind, Reader, Scalar, Tree};

/// Nodes inside each other, those behind aliases included. No spec needs more than 20; a JSON reader stops at 128 too.
const DEEPEST: usize = 128;

/// Nodes that a walk through the tree may see behind aliases, unless the text is large itself.
const ALIASED_NODES: u64 = 100_000;

/// Bytes of scalars that a walk through the tree may see behind aliases, unless the text is large itself.
const ALIASED_BYTES: u64 = 8 << 20;

/// Reads the first document of `text`; a text without one has no root.
pub(crate) fn compose(text: &str, comments: Comments) -> Result<Tree, SyntaxError> {
    let mut composer = Composer {
        text,
        scanner: Scanner::new(text, comments),
        tree: Tree::default(),
        open: Vec::new(),
        anchors: HashMap::new(),
        seen: Size { nodes: 1, ..Size::default() },
        aliased: Size::default(),
        meaningless: None,
        end: 0,
    };
    composer.document()?;
    if let Some(error) = composer.meaningless {
        return Err(error);
    }
    composer.tree.tags.sort_unstable_by_key(|(id, _)| *id);
    Ok(composer.tree)
}

/// What a walk through nodes meets.
#[derive(Clone, Copy, Debug, Default)]
struct Size {
    nodes: u64,
    bytes: u64,
}

impl Size {
    fn since(self, before: Self) -> Self {
        Self { nodes: self.nodes - before.nodes, bytes: self.bytes - before.bytes }
    }

    fn plus(self, other: Self) -> Self {
        Self { nodes: self.nodes.saturating_add(other.nodes), bytes: self.bytes.saturating_add(other.bytes) }
    }
}

/// A node with a name.
#[derive(Clone, Copy, Debug)]
enum Anchor {
    /// It is not complete yet; an alias here would contain itself.
    Open,
    /// Its id, what a walk through it meets, and how deep it is.
    Complete(NodeId, Size, usize),
}

/// A finished node, and how many levels it has below.
type Composed = (NodeId, usize);

struct Composer<'a> {
    text: &'a str,
    scanner: Scanner<'a>,
    tree: Tree,
    /// The children of the collections that are not complete yet, those of outer ones first.
    open: Vec<NodeId>,
    anchors: HashMap<&'a str, Anchor>,
    /// What a walk through the nodes so far meets, with and behind aliases.
    seen: Size,
    /// The part of it behind aliases.
    aliased: Size,
    /// The first error in what the nodes mean. Errors of the text are told before it, as in go-yaml.
    meaningless: Option<SyntaxError>,
    /// Behind the last thing that was read. A block collection ends there, not behind the empty lines that follow it.
    end: usize,
}

/// The properties of a node, and where they begin and end.
struct Properties<'a> {
    anchor: Option<&'a str>,
    tag: Option<Box<str>>,
    start: Mark,
    end: Mark,
}

impl<'a> Composer<'a> {
    fn document(&mut self) -> Result<(), SyntaxError> {
        let first = self.scanner.peek()?;
        if matches!(first.kind, Kind::End) {
            return Ok(());
        }
        let explicit = matches!(first.kind, Kind::Directive | Kind::DocumentStart);
        while matches!(self.scanner.peek()?.kind, Kind::Directive) {
            self.scanner.take();
        }
        let token = self.scanner.peek()?;
        if explicit && !matches!(token.kind, Kind::DocumentStart) {
            return Err(SyntaxError::parser(None, "did not find expected <document start>", token.start));
        }
        if explicit {
            self.scanner.take();
        }
        let token = self.scanner.peek()?;
        let empty =
            matches!(token.kind, Kind::Directive | Kind::DocumentStart | Kind::DocumentEnd | Kind::End);
        let root = if explicit && empty {
            let start = token.start;
            self.empty(start)
        } else {
            self.node(Context::Block, 0)?
        };
        self.tree.root = Some(root.0);
        self.scanner.peek()?; // the end of the document is only known when the next token is
        Ok(())
    }

    /// Reads one node. Recursion: `depth` is checked in [`Composer::collection`].
    fn node(&mut self, context: Context, depth: usize) -> Result<Composed, SyntaxError> {
        if matches!(self.scanner.peek()?.kind, Kind::Alias(_)) {
            return self.alias(depth);
        }
        let properties = self.properties()?;
        let before = self.seen;
        if let Some(anchor) = properties.anchor {
            self.anchors.insert(anchor, Anchor::Open);
        }
        let node = self.content(context, depth, &properties)?;
        let Properties { anchor, tag, start, .. } = properties;
        if let Some(tag) = tag {
            self.check_tag(node.0, &tag, start);
            self.tree.tags.push((node.0, tag));
        }
        if let Some(anchor) = anchor {
            self.anchors.insert(anchor, Anchor::Complete(node.0, self.seen.since(before), node.1));
        }
        Ok(node)
    }

    fn properties(&mut self) -> Result<Properties<'a>, SyntaxError> {
        let start = self.scanner.peek()?.start;
        let mut found = Properties { anchor: None, tag: None, start, end: start };
        loop {
            let token = self.scanner.peek()?;
            match &token.kind {
                Kind::Anchor(name) if found.anchor.is_none() => found.anchor = Some(name),
                Kind::Tag(None) => {
                    let at = token.start;
                    self.scanner.take();
                    self.scanner.peek()?; // libyaml looks at the next token first
                    return Err(SyntaxError::parser(Some(start), "found undefined tag handle", at));
                }
                Kind::Tag(tag) if found.tag.is_none() => found.tag.clone_from(tag),
                _ => return Ok(found),
            }
            found.end = token.end;
            self.scanner.take();
        }
    }

    fn content(
        &mut self,
        context: Context,
        depth: usize,
        properties: &Properties<'a>,
    ) -> Result<Composed, SyntaxError> {
        let token = self.scanner.peek()?;
        let start = token.start;
        match (&token.kind, context) {
            (Kind::Scalar(..), _) => Ok(self.scalar()),
            (Kind::BlockEntry, Context::BlockValue) => self.collection(depth, Self::indentless_sequence),
            (Kind::FlowSequenceStart, _) => self.collection(depth, Self::flow_sequence),
            (Kind::FlowMappingStart, _) => self.collection(depth, Self::flow_mapping),
            (Kind::BlockSequenceStart, Context::Block | Context::BlockValue) => {
                self.collection(depth, Self::block_sequence)
            }
            (Kind::BlockMappingStart, Context::Block | Context::BlockValue) => {
                self.collection(depth, Self::block_mapping)
            }
            _ if properties.anchor.is_some() || properties.tag.is_some() => Ok(self.empty(properties.end)),
            _ => {
                let problem = "did not find expected node content";
                Err(SyntaxError::parser(Some(properties.start), problem, start))
            }
        }
    }

    fn scalar(&mut self) -> Composed {
        let Some(Token { kind: Kind::Scalar(text, style, indent), start, end }) = self.scanner.take() else {
            return self.empty(Mark::default()); // not reached: the caller has looked at the token
        };
        self.seen.bytes = self.seen.bytes.saturating_add(text.get(self.text).len() as u64);
        // Beyond this column the trace of a block scalar is lost, nothing else.
        let indent = u16::try_from(indent).unwrap_or(u16::MAX);
        self.end = end.at;
        (self.push(start.at, end.at, NodeKind::Scalar(text, style, indent)), 0)
    }

    /// A node that is not there, such as the value of a key without one.
    fn empty(&mut self, mark: Mark) -> Composed {
        let text = Text::Source(0, 0);
        (self.push(mark.at, mark.at, NodeKind::Scalar(text, Style::Plain, 0)), 0)
    }

    /// Whether a scalar is what its tag says.
    fn check_tag(&mut self, id: NodeId, tag: &str, start: Mark) {
        if let Some(scalar) = Reader::new(&self.tree, self.text).scalar(id)
            && let Err(problem) = resolve(&Scalar { tag: Some(tag), ..scalar })
        {
            self.meaningless.get_or_insert(SyntaxError::composer(problem, start));
        }
    }

    fn alias(&mut self, depth: usize) -> Result<Composed, SyntaxError> {
        let Some(Token { kind: Kind::Alias(name), start, end }) = self.scanner.take() else {
            return Ok(self.empty(Mark::default())); // not reached: the caller has looked at the token
        };
        self.end = end.at;
        let (id, size, levels) = match self.anchors.get(name) {
            Some(Anchor::Complete(id, size, levels)) => (*id, *size, *levels),
            Some(Anchor::Open) => {
                let problem = format!("anchor '{name}' value contains itself");
                self.meaningless.get_or_insert(SyntaxError::limit(problem, start));
                return Ok(self.empty(start));
            }
            None => {
                return Err(SyntaxError::composer(format!("unknown anchor '{name}' referenced"), start));
            }
        };
        if depth + levels > DEEPEST {
            return Err(too_deep(start));
        }
        self.seen = self.seen.plus(Size { nodes: 1, bytes: 0 }).plus(size);
        self.aliased = self.aliased.plus(size);
        if self.too_much_aliasing() {
            self.meaningless.get_or_insert(SyntaxError::limit("document contains excessive aliasing", start));
        }
        Ok((id, levels))
    }

    /// go-yaml's own rule, and bounds that do not grow with a small text.
    fn too_much_aliasing(&self) -> bool {
        let (seen, aliased) = (self.seen.nodes, self.aliased.nodes);
        // Of up to 400,000 nodes 99 % may be behind aliases, of 4,000,000 or more 10 %, linear between.
        let beyond = seen.clamp(400_000, 4_000_000) - 400_000;
        let allowed_permille = 990 - 890 * beyond / 3_600_000;
        let ratio = aliased > 100
            && seen > 1000
            && aliased.saturating_mul(1000) > seen.saturating_mul(allowed_permille);
        ratio
            || aliased > ALIASED_NODES.max(10 * self.tree.nodes.len() as u64)
            || self.aliased.bytes > ALIASED_BYTES.max(10 * self.text.len() as u64)
    }

    /// Reads a list or mapping: its children, and how deep they are.
    fn collection(&mut self, depth: usize, read: Collection<'a>) -> Result<Composed, SyntaxError> {
        let start = self.scanner.peek()?.start;
        if depth >= DEEPEST {
            return Err(too_deep(start));
        }
        let first = self.open.len();
        let mut children = Children { depth: depth + 1, deepest: 0, start };
        let is_mapping = read(self, &mut children)?;
        let range =
            (compact(self.tree.children.len()), compact(self.tree.children.len() + self.open.len() - first));
        self.tree.children.extend(self.open.drain(first..));
        let kind = if is_mapping {
            NodeKind::Mapping(range.0, range.1)
        } else {
            NodeKind::Sequence(range.0, range.1)
        };
        Ok((self.push(start.at, self.end.max(start.at), kind), children.deepest + 1))
    }

    fn push(&mut self, start: usize, end: usize, kind: NodeKind) -> NodeId {
        self.seen.nodes = self.seen.nodes.saturating_add(1);
        let id = NodeId(compact(self.tree.nodes.len()));
        self.tree.nodes.push(Node { start: compact(start), end: compact(end), kind });
        id
    }
}

fn too_deep(at: Mark) -> SyntaxError {
    SyntaxError::limit(format!("exceeded max depth of {DEEPEST}"), at)
}

/// Where a node stands, which decides how it may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Context {
    /// An entry of a block list, or the top of the document.
    Block,
    /// A key or value of a block mapping: a list here needs no indentation of its own.
    BlockValue,
    /// Inside of `[]` or `{}`.
    Flow,
}

/// Reads the children of one kind of collection. Returns whether it is a mapping.
type Collection<'a> = fn(&mut Composer<'a>, &mut Children) -> Result<bool, SyntaxError>;

/// A collection while it is read.
struct Children {
    /// The depth of the children.
    depth: usize,
    /// The levels of the deepest child.
    deepest: usize,
    start: Mark,
}
