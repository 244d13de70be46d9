//! Reads the tree of a template: actions, control structures and definitions.
//!
//! In: a text and a [`Dialect`]. Out: a [`Program`], or the first fault. Keeps: nesting is bounded, and so is the number
//! of variables, so that neither parsing nor anything that walks the tree can exhaust the stack or take quadratic time.

mod define;
mod pipeline;

use std::collections::BTreeMap;

use super::ast::{Branch, Node, Program};
use super::dialect::Dialect;
use super::error::TemplateError;
use super::lex::Lexer;
use super::token::{Keyword, Kind, Token};
use crate::diagnostic::Span;

/// How deep actions and parentheses may be nested, together; the reference allows more than a stack can bear.
const MAX_DEPTH: usize = 64;

/// How many variables may be visible at once.
const MAX_VARIABLES: usize = 256;

/// How a list of nodes ended.
enum End {
    End,
    Else(Span),
}

/// One thing between `{{` and `}}`, or a literal text.
enum Item {
    Node(Node),
    End(Span),
    Else(Span),
}

/// Reads one text.
pub(super) struct Parser<'t> {
    name: &'static str,
    text: &'t str,
    dialect: &'t Dialect,
    lexer: Lexer<'t>,
    /// Tokens that were looked at and given back, the next one last.
    given_back: Vec<Token<'t>>,
    /// The line of the last token that the lexer made; errors are reported there.
    line: usize,
    /// The line on which the current action began.
    action_line: Option<usize>,
    /// The variables that are visible, outermost first.
    variables: Vec<String>,
    range_depth: usize,
    depth: usize,
    templates: BTreeMap<String, Vec<Node>>,
}

/// Reads a template.
pub(super) fn parse(name: &'static str, text: &str, dialect: &Dialect) -> Result<Program, TemplateError> {
    let mut variables = vec!["$".to_owned()];
    variables.extend(dialect.variables().iter().map(|&name| name.to_owned()));
    let mut parser = Parser {
        name,
        text,
        dialect,
        lexer: Lexer::new(text),
        given_back: Vec::new(),
        line: 1,
        action_line: None,
        variables,
        range_depth: 0,
        depth: 0,
        templates: BTreeMap::new(),
    };
    let main = parser.main()?;
    parser.add(name.to_owned(), main, Span::new(0, text.len()))?;
    Ok(Program { templates: parser.templates })
}

impl<'t> Parser<'t> {
    fn next(&mut self) -> Token<'t> {
        self.given_back.pop().unwrap_or_else(|| {
            let token = self.lexer.next();
            self.line = token.line;
            token
        })
    }

    fn next_word(&mut self) -> Token<'t> {
        loop {
            let token = self.next();
            if token.kind != Kind::Space {
                return token;
            }
        }
    }

    fn back(&mut self, token: Token<'t>) {
        self.given_back.push(token);
    }

    /// The kind of the next token, which stays the next one.
    fn peek(&mut self) -> Kind {
        let token = self.next();
        let kind = token.kind;
        self.back(token);
        kind
    }

    /// The next token but spaces, which are dropped.
    fn peek_word(&mut self) -> Token<'t> {
        let token = self.next_word();
        self.back(token.clone());
        token
    }

    fn fault(&self, span: Span, message: impl Into<String>) -> TemplateError {
        let message = message.into();
        TemplateError {
            span,
            message: format!("template: {}:{}: {message}", self.name, self.line),
            plain: message,
        }
    }

    fn unexpected(&self, token: &Token<'t>, context: &str) -> TemplateError {
        if token.kind != Kind::Error {
            return self.fault(token.span, format!("unexpected {token} in {context}"));
        }
        let mut message = token.text.clone().into_owned();
        if let Some(line) = self.action_line.filter(|&line| line != token.line) {
            let joint = if message.ends_with(" action") { "" } else { " in action" };
            message = format!("{message}{joint} started at {}:{line}", self.name);
        }
        self.fault(token.span, message).plainly(token.text.as_ref())
    }

    fn expect(&mut self, kind: Kind, context: &str) -> Result<Token<'t>, TemplateError> {
        let token = self.next_word();
        if token.kind == kind { Ok(token) } else { Err(self.unexpected(&token, context)) }
    }

    /// Runs `inner` one level deeper.
    fn nested<T>(
        &mut self,
        span: Span,
        inner: impl FnOnce(&mut Self) -> Result<T, TemplateError>,
    ) -> Result<T, TemplateError> {
        if self.depth == MAX_DEPTH {
            return Err(self.fault(span, format!("nested deeper than {MAX_DEPTH} levels")));
        }
        self.depth += 1;
        let result = inner(self);
        self.depth -= 1;
        result
    }

    fn main(&mut self) -> Result<Vec<Node>, TemplateError> {
        let mut nodes = Vec::new();
        loop {
            let token = self.next();
            if token.kind == Kind::Eof {
                return Ok(nodes);
            }
            if token.kind == Kind::LeftDelim {
                let word = self.next_word();
                if word.kind == Kind::Keyword(Keyword::Define) {
                    self.definition()?;
                    continue;
                }
                self.back(word);
            }
            self.back(token);
            match self.item()? {
                Item::Node(node) => nodes.push(node),
                Item::End(span) => return Err(self.stray(span, "end", "")),
                Item::Else(span) => return Err(self.stray(span, "else", "")),
            }
        }
    }

    /// The fault of an `{{end}}` or `{{else}}` that belongs to nothing; `place` says where, as the reference does.
    fn stray(&self, span: Span, word: &str, place: &str) -> TemplateError {
        self.fault(span, format!("unexpected {{{{{word}}}}}{place}")).plainly(format!(
            "this `{{{{{word}}}}}` belongs to no `{{{{if}}}}`, `{{{{with}}}}` or `{{{{range}}}}`"
        ))
    }

    /// Nodes up to `{{end}}` or `{{else}}`.
    fn list(&mut self) -> Result<(Vec<Node>, End), TemplateError> {
        let mut nodes = Vec::new();
        while self.peek_word().kind != Kind::Eof {
            match self.item()? {
                Item::Node(node) => nodes.push(node),
                Item::End(_) => return Ok((nodes, End::End)),
                Item::Else(span) => return Ok((nodes, End::Else(span))),
            }
        }
        let end = self.text.len();
        Err(self.fault(Span::new(end, end), "unexpected EOF").plainly("an `{{end}}` is missing"))
    }

    fn item(&mut self) -> Result<Item, TemplateError> {
        let token = self.next_word();
        match token.kind {
            Kind::Text => Ok(Item::Node(Node::Text(token.span))),
            Kind::LeftDelim => {
                self.action_line = Some(token.line);
                let item = self.action(token.span);
                self.action_line = None;
                item
            }
            _ => Err(self.unexpected(&token, "input")),
        }
    }

    /// What stands in braces, behind the opening ones.
    fn action(&mut self, open: Span) -> Result<Item, TemplateError> {
        let token = self.next_word();
        let Kind::Keyword(keyword) = token.kind else {
            self.back(token);
            return self.output(open);
        };
        Ok(match keyword {
            Keyword::Block => Item::Node(self.block()?),
            Keyword::Break => Item::Node(self.leave_range(&token, "{{break}}", Node::Break)?),
            Keyword::Continue => Item::Node(self.leave_range(&token, "{{continue}}", Node::Continue)?),
            Keyword::Else => Item::Else(self.otherwise(open)?),
            Keyword::End => Item::End(open.cover(self.expect(Kind::RightDelim, "end")?.span)),
            Keyword::If => Item::Node(Node::If(self.branch(open, "if", Some(Keyword::If))?)),
            Keyword::With => Item::Node(Node::With(self.branch(open, "with", Some(Keyword::With))?)),
            Keyword::Range => Item::Node(Node::Range(self.branch(open, "range", None)?)),
            Keyword::Template => Item::Node(Node::Template(self.call()?)),
            Keyword::Define | Keyword::Dot | Keyword::Nil => {
                self.back(token);
                return self.output(open);
            }
        })
    }

    fn output(&mut self, open: Span) -> Result<Item, TemplateError> {
        let (pipe, close) = self.pipeline(open, "command", Kind::RightDelim)?;
        Ok(Item::Node(Node::Action(open.cover(close), pipe)))
    }

    fn leave_range(&mut self, keyword: &Token<'t>, context: &str, node: Node) -> Result<Node, TemplateError> {
        let token = self.next_word();
        if token.kind != Kind::RightDelim {
            return Err(self.unexpected(&token, context));
        }
        if self.range_depth == 0 {
            return Err(self.fault(keyword.span, format!("{context} outside {{{{range}}}}")));
        }
        Ok(node)
    }

    /// Behind `else`: up to the closing braces, or up to the `if` or `with` that goes on.
    fn otherwise(&mut self, open: Span) -> Result<Span, TemplateError> {
        let next = self.peek_word();
        if matches!(next.kind, Kind::Keyword(Keyword::If | Keyword::With)) {
            return Ok(open.cover(next.span));
        }
        Ok(open.cover(self.expect(Kind::RightDelim, "else")?.span))
    }

    /// Behind `if`, `with` or `range`; `again` is the keyword that may follow `else`.
    fn branch(&mut self, open: Span, context: &str, again: Option<Keyword>) -> Result<Branch, TemplateError> {
        self.nested(open, |parser| {
            let visible = parser.variables.len();
            let (pipe, _) = parser.pipeline(open, context, Kind::RightDelim)?;
            let in_range = usize::from(context == "range");
            parser.range_depth += in_range;
            let (body, end) = parser.list()?;
            parser.range_depth -= in_range;
            let otherwise = match end {
                End::Else(span) => parser.else_list(span, context, again)?,
                End::End => Vec::new(),
            };
            parser.variables.truncate(visible);
            Ok(Branch { pipe, body, otherwise })
        })
    }

    /// Behind `else`, or `else` and what follows it.
    fn else_list(
        &mut self,
        span: Span,
        context: &str,
        again: Option<Keyword>,
    ) -> Result<Vec<Node>, TemplateError> {
        if let Some(keyword) = again.filter(|&keyword| self.peek() == Kind::Keyword(keyword)) {
            self.next();
            let branch = self.branch(span, context, again)?;
            return Ok(vec![if keyword == Keyword::If { Node::If(branch) } else { Node::With(branch) }]);
        }
        match self.list()? {
            (nodes, End::End) => Ok(nodes),
            (_, End::Else(span)) => Err(self
                .fault(span, "expected end; found {{else}}")
                .plainly("there is an `{{else}}` before this one; only `{{end}}` can follow")),
        }
    }
}
