//! Where in a spec a place is, told by indentation alone: that is all there is while a line is being typed.
//!
//! In: the text of a document, valid YAML or not. Out: its [`Line`]s with keys, and the [`Cursor`] of an offset. Keeps:
//! block style only, which is how specs are written; what stands in braces belongs to the key before them.

use slo_compiler::diagnostic::{FieldPath, Span};

/// A key of the document and what stands behind it on its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// The way to the field.
    pub(crate) path: FieldPath,
    /// The field that holds this one.
    pub(crate) parent: FieldPath,
    pub(crate) key: String,
    /// Without quotes; empty if it begins on the next line.
    pub(crate) value: String,
}

/// What is being written at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cursor {
    /// A key of `parent`, of which `typed` is there.
    Key { parent: FieldPath, typed: Span },
    /// The value of a field, of which `typed` is there.
    Value { path: FieldPath, typed: Span },
    /// Nothing: a comment.
    Nowhere,
}

/// An open mapping key or list entry, and the column where it begins.
#[derive(Clone, Debug)]
struct Open {
    column: usize,
    path: FieldPath,
    /// The number of the entry, if it is one of a list.
    entry: Option<usize>,
}

/// The reader of lines.
#[derive(Debug, Default)]
struct Outliner {
    open: Vec<Open>,
    /// The column of the key whose block scalar is being read.
    block: Option<usize>,
    lines: Vec<Line>,
}

/// What a line turned out to be.
enum Found<'t> {
    /// `key: value`, with the value as it is written.
    Entry { value: &'t str },
    /// A line of a block scalar or of a text that goes on.
    Continuation,
    /// The beginning of a key, maybe empty, at this column.
    Word { column: usize, word: &'t str },
}

/// Every key of a document, in order.
pub(crate) fn lines(text: &str) -> Vec<Line> {
    let mut outliner = Outliner::default();
    text.lines().for_each(|line| {
        outliner.read(line);
    });
    outliner.lines
}

/// What is being written at the end of `before`, the text of a document up to the cursor. Spans count from its start.
pub(crate) fn cursor(before: &str) -> Cursor {
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let (earlier, line) = before.split_at_checked(start).unwrap_or((before, ""));
    let mut outliner = Outliner::default();
    earlier.lines().for_each(|line| {
        outliner.read(line);
    });
    let end = before.len();
    let innermost =
        |outliner: &Outliner| outliner.open.last().map_or_else(FieldPath::root, |open| open.path.clone());
    if line.trim_start().starts_with('#') && outliner.block.is_none() {
        return Cursor::Nowhere;
    }
    match outliner.read(line) {
        Found::Entry { value } => {
            Cursor::Value { path: innermost(&outliner), typed: Span::new(end - value.len(), end) }
        }
        Found::Continuation => {
            let typed = Span::new(end - line.trim_start().len(), end);
            Cursor::Value { path: innermost(&outliner), typed }
        }
        Found::Word { column, word } => {
            outliner.close(column);
            Cursor::Key { parent: innermost(&outliner), typed: Span::new(end - word.len(), end) }
        }
    }
}

impl Outliner {
    fn read<'t>(&mut self, line: &'t str) -> Found<'t> {
        let mut rest = line.trim_start_matches(' ');
        let mut column = line.len() - rest.len();
        if let Some(owner) = self.block {
            if rest.trim().is_empty() && column <= owner && !line.is_empty() {
                // A cursor that went back to the column of the key is at a new key.
                return Found::Word { column, word: "" };
            }
            if rest.trim().is_empty() || column > owner {
                return Found::Continuation;
            }
            self.block = None;
        }
        if rest.starts_with('#') {
            return Found::Continuation;
        }
        while let Some(item) = rest.strip_prefix('-').filter(|item| item.is_empty() || item.starts_with(' '))
        {
            self.entry(column);
            let behind = item.trim_start_matches(' ');
            column += rest.len() - behind.len();
            rest = behind;
        }
        let Some((key, value)) = split_key(rest) else {
            let is_word =
                rest.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.'));
            return if is_word { Found::Word { column, word: rest } } else { Found::Continuation };
        };
        self.close(column);
        let parent = self.open.last().map_or_else(FieldPath::root, |open| open.path.clone());
        let path = parent.key(key.to_owned());
        self.open.push(Open { column, path: path.clone(), entry: None });
        if value.trim_start().starts_with(['|', '>']) {
            self.block = Some(column);
        }
        let bare = value.split(" #").next().unwrap_or_default().trim().trim_matches(['"', '\'']);
        self.lines.push(Line { path, parent, key: key.to_owned(), value: bare.to_owned() });
        Found::Entry { value: value.trim_start() }
    }

    /// Ends every key and list entry that a key at `column` does not belong to.
    fn close(&mut self, column: usize) {
        while self.open.last().is_some_and(|open| open.column >= column) {
            self.open.pop();
        }
    }

    /// Begins a list entry whose dash is at `column`. A list may stand in the column of its own key.
    fn entry(&mut self, column: usize) {
        let inner = |open: &Open| open.column > column || open.column == column && open.entry.is_some();
        let mut number = 0;
        while let Some(open) = self.open.pop_if(|open| inner(open)) {
            if open.column == column {
                number = open.entry.map_or(0, |before| before + 1);
            }
        }
        let list = self.open.last().map_or_else(FieldPath::root, |open| open.path.clone());
        self.open.push(Open { column, path: list.index(number), entry: Some(number) });
    }
}

/// `key: value` to both, if the line begins with a key.
fn split_key(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let bare = key.trim_matches(['"', '\'']);
    let is_key =
        !bare.is_empty() && bare.chars().all(|letter| letter.is_alphanumeric() || "_-./".contains(letter));
    (is_key && (value.is_empty() || value.starts_with([' ', '\t']))).then_some((bare, value))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SPEC: &str = "version: prometheus/v1
slos:
  # the first
  - name: web
    sli:
      events:
        error_query: |
          sum(rate(a[5m]))

          key: no key
        total_query: x
  -
    name: api
labels:
- a: 1
- b: 2
";

    #[test]
    fn every_key_has_its_path() {
        let paths: Vec<String> = lines(SPEC).iter().map(|line| line.path.to_string()).collect();
        assert_eq!(
            paths,
            [
                "version",
                "slos",
                "slos[0].name",
                "slos[0].sli",
                "slos[0].sli.events",
                "slos[0].sli.events.error_query",
                "slos[0].sli.events.total_query",
                "slos[1].name",
                "labels",
                "labels[0].a",
                "labels[1].b"
            ]
        );
    }

    /// The cursor at the `^` of a text, in short.
    fn at(text: &str) -> String {
        let before = text.split('^').next().unwrap();
        match cursor(before) {
            Cursor::Key { parent, typed } => format!("key of {parent}: {:?}", &before[typed.range()]),
            Cursor::Value { path, typed } => format!("value of {path}: {:?}", &before[typed.range()]),
            Cursor::Nowhere => "nowhere".to_owned(),
        }
    }

    #[test]
    fn the_cursor_is_where_the_indentation_says() {
        assert_eq!(at("^"), "key of : \"\"");
        assert_eq!(at("ver^"), "key of : \"ver\"");
        assert_eq!(at("slos:\n  - ^"), "key of slos[0]: \"\"");
        assert_eq!(at("slos:\n- na^"), "key of slos[0]: \"na\"");
        assert_eq!(at("slos:\n  - name: a\n    ob^"), "key of slos[0]: \"ob\"");
        assert_eq!(at("slos:\n  - name: a\n  - ^"), "key of slos[1]: \"\"");
        assert_eq!(at("slos:\n  - name: a\n    sli:\n      ^"), "key of slos[0].sli: \"\"");
        assert_eq!(at("slos:\n  - name: a\n    sli:\n      raw: x\n^"), "key of : \"\"");
        assert_eq!(at("kind: Prom^"), "value of kind: \"Prom\"");
        assert_eq!(at("a:\n  q: |\n    sum(^"), "value of a.q: \"sum(\"");
        assert_eq!(at("a:\n  q: |\n    sum(x)\n  ^"), "key of a: \"\"");
        assert_eq!(at("# note ^"), "nowhere");
    }

    proptest! {
        #[test]
        fn any_text_has_an_outline(text in "[a-c:|>#\\- \n\t\"é]{0,40}") {
            let _ = lines(&text);
            let (Cursor::Key { typed, .. } | Cursor::Value { typed, .. }) = cursor(&text) else { return Ok(()) };
            prop_assert!(text.get(typed.range()).is_some());
        }
    }
}
