//! The text of a scalar, while it is decoded and afterwards.
//!
//! In: runs of source bytes that are copied, and characters that stand for other bytes. Out: [`Text`], which is just a
//! place in the source unless something had to be changed, and on demand the way back ([`Decoder::traced`]): which source
//! bytes each decoded byte came from. Keeps: both come from the same decoding, so they cannot disagree.

use crate::diagnostic::Span;

/// The decoded text of a scalar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Text {
    /// It stands like that in the source, at these bytes.
    Source(u32, u32),
    /// It had to be put together.
    Owned(Box<str>),
}

impl Text {
    pub(crate) fn get<'a>(&'a self, source: &'a str) -> &'a str {
        match self {
            Self::Source(start, end) => source.get(*start as usize..*end as usize).unwrap_or_default(),
            Self::Owned(text) => text,
        }
    }
}

/// A run of decoded bytes and the source bytes behind it.
#[derive(Clone, Copy, Debug)]
struct Run {
    /// Offset of the first decoded byte.
    decoded: usize,
    source: Span,
    /// Whether the source has the same bytes, or an escape or a line break that stands for them.
    verbatim: bool,
}

/// Where each decoded byte came from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trace(Vec<Run>);

impl Trace {
    /// The source bytes behind the decoded bytes of `token`.
    pub(crate) fn to_source(&self, token: Span) -> Option<Span> {
        let start = self.run_at(token.start)?;
        let from = if start.verbatim {
            start.source.start + (token.start - start.decoded)
        } else {
            start.source.start
        };
        if token.end <= token.start {
            return Some(Span::new(from, from));
        }
        let last = self.run_at(token.end - 1)?;
        let to = if last.verbatim { last.source.start + (token.end - last.decoded) } else { last.source.end };
        Some(Span::new(from, to.min(last.source.end).max(from)))
    }

    fn run_at(&self, decoded: usize) -> Option<&Run> {
        let after = self.0.partition_point(|run| run.decoded <= decoded);
        self.0.get(after.checked_sub(1)?)
    }
}

/// Puts the text of one scalar together.
#[derive(Debug)]
pub(crate) struct Decoder<'a> {
    source: &'a str,
    /// One unbroken run of the source, the whole text as long as nothing is `changed`.
    run: Span,
    changed: Option<String>,
    trace: Option<Trace>,
}

impl<'a> Decoder<'a> {
    pub(crate) fn new(source: &'a str) -> Self {
        Self { source, run: Span::default(), changed: None, trace: None }
    }

    /// One that also remembers where each byte came from.
    pub(crate) fn traced(source: &'a str) -> Self {
        Self { trace: Some(Trace::default()), ..Self::new(source) }
    }

    /// Adds source bytes as they are.
    pub(crate) fn copy(&mut self, bytes: Span) {
        if bytes.start >= bytes.end {
            return;
        }
        self.remember(bytes, true);
        if self.changed.is_none() && self.run.start == self.run.end {
            self.run = bytes;
        } else if self.changed.is_none() && self.run.end == bytes.start {
            self.run.end = bytes.end;
        } else {
            let source = self.source;
            self.changed().push_str(source.get(bytes.range()).unwrap_or_default());
        }
    }

    /// Adds a character that stands for `bytes` of the source.
    pub(crate) fn put(&mut self, decoded: char, bytes: Span) {
        self.remember(bytes, false);
        self.changed().push(decoded);
    }

    /// Adds a line break: a line feed, but Unicode's own separators stay what they are.
    pub(crate) fn put_break(&mut self, bytes: Span) {
        match self.source.get(bytes.range()) {
            Some("\n" | "\u{2028}" | "\u{2029}") => self.copy(bytes),
            _ => self.put('\n', bytes),
        }
    }

    pub(crate) fn finish(self) -> Text {
        match self.changed {
            None => Text::Source(compact(self.run.start), compact(self.run.end)),
            Some(text) => Text::Owned(text.into_boxed_str()),
        }
    }

    pub(crate) fn into_trace(self) -> Trace {
        self.trace.unwrap_or_default()
    }

    fn remember(&mut self, source: Span, verbatim: bool) {
        let decoded = self.changed.as_ref().map_or(self.run.end - self.run.start, String::len);
        if let Some(trace) = &mut self.trace {
            trace.0.push(Run { decoded, source, verbatim });
        }
    }

    fn changed(&mut self) -> &mut String {
        let so_far = self.source.get(self.run.range()).unwrap_or_default();
        self.changed.get_or_insert_with(|| {
            let mut text = String::with_capacity(so_far.len() + 64);
            text.push_str(so_far);
            text
        })
    }
}

/// An offset as it is stored; larger sources are refused before they are read.
pub(crate) fn compact(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}
