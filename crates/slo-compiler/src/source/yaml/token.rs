//! What the scanner hands to the composer.

use super::cursor::Mark;
use super::text::Text;

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Style {
    Plain,
    SingleQuoted,
    DoubleQuoted,
    /// `|`
    Literal,
    /// `>`
    Folded,
}

/// A token and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Token<'a> {
    pub(crate) kind: Kind<'a>,
    pub(crate) start: Mark,
    pub(crate) end: Mark,
}

/// The kinds of token of YAML 1.1.
#[derive(Clone, Debug)]
pub(crate) enum Kind<'a> {
    End,
    /// `%YAML`
    Directive,
    DocumentStart,
    DocumentEnd,
    BlockSequenceStart,
    BlockMappingStart,
    BlockEnd,
    FlowSequenceStart,
    FlowSequenceEnd,
    FlowMappingStart,
    FlowMappingEnd,
    BlockEntry,
    FlowEntry,
    Key,
    Value,
    Alias(&'a str),
    Anchor(&'a str),
    /// The whole tag, such as `tag:yaml.org,2002:str`, unless its handle is not defined.
    Tag(Option<Box<str>>),
    /// Text, style and, for a block scalar, the column at which its lines begin.
    Scalar(Text, Style, usize),
}
