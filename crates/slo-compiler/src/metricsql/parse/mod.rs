//! Reads a query into its tree.
//!
//! In: a text. Out: an [`Expr`], or the first token that does not fit. Keeps: the tree is no deeper than [`MAX_DEPTH`]
//! allows; operands of a chain of operators stand beside each other.

mod selector;
mod templates;

use super::MetricsqlError;
use super::ast::{Binary, Expr, Metric, Name};
use super::functions;
use super::token::{Kind, Lexer, Token, unescaped};

/// How deep parentheses and templates may be nested, together.
const MAX_DEPTH: usize = 64;

type Result<T> = std::result::Result<T, MetricsqlError>;

/// Operators that are words.
const WORD_OPERATORS: &[&str] = &["and", "or", "unless", "default", "if", "ifnot", "atan2"];

const COMPARISONS: &[&str] = &["==", "!=", ">", "<", ">=", "<="];
const ARITHMETIC: &[&str] = &["+", "-", "*", "/", "%", "^"];

/// Operators on sets, which match no series to many.
const SET_OPERATORS: &[&str] = &["and", "or", "unless"];

struct Parser<'t> {
    lexer: Lexer<'t>,
    token: Token<'t>,
    depth: usize,
}

/// Reads a query.
pub(super) fn parse(text: &str) -> Result<Expr<'_>> {
    let mut lexer = Lexer::new(text);
    let token = lexer.next()?;
    let mut parser = Parser { lexer, token, depth: 0 };
    let expr = parser.expression()?;
    if parser.token.kind == Kind::Eof { Ok(expr) } else { Err(parser.unexpected("an operator or the end")) }
}

impl<'t> Parser<'t> {
    /// Goes to the next token and returns the current one.
    fn advance(&mut self) -> Result<Token<'t>> {
        let token = self.token;
        self.token = self.lexer.next()?;
        Ok(token)
    }

    fn eat(&mut self, symbol: &str) -> Result<bool> {
        let found = self.token.is(symbol);
        if found {
            self.advance()?;
        }
        Ok(found)
    }

    fn eat_word(&mut self, word: &str) -> Result<bool> {
        let found = self.token.is_word(word);
        if found {
            self.advance()?;
        }
        Ok(found)
    }

    fn expect(&mut self, symbol: &str) -> Result<Token<'t>> {
        if self.token.is(symbol) { self.advance() } else { Err(self.unexpected(&format!("`{symbol}`"))) }
    }

    fn unexpected(&self, wanted: &str) -> MetricsqlError {
        let found = match self.token.kind {
            Kind::Eof => "the query ends".to_owned(),
            _ => format!("there is `{}`", self.token.text),
        };
        MetricsqlError::new(self.token.span, format!("{found} where {wanted} should be"))
    }

    /// Runs `inner` one level deeper.
    fn nested<T>(&mut self, inner: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.depth == MAX_DEPTH {
            let message = format!("nested deeper than {MAX_DEPTH} levels");
            return Err(MetricsqlError::new(self.token.span, message));
        }
        self.depth += 1;
        let result = inner(self);
        self.depth -= 1;
        result
    }

    /// Things with commas between them, and perhaps behind the last one, up to the closing bracket, which is taken.
    fn list<T>(&mut self, close: &str, mut item: impl FnMut(&mut Self) -> Result<T>) -> Result<Vec<T>> {
        let mut items = Vec::new();
        while !self.token.is(close) {
            items.push(item(self)?);
            if !self.eat(",")? && !self.token.is(close) {
                return Err(self.unexpected(&format!("`,` or `{close}`")));
            }
        }
        self.advance()?;
        Ok(items)
    }

    fn expression(&mut self) -> Result<Expr<'t>> {
        self.nested(|parser| {
            let first = parser.operand()?;
            let mut binary =
                Binary { operands: Vec::new(), only_plus: true, labels: Vec::new(), prefixes: Vec::new() };
            while let Some(operator) = parser.operator()? {
                binary.only_plus &= operator == "+";
                parser.modifiers(&operator, &mut binary)?;
                binary.operands.push(parser.operand()?);
                parser.eat_word("keep_metric_names")?;
            }
            if binary.operands.is_empty() {
                return Ok(first);
            }
            binary.operands.insert(0, first);
            Ok(Expr::Binary(binary))
        })
    }

    /// Takes an operator, if there is one.
    fn operator(&mut self) -> Result<Option<String>> {
        let text = self.token.text.to_ascii_lowercase();
        let found = match self.token.kind {
            Kind::Word => WORD_OPERATORS.contains(&text.as_str()),
            Kind::Symbol => COMPARISONS.contains(&text.as_str()) || ARITHMETIC.contains(&text.as_str()),
            _ => false,
        };
        if !found {
            return Ok(None);
        }
        self.advance()?;
        Ok(Some(text))
    }

    /// `bool`, `on (…)`, `group_left (…) prefix "…"` behind an operator.
    fn modifiers(&mut self, operator: &str, binary: &mut Binary<'t>) -> Result<()> {
        if self.token.is_word("bool") {
            if !COMPARISONS.contains(&operator) {
                return Err(
                    self.unexpected(&format!("the right side of `{operator}`, which takes no `bool`,"))
                );
            }
            self.advance()?;
        }
        if !(self.token.is_word("on") || self.token.is_word("ignoring")) {
            return Ok(());
        }
        self.advance()?;
        binary.labels.extend(self.names()?);
        if !(self.token.is_word("group_left") || self.token.is_word("group_right")) {
            return Ok(());
        }
        if SET_OPERATORS.contains(&operator) {
            return Err(
                self.unexpected(&format!("the right side of `{operator}`, which matches no series to many,"))
            );
        }
        self.advance()?;
        if self.token.is("(") {
            let before = (self.lexer, self.token);
            self.advance()?;
            if !(self.eat("*")? && self.eat(")")?) {
                (self.lexer, self.token) = before;
                binary.labels.extend(self.names()?);
            }
        }
        if self.eat_word("prefix")? {
            binary.prefixes.push(self.text()?);
        }
        Ok(())
    }

    fn name(&mut self, wanted: &str) -> Result<Name> {
        if self.token.kind != Kind::Word {
            return Err(self.unexpected(wanted));
        }
        let token = self.advance()?;
        Ok(Name { text: unescaped(token.text), span: token.span })
    }

    /// Something between operators: with its signs, window, offset and time.
    fn operand(&mut self) -> Result<Expr<'t>> {
        match self.primary()? {
            with @ Expr::With { .. } => Ok(with), // what stands behind it belongs to its body
            inner => self.rollup(inner),
        }
    }

    fn rollup(&mut self, inner: Expr<'t>) -> Result<Expr<'t>> {
        let (mut durations, mut at) = (Vec::new(), None);
        let (mut has_offset, mut rolls) = (false, false);
        if self.token.is("[") {
            durations = self.window()?;
            rolls = true;
        }
        loop {
            if self.token.is_word("offset") && !has_offset {
                durations.extend(self.offset()?);
                has_offset = true;
            } else if self.token.is("@") && at.is_none() {
                self.advance()?;
                let start = self.token;
                let time = self.nested(Self::primary)?;
                if matches!(time, Expr::With { .. }) {
                    return Err(MetricsqlError::new(start.span, "templates for a time need parentheses"));
                }
                at = Some(Box::new(time));
            } else {
                break;
            }
            rolls = true;
        }
        Ok(if rolls { Expr::Rollup { inner: Box::new(inner), durations, at } } else { inner })
    }

    /// `[window:step]`, of which either may be missing; returns what is the name of a template.
    fn window(&mut self) -> Result<Vec<Name>> {
        let mut names = Vec::new();
        self.token = self.lexer.next_in_brackets()?;
        if !self.token.is(":") {
            names.extend(self.duration()?);
            self.token = self.lexer.next_in_brackets()?;
        }
        if self.token.is(":") {
            self.token = self.lexer.next_in_brackets()?;
            if !self.token.is("]") {
                names.extend(self.duration()?);
                self.token = self.lexer.next_in_brackets()?;
            }
        }
        self.expect("]")?;
        Ok(names)
    }

    /// `offset 5m`; returns the name of a template, which behind a minus is no template's.
    fn offset(&mut self) -> Result<Option<Name>> {
        self.token = self.lexer.next_in_brackets()?;
        let minus = self.token.is("-");
        if minus {
            self.token = self.lexer.next_in_brackets()?;
        }
        let name = self.duration()?;
        self.advance()?;
        Ok(name.map(|name| if minus { Name { text: format!("-{}", name.text), ..name } } else { name }))
    }

    /// A length of time, or the name of a template for one, which is not taken.
    fn duration(&self) -> Result<Option<Name>> {
        match self.token.kind {
            Kind::Duration | Kind::Number { is_duration: true } => Ok(None),
            Kind::Word => Ok(Some(Name { text: unescaped(self.token.text), span: self.token.span })),
            _ => Err(self.unexpected("a length of time such as `5m`")),
        }
    }

    fn primary(&mut self) -> Result<Expr<'t>> {
        match self.token.kind {
            Kind::Duration => {
                self.advance()?;
                Ok(Expr::Number { is_duration: true })
            }
            Kind::Number { is_duration } => {
                self.advance()?;
                Ok(Expr::Number { is_duration })
            }
            Kind::Text => Ok(Expr::Text(self.text()?)),
            Kind::Word => self.word(),
            Kind::Symbol if self.token.is("-") => {
                self.advance()?;
                Ok(Expr::Negated(Box::new(self.nested(Self::operand)?)))
            }
            Kind::Symbol if self.token.is("+") => {
                self.advance()?;
                self.nested(Self::operand)
            }
            Kind::Symbol if self.token.is("(") => self.parentheses(),
            Kind::Symbol if self.token.is("{") => self.metric(None, self.token.span),
            Kind::Symbol | Kind::Eof => Err(self.unexpected("an expression")),
        }
    }

    fn parentheses(&mut self) -> Result<Expr<'t>> {
        self.advance()?;
        let inner = self.list(")", Self::expression)?;
        if matches!(inner.as_slice(), [Expr::Binary(_) | Expr::Negated(_)]) {
            self.eat_word("keep_metric_names")?;
        }
        Ok(Expr::Parens(inner))
    }

    /// What begins with a name: `inf`, templates, functions, aggregates and series.
    fn word(&mut self) -> Result<Expr<'t>> {
        let token = self.advance()?;
        if ["inf", "nan"].iter().any(|number| token.is_word(number)) {
            return Ok(Expr::Number { is_duration: false });
        }
        let name = Name { text: unescaped(token.text), span: token.span };
        if self.token.is("(") && token.is_word("with") {
            return self.with();
        }
        let groups = self.token.is_word("by") || self.token.is_word("without");
        if functions::is_aggregate(token.text) && (groups || self.token.is("(")) {
            return self.aggregate(name);
        }
        if self.token.is("(") {
            let arguments = self.arguments()?;
            self.eat_word("keep_metric_names")?;
            return Ok(Expr::Call { name, arguments, labels: Vec::new() });
        }
        if self.token.is("{") {
            return self.metric(Some(name), token.span);
        }
        Ok(Expr::Metric(Metric { span: token.span, name: Some(name), groups: vec![Vec::new()] }))
    }

    fn arguments(&mut self) -> Result<Vec<Expr<'t>>> {
        self.expect("(")?;
        self.list(")", Self::expression)
    }

    /// An aggregate behind its name: labels stand before or behind the arguments.
    fn aggregate(&mut self, name: Name) -> Result<Expr<'t>> {
        let before = self.grouping()?;
        let arguments = self.arguments()?;
        let labels = match before {
            Some(labels) => labels,
            None => self.grouping()?.unwrap_or_default(),
        };
        if self.eat_word("limit")? {
            let is_whole = self.token.text.bytes().all(|byte| byte.is_ascii_digit());
            if !is_whole || self.token.text.parse::<i64>().is_err() {
                return Err(self.unexpected("a whole number"));
            }
            self.advance()?;
        }
        Ok(Expr::Call { name, arguments, labels })
    }

    fn grouping(&mut self) -> Result<Option<Vec<Name>>> {
        if !(self.token.is_word("by") || self.token.is_word("without")) {
            return Ok(None);
        }
        self.advance()?;
        self.names().map(Some)
    }
}
