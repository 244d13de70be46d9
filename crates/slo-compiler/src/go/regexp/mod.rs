//! Whether Go's `regexp` package takes a pattern; the patterns of Prometheus matchers are its patterns.
//!
//! In: a pattern. Out: nothing, or the error text that Go prints. One pass over the pattern, without recursion, and
//! nothing is compiled or matched. Keeps: Go's answer, but for two limits that no pattern of a person reaches: the
//! height of 1000 is measured on the pattern as it is written, not after common prefixes are merged, and the bound on
//! the compiled size, some three million instructions, is left out. The syntax is
//! <https://github.com/google/re2/wiki/Syntax>, without `\C`.

mod class;
mod names;
#[cfg(test)]
mod tests;

/// The largest count in `{…}`, also as the product of counts within each other.
const MAX_COPIES: u32 = 1000;
/// The largest height of the expression tree.
const MAX_HEIGHT: u32 = 1000;

/// What is wrong, in Go's words, and the piece of the pattern that Go blames.
type Fault<'p> = (&'static str, &'p str);

const TOO_DEEP: &str = "expression nests too deeply";
const BAD_ESCAPE: &str = "invalid escape sequence";
const BAD_NAMED_CAPTURE: &str = "invalid named capture";
const BAD_NESTED_REPETITION: &str = "invalid nested repetition operator";
const BAD_GROUP: &str = "invalid or unsupported Perl syntax";
const BAD_RANGE: &str = "invalid character class range";
const BAD_COUNT: &str = "invalid repeat count";
const NOTHING_TO_REPEAT: &str = "missing argument to repetition operator";
const UNCLOSED_CLASS: &str = "missing closing ]";
const UNCLOSED_GROUP: &str = "missing closing )";
const UNOPENED_GROUP: &str = "unexpected )";
const TRAILING_BACKSLASH: &str = "trailing backslash at end of expression";

/// Checks that Go's `regexp.Compile` takes `pattern`.
///
/// # Errors
/// Go's text, such as ``error parsing regexp: missing closing ]: `[a` ``.
pub fn check(pattern: &str) -> Result<(), String> {
    Checker { pattern, rest: pattern, outer: Vec::new(), level: Level::default() }
        .run()
        .map_err(|(what, blamed)| format!("error parsing regexp: {what}: `{blamed}`"))
}

/// What the limits need to know of a piece of the pattern.
#[derive(Clone, Copy)]
struct Node {
    height: u32,
    /// The largest product of counts within each other.
    copies: u32,
}

const ATOM: Node = Node { height: 1, copies: 1 };

/// Pieces beside each other: of a sequence, or the sequences of an alternation.
#[derive(Clone, Copy, Default)]
struct Pieces {
    count: usize,
    height: u32,
    copies: u32,
}

impl Pieces {
    fn add(&mut self, node: Node) {
        self.count += 1;
        self.height = self.height.max(node.height);
        self.copies = self.copies.max(node.copies);
    }

    /// All as one: a single piece stands for itself, more of them need a node above.
    fn node(self) -> Node {
        match self.count {
            0 => ATOM,
            1 => Node { height: self.height, copies: self.copies },
            _ => Node { height: self.height + 1, copies: self.copies },
        }
    }
}

/// The inside of a group, or the whole pattern.
#[derive(Default)]
struct Level {
    captures: bool,
    alternatives: Pieces,
    sequence: Pieces,
    /// The piece that a repetition would repeat; not yet part of `sequence`.
    last: Option<Node>,
}

impl Level {
    fn push(&mut self, node: Node) {
        if let Some(before) = self.last.replace(node) {
            self.sequence.add(before);
        }
    }

    fn end_alternative(&mut self) {
        if let Some(last) = self.last.take() {
            self.sequence.add(last);
        }
        self.alternatives.add(std::mem::take(&mut self.sequence).node());
    }

    fn end(mut self) -> Node {
        self.end_alternative();
        let inside = self.alternatives.node();
        Node { height: inside.height + u32::from(self.captures), ..inside }
    }
}

struct Checker<'p> {
    pattern: &'p str,
    rest: &'p str,
    outer: Vec<Level>,
    level: Level,
}

impl<'p> Checker<'p> {
    fn run(mut self) -> Result<(), Fault<'p>> {
        // Where the repetition began that ended right here: only `?` may follow it.
        let mut repetition = None;
        while let Some(first) = self.rest.chars().next() {
            let start = self.rest;
            let before = repetition.take();
            match first {
                '(' => self.open()?,
                ')' => self.close()?,
                '|' => {
                    self.level.end_alternative();
                    self.rest = skip(start, 1);
                }
                '[' => {
                    self.rest = class::bracketed(start)?;
                    self.level.push(ATOM);
                }
                '\\' => self.escape()?,
                '*' | '+' | '?' => {
                    self.repeat(1, skip(start, 1), before)?;
                    repetition = Some(start);
                }
                '{' => match count(start) {
                    Some((copies, after)) => {
                        let copies = copies.ok_or((BAD_COUNT, until(start, after)))?;
                        self.repeat(copies, after, before)?;
                        repetition = Some(start);
                    }
                    None => self.atom(skip(start, 1)), // not a repetition, so a plain brace
                },
                other => self.atom(skip(start, other.len_utf8())),
            }
        }
        if !self.outer.is_empty() {
            return Err((UNCLOSED_GROUP, self.pattern));
        }
        let whole = std::mem::take(&mut self.level).end();
        self.limit(whole).map(|_| ())
    }

    fn atom(&mut self, after: &'p str) {
        self.level.push(ATOM);
        self.rest = after;
    }

    fn limit(&self, node: Node) -> Result<Node, Fault<'p>> {
        if node.height > MAX_HEIGHT { Err((TOO_DEEP, self.pattern)) } else { Ok(node) }
    }

    /// Reads what opens a group: `(`, `(?:`, `(?i-s:`, `(?P<name>`; or flags that stand alone, as `(?i)`.
    fn open(&mut self) -> Result<(), Fault<'p>> {
        let start = self.rest;
        let Some(inside) = start.strip_prefix("(?") else {
            self.enter(true, skip(start, 1));
            return Ok(());
        };
        let named = inside.strip_prefix("P<").or_else(|| inside.strip_prefix('<'));
        if let Some(name) = named.filter(|name| !name.is_empty()) {
            let (name, after) = name.split_once('>').ok_or((BAD_NAMED_CAPTURE, start))?;
            if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
                return Err((BAD_NAMED_CAPTURE, until(start, after)));
            }
            self.enter(true, after);
            return Ok(());
        }
        let (mut negated, mut flags) = (false, 0);
        for (offset, letter) in inside.char_indices() {
            let after = skip(inside, offset + letter.len_utf8());
            match letter {
                'i' | 'm' | 's' | 'U' => flags += 1,
                '-' if !negated => (negated, flags) = (true, 0),
                ':' | ')' if !negated || flags > 0 => {
                    match letter {
                        ':' => self.enter(false, after),
                        _ => self.rest = after,
                    }
                    return Ok(());
                }
                _ => return Err((BAD_GROUP, until(start, after))),
            }
        }
        Err((BAD_GROUP, start))
    }

    fn enter(&mut self, captures: bool, inside: &'p str) {
        let outer = std::mem::replace(&mut self.level, Level { captures, ..Level::default() });
        self.outer.push(outer);
        self.rest = inside;
    }

    fn close(&mut self) -> Result<(), Fault<'p>> {
        let outer = self.outer.pop().ok_or((UNOPENED_GROUP, self.pattern))?;
        let group = std::mem::replace(&mut self.level, outer).end();
        self.level.push(self.limit(group)?);
        self.rest = skip(self.rest, 1);
        Ok(())
    }

    /// Repeats the piece before, up to `copies` times; 0 stands for `{0}`, which drops it.
    fn repeat(&mut self, copies: u32, after: &'p str, before: Option<&'p str>) -> Result<(), Fault<'p>> {
        let start = self.rest;
        let after = after.strip_prefix('?').unwrap_or(after); // as few as possible
        if let Some(before) = before {
            return Err((BAD_NESTED_REPETITION, until(before, after)));
        }
        let repeated = self.level.last.ok_or((NOTHING_TO_REPEAT, until(start, after)))?;
        let copies = if copies == 0 { 1 } else { repeated.copies * copies };
        if copies > MAX_COPIES {
            return Err((BAD_COUNT, until(start, after)));
        }
        self.level.last = Some(self.limit(Node { height: repeated.height + 1, copies })?);
        self.rest = after;
        Ok(())
    }

    /// Reads a backslash and what belongs to it, outside of brackets.
    fn escape(&mut self) -> Result<(), Fault<'p>> {
        let start = self.rest;
        let after = match start.chars().nth(1) {
            Some('A' | 'b' | 'B' | 'z') => skip(start, 2),
            Some('Q') => {
                let (literal, after) = skip(start, 2).split_once("\\E").unwrap_or((skip(start, 2), ""));
                for _ in literal.chars() {
                    self.level.push(ATOM);
                }
                self.rest = after;
                return Ok(());
            }
            _ => match class::escaped(start)? {
                Some(after) => after,
                None => class::character(start)?.1,
            },
        };
        self.atom(after);
        Ok(())
    }
}

/// Reads `{n}`, `{n,}` or `{n,m}`: how many copies it makes (`None` if that is too many, or more at least than at
/// most), and the rest. Anything else is not a repetition.
fn count(start: &str) -> Option<(Option<u32>, &str)> {
    let (least, rest) = number(start.strip_prefix('{')?)?;
    let (most, rest) = match rest.strip_prefix(',') {
        None => (least, rest),
        Some(rest) if rest.starts_with('}') => (least.max(1), rest),
        Some(rest) => number(rest)?,
    };
    let allowed = least <= most && most <= MAX_COPIES;
    Some((allowed.then_some(most), rest.strip_prefix('}')?))
}

/// Reads a decimal number without leading zeros; a very large one is as good as any other that is too large.
fn number(text: &str) -> Option<(u32, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at_checked(digits)?;
    let leading_zero = digits > 1 && number.starts_with('0');
    (digits > 0 && !leading_zero).then(|| (number.parse().unwrap_or(u32::MAX), rest))
}

/// `text` without its first `bytes` bytes, which end a character.
fn skip(text: &str, bytes: usize) -> &str {
    text.get(bytes..).unwrap_or_default()
}

/// The part of `start` before `after`, which is its end.
fn until<'p>(start: &'p str, after: &str) -> &'p str {
    start.get(..start.len() - after.len()).unwrap_or(start)
}
