//! The six ways to write a list or a mapping.

use super::{Children, Composer, Context};
use crate::source::yaml::error::SyntaxError;
use crate::source::yaml::token::Kind;

impl Composer<'_> {
    /// `- a`, indented further than what is around it.
    pub(super) fn block_sequence(&mut self, list: &mut Children) -> Result<bool, SyntaxError> {
        self.scanner.take();
        loop {
            let token = self.scanner.peek()?;
            match token.kind {
                Kind::BlockEntry => {}
                Kind::BlockEnd => {
                    self.scanner.take();
                    return Ok(false);
                }
                _ => {
                    let problem = "did not find expected '-' indicator";
                    return Err(SyntaxError::parser(Some(list.start), problem, token.start));
                }
            }
            let ends = |kind: &Kind<'_>| matches!(kind, Kind::BlockEntry | Kind::BlockEnd);
            self.after_indicator(list, Context::Block, ends)?;
        }
    }

    /// `- a` as the value of a key in the same column.
    pub(super) fn indentless_sequence(&mut self, list: &mut Children) -> Result<bool, SyntaxError> {
        while matches!(self.scanner.peek()?.kind, Kind::BlockEntry) {
            let ends =
                |kind: &Kind<'_>| matches!(kind, Kind::BlockEntry | Kind::Key | Kind::Value | Kind::BlockEnd);
            self.after_indicator(list, Context::Block, ends)?;
        }
        Ok(false)
    }

    /// `a: b`, one a line.
    pub(super) fn block_mapping(&mut self, map: &mut Children) -> Result<bool, SyntaxError> {
        let ends = |kind: &Kind<'_>| matches!(kind, Kind::Key | Kind::Value | Kind::BlockEnd);
        self.scanner.take();
        loop {
            let token = self.scanner.peek()?;
            match token.kind {
                Kind::Key => self.after_indicator(map, Context::BlockValue, ends)?,
                Kind::BlockEnd => {
                    self.scanner.take();
                    return Ok(true);
                }
                _ => {
                    let problem = "did not find expected key";
                    return Err(SyntaxError::parser(Some(map.start), problem, token.start));
                }
            }
            self.value(map, Context::BlockValue, ends)?;
        }
    }

    /// `[a, b]`; an entry `a: b` is a mapping of its own.
    pub(super) fn flow_sequence(&mut self, list: &mut Children) -> Result<bool, SyntaxError> {
        self.scanner.take();
        let mut first = true;
        loop {
            if !matches!(self.scanner.peek()?.kind, Kind::FlowSequenceEnd) && !first {
                self.separator(list, "did not find expected ',' or ']'")?;
            }
            first = false;
            match self.scanner.peek()?.kind {
                Kind::FlowSequenceEnd => {
                    self.close();
                    return Ok(false);
                }
                Kind::Key => {
                    let pair = self.collection(list.depth, Self::flow_pair)?;
                    self.add(list, pair);
                }
                _ => {
                    let node = self.node(Context::Flow, list.depth)?;
                    self.add(list, node);
                }
            }
        }
    }

    /// `a: b` as an entry of a list.
    fn flow_pair(&mut self, map: &mut Children) -> Result<bool, SyntaxError> {
        let ends = |kind: &Kind<'_>| matches!(kind, Kind::Value | Kind::FlowEntry | Kind::FlowSequenceEnd);
        self.scanner.take();
        let token = self.scanner.peek()?;
        if ends(&token.kind) {
            // libyaml steps over the token here, so `[? : a]` is not what it looks like; texts with it stay what they are.
            let end = token.end;
            self.scanner.take();
            let key = self.empty(end);
            self.add(map, key);
        } else {
            let key = self.node(Context::Flow, map.depth)?;
            self.add(map, key);
        }
        self.value(map, Context::Flow, |kind| matches!(kind, Kind::FlowEntry | Kind::FlowSequenceEnd))?;
        Ok(true)
    }

    /// `{a: b, c: d}`.
    pub(super) fn flow_mapping(&mut self, map: &mut Children) -> Result<bool, SyntaxError> {
        self.scanner.take();
        let mut first = true;
        loop {
            if !matches!(self.scanner.peek()?.kind, Kind::FlowMappingEnd) && !first {
                self.separator(map, "did not find expected ',' or '}'")?;
            }
            first = false;
            let token = self.scanner.peek()?;
            match token.kind {
                Kind::FlowMappingEnd => {
                    self.close();
                    return Ok(true);
                }
                Kind::Key => {
                    self.scanner.take();
                    let token = self.scanner.peek()?;
                    let ends = matches!(token.kind, Kind::Value | Kind::FlowEntry | Kind::FlowMappingEnd);
                    let start = token.start;
                    let key = if ends { self.empty(start) } else { self.node(Context::Flow, map.depth)? };
                    self.add(map, key);
                    self.value(map, Context::Flow, |kind| {
                        matches!(kind, Kind::FlowEntry | Kind::FlowMappingEnd)
                    })?;
                }
                _ => {
                    // `{a}` is `{a: }`.
                    let key = self.node(Context::Flow, map.depth)?;
                    self.add(map, key);
                    let start = self.scanner.peek()?.start;
                    let value = self.empty(start);
                    self.add(map, value);
                }
            }
        }
    }

    /// Steps over a `-` or a key mark, and reads the node behind it, which may be empty.
    fn after_indicator(
        &mut self,
        collection: &mut Children,
        context: Context,
        ends: fn(&Kind<'_>) -> bool,
    ) -> Result<(), SyntaxError> {
        let mark = self.scanner.peek()?.end;
        self.scanner.take();
        self.end = self.end.max(mark.at);
        let node = if ends(&self.scanner.peek()?.kind) {
            self.empty(mark)
        } else {
            self.node(context, collection.depth)?
        };
        self.add(collection, node);
        Ok(())
    }

    /// Reads what stands behind a key: a `:` and a value, each of which may be missing.
    fn value(
        &mut self,
        map: &mut Children,
        context: Context,
        ends: fn(&Kind<'_>) -> bool,
    ) -> Result<(), SyntaxError> {
        let token = self.scanner.peek()?;
        if matches!(token.kind, Kind::Value) {
            return self.after_indicator(map, context, ends);
        }
        let start = token.start;
        let value = self.empty(start);
        self.add(map, value);
        Ok(())
    }

    fn separator(&mut self, collection: &Children, problem: &'static str) -> Result<(), SyntaxError> {
        let token = self.scanner.peek()?;
        if !matches!(token.kind, Kind::FlowEntry) {
            return Err(SyntaxError::parser(Some(collection.start), problem, token.start));
        }
        self.scanner.take();
        Ok(())
    }

    /// Steps over a `]` or `}`.
    fn close(&mut self) {
        if let Some(token) = self.scanner.take() {
            self.end = token.end.at;
        }
    }

    fn add(&mut self, collection: &mut Children, (id, levels): super::Composed) {
        collection.deepest = collection.deepest.max(levels);
        self.open.push(id);
    }
}
