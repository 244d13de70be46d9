//! Characters to tokens.
//!
//! In: the text of a document. Out: [`Token`]s, one at a time, in which indentation has become explicit. Keeps: what is
//! accepted and what is refused, and the words for it, are those of libyaml, from which Sloth's YAML library was ported.
//!
//! YAML has no mark before a key, only the `:` behind it. So the scanner remembers every place where a key may have begun
//! ([`MaybeKey`]), and inserts the key token there, in the middle of the queue, when a `:` follows.

use std::collections::VecDeque;

use super::block::{self, Indent};
use super::cursor::{Comments, Cursor, Mark};
use super::error::SyntaxError;
use super::plain::{self, Surroundings};
use super::text::Decoder;
use super::token::{Kind, Style, Token};
use super::{quoted, tag};

/// The `:` stands at most this many characters behind the start of its key.
const LONGEST_KEY: usize = 1024;

/// A place where a key may have begun.
#[derive(Clone, Copy, Debug)]
struct MaybeKey {
    /// The number of the token that would be the key, counted from the start of the text.
    token: usize,
    mark: Mark,
    /// Whether nothing but a key can stand here, because a mapping's lines begin in this column.
    required: bool,
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Scanner<'a> {
    text: &'a str,
    cursor: Cursor<'a>,
    queue: VecDeque<Token<'a>>,
    /// How many tokens were taken from the queue.
    taken: usize,
    /// The column of the block collection around here; none at the top.
    indent: Option<usize>,
    outer_indents: Vec<Option<usize>>,
    /// One for the block context, and one for each open `[` or `{`.
    keys: Vec<Option<MaybeKey>>,
    key_allowed: bool,
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(text: &'a str, comments: Comments) -> Self {
        Self {
            text,
            cursor: Cursor::new(text, comments),
            queue: VecDeque::new(),
            taken: 0,
            indent: None,
            outer_indents: Vec::new(),
            keys: vec![None],
            key_allowed: true,
        }
    }

    /// The next token, which stays the next one. After the end of the text it is [`Kind::End`] forever.
    pub(crate) fn peek(&mut self) -> Result<&Token<'a>, SyntaxError> {
        while self.queue.is_empty() || self.key_may_come_first()? {
            self.fetch()?;
        }
        self.queue.front().ok_or_else(|| {
            SyntaxError::scanner(
                self.cursor.mark(),
                "internal error: no token after the end",
                self.cursor.mark(),
            )
        })
    }

    /// Takes the token that [`Scanner::peek`] showed.
    pub(crate) fn take(&mut self) -> Option<Token<'a>> {
        self.taken += 1;
        self.queue.pop_front()
    }

    /// Whether the first token in the queue may still turn out to be a key.
    fn key_may_come_first(&mut self) -> Result<bool, SyntaxError> {
        let first = |key: &Option<MaybeKey>| key.is_some_and(|key| key.token == self.taken);
        match self.keys.iter().position(first) {
            Some(level) => Ok(self.valid_key(level)?.is_some()),
            None => Ok(false),
        }
    }

    /// The key that may have begun at this level, unless it is too far away by now.
    fn valid_key(&mut self, level: usize) -> Result<Option<MaybeKey>, SyntaxError> {
        let here = self.cursor.mark();
        let Some(slot) = self.keys.get_mut(level) else { return Ok(None) };
        let Some(key) = *slot else { return Ok(None) };
        if key.mark.line == here.line && key.mark.column + LONGEST_KEY >= here.column {
            return Ok(Some(key));
        }
        if key.required {
            return Err(SyntaxError::scanner(key.mark, "could not find expected ':'", here));
        }
        *slot = None;
        Ok(None)
    }

    /// Reads at least one more token into the queue.
    fn fetch(&mut self) -> Result<(), SyntaxError> {
        self.skip_to_token();
        let mark = self.cursor.mark();
        self.close_blocks(Some(mark.column));
        if self.cursor.at_end() {
            return self.fetch_end();
        }
        if mark.column == 0 && self.cursor.peek(0) == Some(b'%') {
            return self.fetch_directive();
        }
        if self.cursor.at_document_marker() {
            return self.fetch_document_marker();
        }
        let in_flow = self.in_flow();
        match self.cursor.peek(0).unwrap_or_default() {
            b'[' => self.open_flow(Kind::FlowSequenceStart),
            b'{' => self.open_flow(Kind::FlowMappingStart),
            b']' => self.close_flow(Kind::FlowSequenceEnd),
            b'}' => self.close_flow(Kind::FlowMappingEnd),
            b',' => {
                self.drop_key()?;
                self.key_allowed = true;
                self.indicator(Kind::FlowEntry, 1);
                Ok(())
            }
            b'-' if self.cursor.blank_or_end_at(1) => self.fetch_block_entry(),
            b'?' if in_flow || self.cursor.blank_or_end_at(1) => self.fetch_key(),
            b':' if in_flow || self.cursor.blank_or_end_at(1) => self.fetch_value(),
            b'*' => self.fetch_name(Kind::Alias),
            b'&' => self.fetch_name(Kind::Anchor),
            b'!' => self.fetch_tag(),
            b'|' if !in_flow => self.fetch_block_scalar(Style::Literal),
            b'>' if !in_flow => self.fetch_block_scalar(Style::Folded),
            b'\'' => self.fetch_quoted(Style::SingleQuoted, b'\''),
            b'"' => self.fetch_quoted(Style::DoubleQuoted, b'"'),
            b'-' if !matches!(self.cursor.peek(1), Some(b' ' | b'\t')) => self.fetch_plain(),
            b'?' | b':' if !in_flow => self.fetch_plain(),
            b'\t' | b'-' | b'?' | b':' | b'#' | b'|' | b'>' | b'%' | b'@' | b'`' => {
                Err(SyntaxError::scanner(mark, "found character that cannot start any token", mark))
            }
            _ => self.fetch_plain(),
        }
    }

    /// Steps over blanks, comments and line breaks.
    fn skip_to_token(&mut self) {
        loop {
            if self.cursor.column() == 0 && self.cursor.rest().starts_with("\u{FEFF}".as_bytes()) {
                self.cursor.skip();
            }
            // A tab must not stand where indentation counts.
            let tabs = self.in_flow() || !self.key_allowed;
            while self.cursor.peek(0) == Some(b' ') || tabs && self.cursor.peek(0) == Some(b'\t') {
                self.cursor.skip();
            }
            if self.cursor.peek(0) == Some(b'#') {
                self.cursor.skip_line();
            }
            if !self.cursor.at_break() {
                return;
            }
            self.cursor.skip_break();
            if !self.in_flow() {
                self.key_allowed = true;
            }
        }
    }

    fn fetch_end(&mut self) -> Result<(), SyntaxError> {
        let mut mark = self.cursor.mark();
        if mark.column != 0 {
            // As if the last line ended.
            mark = Mark { line: mark.line + 1, column: 0, ..mark };
            self.cursor = Cursor::resume(self.text, Comments::Keep, mark);
        }
        self.close_blocks(None);
        self.drop_key()?;
        self.key_allowed = false;
        self.queue.push_back(Token { kind: Kind::End, start: mark, end: mark });
        Ok(())
    }

    fn fetch_directive(&mut self) -> Result<(), SyntaxError> {
        self.close_blocks(None);
        self.drop_key()?;
        self.key_allowed = false;
        let start = self.cursor.mark();
        tag::directive(&mut self.cursor)?;
        self.queue.push_back(Token { kind: Kind::Directive, start, end: self.cursor.mark() });
        Ok(())
    }

    fn fetch_document_marker(&mut self) -> Result<(), SyntaxError> {
        self.close_blocks(None);
        self.drop_key()?;
        self.key_allowed = false;
        let starts = self.cursor.peek(0) == Some(b'-');
        self.indicator(if starts { Kind::DocumentStart } else { Kind::DocumentEnd }, 3);
        Ok(())
    }

    fn open_flow(&mut self, kind: Kind<'a>) -> Result<(), SyntaxError> {
        self.save_key()?;
        self.keys.push(None);
        self.key_allowed = true;
        self.indicator(kind, 1);
        Ok(())
    }

    fn close_flow(&mut self, kind: Kind<'a>) -> Result<(), SyntaxError> {
        self.drop_key()?;
        if self.in_flow() {
            self.keys.pop();
        }
        self.key_allowed = false;
        self.indicator(kind, 1);
        Ok(())
    }

    fn fetch_block_entry(&mut self) -> Result<(), SyntaxError> {
        if !self.in_flow() {
            let problem = "block sequence entries are not allowed in this context";
            self.open_block_here(Kind::BlockSequenceStart, problem)?;
        }
        self.drop_key()?;
        self.key_allowed = true;
        self.indicator(Kind::BlockEntry, 1);
        Ok(())
    }

    fn fetch_key(&mut self) -> Result<(), SyntaxError> {
        if !self.in_flow() {
            self.open_block_here(Kind::BlockMappingStart, "mapping keys are not allowed in this context")?;
        }
        self.drop_key()?;
        self.key_allowed = !self.in_flow();
        self.indicator(Kind::Key, 1);
        Ok(())
    }

    fn fetch_value(&mut self) -> Result<(), SyntaxError> {
        if let Some(key) = self.valid_key(self.keys.len() - 1)? {
            let token = Token { kind: Kind::Key, start: key.mark, end: key.mark };
            self.queue.insert((key.token - self.taken).min(self.queue.len()), token);
            self.open_block(Some(key.token), Kind::BlockMappingStart, key.mark);
            self.forget_key();
            self.key_allowed = false;
        } else {
            if !self.in_flow() {
                let problem = "mapping values are not allowed in this context";
                self.open_block_here(Kind::BlockMappingStart, problem)?;
            }
            self.key_allowed = !self.in_flow();
        }
        self.indicator(Kind::Value, 1);
        Ok(())
    }

    fn fetch_name(&mut self, kind: fn(&'a str) -> Kind<'a>) -> Result<(), SyntaxError> {
        self.begin_node()?;
        let start = self.cursor.mark();
        let name = tag::name(&mut self.cursor)?;
        self.queue.push_back(Token { kind: kind(name), start, end: self.cursor.mark() });
        Ok(())
    }

    fn fetch_tag(&mut self) -> Result<(), SyntaxError> {
        self.begin_node()?;
        let start = self.cursor.mark();
        let tag = tag::tag(&mut self.cursor)?;
        self.queue.push_back(Token { kind: Kind::Tag(tag), start, end: self.cursor.mark() });
        Ok(())
    }

    fn fetch_block_scalar(&mut self, style: Style) -> Result<(), SyntaxError> {
        self.drop_key()?;
        self.key_allowed = true;
        let start = self.cursor.mark();
        let mut decoder = Decoder::new(self.text);
        let folded = style == Style::Folded;
        let scanned = block::scan(&mut self.cursor, &mut decoder, folded, Indent::Below(self.indent))?;
        let kind = Kind::Scalar(decoder.finish(), style, scanned.indent);
        self.queue.push_back(Token { kind, start, end: scanned.end });
        Ok(())
    }

    fn fetch_quoted(&mut self, style: Style, quote: u8) -> Result<(), SyntaxError> {
        self.begin_node()?;
        let start = self.cursor.mark();
        let mut decoder = Decoder::new(self.text);
        quoted::scan(&mut self.cursor, &mut decoder, quote)?;
        self.queue.push_back(Token {
            kind: Kind::Scalar(decoder.finish(), style, 0),
            start,
            end: self.cursor.mark(),
        });
        Ok(())
    }

    fn fetch_plain(&mut self) -> Result<(), SyntaxError> {
        self.begin_node()?;
        let start = self.cursor.mark();
        let mut decoder = Decoder::new(self.text);
        let surroundings =
            Surroundings { indent: self.indent.map_or(0, |indent| indent + 1), flow: self.in_flow() };
        let (end, broken) = plain::scan(&mut self.cursor, &mut decoder, surroundings)?;
        if broken {
            self.key_allowed = true;
        }
        self.queue.push_back(Token { kind: Kind::Scalar(decoder.finish(), Style::Plain, 0), start, end });
        Ok(())
    }

    fn in_flow(&self) -> bool {
        self.keys.len() > 1
    }

    /// Queues a token of `bytes` characters.
    fn indicator(&mut self, kind: Kind<'a>, bytes: usize) {
        let start = self.cursor.mark();
        self.cursor.skip_bytes(bytes);
        self.queue.push_back(Token { kind, start, end: self.cursor.mark() });
    }

    /// A node begins here: it may be a key, and nothing behind it on its line may be.
    fn begin_node(&mut self) -> Result<(), SyntaxError> {
        self.save_key()?;
        self.key_allowed = false;
        Ok(())
    }

    fn save_key(&mut self) -> Result<(), SyntaxError> {
        if !self.key_allowed {
            return Ok(());
        }
        let mark = self.cursor.mark();
        let required = !self.in_flow() && self.indent == Some(mark.column);
        self.drop_key()?;
        let key = MaybeKey { token: self.taken + self.queue.len(), mark, required };
        if let Some(slot) = self.keys.last_mut() {
            *slot = Some(key);
        }
        Ok(())
    }

    /// What began at this level is no key.
    fn drop_key(&mut self) -> Result<(), SyntaxError> {
        match self.keys.last().copied().flatten() {
            Some(key) if key.required => {
                Err(SyntaxError::scanner(key.mark, "could not find expected ':'", self.cursor.mark()))
            }
            _ => {
                self.forget_key();
                Ok(())
            }
        }
    }

    fn forget_key(&mut self) {
        if let Some(slot) = self.keys.last_mut() {
            *slot = None;
        }
    }

    /// Opens a block collection if the line here is indented further, where a key may begin.
    fn open_block_here(&mut self, kind: Kind<'a>, problem: &'static str) -> Result<(), SyntaxError> {
        let mark = self.cursor.mark();
        if !self.key_allowed {
            return Err(SyntaxError::scanner(mark, problem, mark));
        }
        self.open_block(None, kind, mark);
        Ok(())
    }

    /// Opens a block collection if `mark` is indented further: before the token of this number, or behind all.
    fn open_block(&mut self, token: Option<usize>, kind: Kind<'a>, mark: Mark) {
        if self.in_flow() || self.indent.is_some_and(|indent| indent >= mark.column) {
            return;
        }
        self.outer_indents.push(self.indent.replace(mark.column));
        let at = token.map_or(self.queue.len(), |number| (number - self.taken).min(self.queue.len()));
        self.queue.insert(at, Token { kind, start: mark, end: mark });
    }

    /// Closes the block collections that are indented further than `column`; all of them if there is none.
    fn close_blocks(&mut self, column: Option<usize>) {
        if self.in_flow() {
            return;
        }
        let mark = self.cursor.mark();
        while self.indent > column {
            self.queue.push_back(Token { kind: Kind::BlockEnd, start: mark, end: mark });
            self.indent = self.outer_indents.pop().flatten();
        }
    }
}
