//! Characters to tokens.
//!
//! In: the text of a document. Out: [`Token`]s, one at a time, in which indentation has become explicit. Keeps: what is
//! accepted and what is refused, and the words for it, are those of libyaml, from which Sloth's YAML library was ported.
//!
//! YAML has no mark before a key, only the `:` behind it. So the scanner remembers every place where a key may have begun
//! ([`MaybeKey`]), and inserts the key token there, in the middle of the queue, when a `:` follows.

mod fetch;

use std::collections::VecDeque;

use super::cursor::{Comments, Cursor, Mark};
use super::error::SyntaxError;
use super::token::{Kind, Token};

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

    /// Steps over blanks, comments and line breaks.
    fn skip_to_token(&mut self) {
        loop {
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
        let at =
            token.map_or(self.queue.len(), |number| number.saturating_sub(self.taken).min(self.queue.len()));
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
