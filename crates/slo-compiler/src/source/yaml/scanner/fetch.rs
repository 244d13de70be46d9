//! One token after another, by its first character.

use super::Scanner;
use crate::source::yaml::block::{self, Indent};
use crate::source::yaml::cursor::{Comments, Cursor, Mark};
use crate::source::yaml::error::SyntaxError;
use crate::source::yaml::plain::{self, Surroundings};
use crate::source::yaml::text::Decoder;
use crate::source::yaml::token::{Kind, Style, Token};
use crate::source::yaml::{quoted, tag};

impl<'a> Scanner<'a> {
    /// Reads at least one more token into the queue.
    pub(super) fn fetch(&mut self) -> Result<(), SyntaxError> {
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
            self.queue.insert(key.token.saturating_sub(self.taken).min(self.queue.len()), token);
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
}
