//! Series selectors, texts and lists of label names.

use super::{Parser, Result};
use crate::diagnostic::Span;
use crate::metricsql::ast::{Expr, Filter, Match, Metric, Name, Part};
use crate::metricsql::token::{Kind, starts_name};

impl<'t> Parser<'t> {
    /// Label names in parentheses.
    pub(super) fn names(&mut self) -> Result<Vec<Name>> {
        self.expect("(")?;
        self.list(")", |parser| match parser.token.kind {
            Kind::Text if starts_name(within_quotes(parser.token.text)) => {
                let token = parser.advance()?;
                Ok(Name { text: within_quotes(token.text).to_owned(), span: token.span })
            }
            _ => parser.name("a label name"),
        })
    }

    /// Quoted texts and names of templates with `+` between them.
    pub(super) fn text(&mut self) -> Result<Vec<Part<'t>>> {
        let mut parts = vec![self.part()?];
        while self.token.is("+") {
            let before = (self.lexer, self.token);
            self.advance()?;
            let is_text = self.token.kind == Kind::Text;
            let is_name = self.token.kind == Kind::Word && {
                let mut ahead = self.lexer;
                !ahead.next().is_ok_and(|next| next.is("(") || next.is("{"))
            };
            if !is_text && !is_name {
                (self.lexer, self.token) = before; // this `+` is an operator
                break;
            }
            parts.push(self.part()?);
        }
        Ok(parts)
    }

    fn part(&mut self) -> Result<Part<'t>> {
        if self.token.kind == Kind::Text {
            let token = self.advance()?;
            return Ok(Part::Quoted(token.text, token.span));
        }
        self.name("a text in quotes").map(Part::Name)
    }

    /// The filters of a series, from their opening brace.
    pub(super) fn metric(&mut self, name: Option<Name>, start: Span) -> Result<Expr<'t>> {
        self.expect("{")?;
        let mut groups = vec![Vec::new()];
        let close = loop {
            if self.token.is("}") && groups.last().is_none_or(|group| groups.len() == 1 || !group.is_empty())
            {
                break self.advance()?;
            }
            let filter = self.filter()?;
            if let Some(group) = groups.last_mut() {
                group.push(filter);
            }
            if self.eat_word("or")? {
                groups.push(Vec::new());
            } else if !self.eat(",")? && !self.token.is("}") {
                return Err(self.unexpected("`,`, `or` or `}`"));
            }
        };
        Ok(Expr::Metric(Metric { span: start.cover(close.span), name, groups }))
    }

    fn filter(&mut self) -> Result<Filter<'t>> {
        let (token, quoted) = (self.token, self.token.kind == Kind::Text);
        let name = if quoted {
            self.advance()?;
            Name { text: within_quotes(token.text).to_owned(), span: token.span }
        } else {
            self.name("a label name")?
        };
        let matches = match self.token.text {
            "=" => Match::Equal,
            "!=" => Match::NotEqual,
            "=~" | "!~" => Match::Regex,
            _ => return Ok(Filter::Name { name, quoted }),
        };
        self.advance()?;
        Ok(Filter::Label { label: name.text, matches, value: self.text()?, span: name.span })
    }
}

fn within_quotes(text: &str) -> &str {
    text.get(1..text.len() - 1).unwrap_or_default()
}
