//! The way back from decoded text to the source, for every style of scalar.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::cursor::Comments;
use super::token::Style;
use super::{compose, trace};
use crate::diagnostic::Span;
use crate::source::tree::{NodeId, Reader, Tree};

/// A text written on purpose: the source, and for each character that it means, where it stands.
#[derive(Clone, Debug, Default)]
struct Written {
    source: String,
    chars: Vec<(char, Span)>,
}

impl Written {
    fn syntax(&mut self, text: &str) {
        self.source.push_str(text);
    }

    /// `written` means `meaning`.
    fn char(&mut self, meaning: char, written: &str) {
        let start = self.source.len();
        self.source.push_str(written);
        self.chars.push((meaning, Span::new(start, self.source.len())));
    }

    fn decoded(&self) -> String {
        self.chars.iter().map(|(meaning, _)| *meaning).collect()
    }
}

fn parse(source: &str) -> Tree {
    compose(source, Comments::Blank).unwrap_or_else(|error| panic!("{error:?}\n{source}"))
}

/// The only value of a mapping.
fn value(reader: Reader<'_>) -> NodeId {
    reader.entries(reader.root().unwrap())[0].value
}

fn check(written: &Written, style: Style) -> Result<(), TestCaseError> {
    let tree = parse(&written.source);
    let reader = Reader::new(&tree, &written.source);
    let id = value(reader);
    let scalar = reader.scalar(id).unwrap();
    prop_assert_eq!(scalar.style, style);
    prop_assert_eq!(scalar.text, written.decoded());
    let back = trace(&written.source, reader.span(id), style, scalar.indent, Comments::Blank);
    let mut at = 0;
    for (meaning, span) in &written.chars {
        let token = Span::new(at, at + meaning.len_utf8());
        prop_assert_eq!(
            back.to_source(token),
            Some(*span),
            "{:?} at {} of {:?}",
            meaning,
            at,
            &written.source
        );
        at = token.end;
    }
    Ok(())
}

/// Words that no style has to change: no indicator, no number, no quote.
fn word() -> impl Strategy<Value = String> {
    "[a-zäж€𝄞({=~][a-z0-9äж€𝄞(){}=~/.+*]{0,6}"
}

/// Lines of words; an empty line has none.
fn lines() -> impl Strategy<Value = Vec<Vec<String>>> {
    let line = prop_oneof![4 => prop::collection::vec(word(), 1..4), 1 => Just(Vec::new())];
    (prop::collection::vec(word(), 1..4), prop::collection::vec(line, 0..5)).prop_map(|(first, mut rest)| {
        while rest.last().is_some_and(Vec::is_empty) {
            rest.pop();
        }
        rest.insert(0, first);
        rest
    })
}

/// Writes lines so that they fold: one break is a space, each empty line a line feed.
fn folded(written: &mut Written, lines: &[Vec<String>], indent: &str, char: impl Fn(&mut Written, char)) {
    let mut empty = 0;
    for (number, line) in lines.iter().enumerate() {
        if line.is_empty() {
            empty += 1;
            continue;
        }
        match (number, empty) {
            (0, _) => {}
            (_, 0) => {
                written.char(' ', "\n");
                written.syntax(indent);
            }
            _ => {
                written.syntax("\n");
                (0..empty).for_each(|_| written.char('\n', "\n"));
                written.syntax(indent);
            }
        }
        empty = 0;
        for (position, word) in line.iter().enumerate() {
            if position > 0 {
                written.char(' ', " ");
            }
            word.chars().for_each(|letter| char(written, letter));
        }
    }
}

fn verbatim(written: &mut Written, letter: char) {
    written.char(letter, letter.encode_utf8(&mut [0; 4]));
}

proptest! {
    #[test]
    fn plain_scalars_lead_back(lines in lines(), indent in 1usize..4) {
        let mut written = Written::default();
        written.syntax("key: x");
        written.chars.push(('x', Span::new(5, 6)));
        folded(&mut written, &lines, &" ".repeat(indent), verbatim);
        written.syntax(" # comment\nother: 1");
        check(&written, Style::Plain)?;
    }

    #[test]
    fn single_quoted_scalars_lead_back(lines in lines(), indent in 0usize..3) {
        let mut written = Written::default();
        written.syntax("key: '");
        folded(&mut written, &lines, &" ".repeat(indent + 1), |written, letter| match letter {
            'a' | '(' => written.char('\'', "''"),
            letter => verbatim(written, letter),
        });
        written.syntax("'\nother: 1");
        check(&written, Style::SingleQuoted)?;
    }

    #[test]
    fn double_quoted_scalars_lead_back(lines in lines(), indent in 0usize..3) {
        let mut written = Written::default();
        written.syntax("key: \"");
        folded(&mut written, &lines, &" ".repeat(indent + 1), |written, letter| match letter {
            'a' => written.char('\t', "\\t"),
            'b' => written.char('"', "\\\""),
            'c' => written.char('€', "\\u20AC"),
            'd' => written.char('\n', "\\n"),
            'e' => written.char('é', "\\xe9"),
            '𝄞' => written.char('𝄞', "\\U0001D11E"),
            'f' => { written.syntax("\\\n   "); verbatim(written, 'f') }
            letter => verbatim(written, letter),
        });
        written.syntax("\"\nother: 1");
        check(&written, Style::DoubleQuoted)?;
    }

    #[test]
    fn literal_scalars_lead_back(lines in lines(), indent in 1usize..5, chomp in 0usize..3, fixed: bool, comment: bool) {
        let mut written = Written::default();
        let chomping = ["-", "", "+"][chomp];
        written.syntax(&format!("key: |{}{chomping}\n", if fixed { indent.to_string() } else { String::new() }));
        for (number, line) in lines.iter().enumerate() {
            if number > 0 {
                written.char('\n', "\n");
            }
            if comment && line.is_empty() {
                written.syntax("# a line that counts as empty");
            }
            if !line.is_empty() {
                written.syntax(&" ".repeat(indent));
            }
            if number > 0 && !line.is_empty() {
                written.char(' ', " "); // further in than the first line
            }
            line.join(" ").chars().for_each(|letter| verbatim(&mut written, letter));
        }
        for kept in 1..=2 {
            if chomp >= kept { written.char('\n', "\n") } else { written.syntax("\n") }
        }
        written.syntax("other: 1");
        check(&written, Style::Literal)?;
    }

    #[test]
    fn folded_scalars_lead_back(lines in lines(), indent in 1usize..5, chomp in 0usize..3) {
        let mut written = Written::default();
        written.syntax(&format!("key: >{}\n{}", ["-", "", "+"][chomp], " ".repeat(indent)));
        folded(&mut written, &lines, &" ".repeat(indent), verbatim);
        for kept in 1..=2 {
            if chomp >= kept { written.char('\n', "\n") } else { written.syntax("\n") }
        }
        written.syntax("other: 1");
        check(&written, Style::Folded)?;
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "[-:?\\[\\]{},#&*!|>'\"%@`\\\\ \n\r\tab0é\u{2028}.~<=]{0,60}") {
        let _ = compose(&text, Comments::Blank);
        let _ = compose(&text, Comments::Keep);
    }
}

/// The texts that were compared with Go: every scalar of each of them leads back to something that can mean it.
#[test]
fn scalars_of_odd_texts_lead_back() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../specs/go/yaml_read.jsonl");
    let mut seen = 0;
    for case in std::fs::read_to_string(path).unwrap().lines() {
        let case: serde_json::Value = serde_json::from_str(case).unwrap();
        let text = case["in"].as_str().unwrap();
        let Ok(tree) = compose(text, Comments::Keep) else { continue };
        let reader = Reader::new(&tree, text);
        for (id, scalar) in reader.ids().filter_map(|id| Some((id, reader.scalar(id)?))) {
            let span = reader.span(id);
            if span.start == span.end {
                continue; // a value that is not there
            }
            seen += 1;
            let back = trace(text, span, scalar.style, scalar.indent, Comments::Keep);
            for (at, meaning) in scalar.text.char_indices() {
                let found = back.to_source(Span::new(at, at + meaning.len_utf8()));
                let source = found.and_then(|found| text.get(found.range()));
                let fits = source.is_some_and(|source| match meaning {
                    ' ' | '\n' => source.starts_with([' ', '\n', '\r', '\\', '\u{85}']),
                    meaning => source.starts_with(meaning) || source.starts_with('\\'),
                });
                assert!(fits, "{meaning:?} at {at} of {:?} is {source:?} in {text:?}", scalar.text);
            }
        }
    }
    assert!(seen > 3000, "only {seen} scalars");
}

#[test]
fn a_small_text_cannot_be_a_large_tree() {
    let mut bomb = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for level in 1..20 {
        let before = vec![format!("*a{}", level - 1); 10].join(",");
        writeln!(bomb, "a{level}: &a{level} [{before}]").unwrap();
    }
    let chain: Vec<String> = (1..300).map(|level| format!("a{level}: &a{level} [*a{}]", level - 1)).collect();
    let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(1 << 20), vec!["*a"; 100].join(","));
    for (text, problem) in [
        (bomb, "document contains excessive aliasing"),
        (long, "document contains excessive aliasing"),
        (format!("a0: &a0 []\n{}", chain.join("\n")), "exceeded max depth of 128"),
        ("[".repeat(200), "exceeded max depth of 128"),
        ("- ".repeat(200), "exceeded max depth of 128"),
        ("a: &a [*a]".to_owned(), "anchor 'a' value contains itself"),
    ] {
        let error = compose(&text, Comments::Blank).unwrap_err();
        assert!(error.limit && error.problem == problem, "{error:?}");
    }
}

#[test]
fn what_is_usually_behind_a_problem_is_said() {
    let cases = [
        ("a:\n\tb: 1", "a tab cannot indent"),
        ("a: b\n\tc: d", "indent with spaces"),
        ("a: b: c", "in quotes"),
        ("a: @b", "in quotes"),
        ("a: 1\nb\nc: 1", "behind `|`"),
        ("a:\n  b: 1\n c: 2", "same indentation"),
        ("- a\nb: 1", "same indentation"),
        ("a: [1\nb: 2", "close the `[`"),
        ("a: {b: 1\nc: 2", "close the `{`"),
        ("a: \"b", "close the quote"),
        (r#"a: "\d""#, "single quotes"),
    ];
    for (text, help) in cases {
        let error = compose(text, Comments::Blank).unwrap_err();
        assert!(error.help().is_some_and(|found| found.contains(help)), "{text:?}: {error:?}");
    }
}
