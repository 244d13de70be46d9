//! Documents, and the way from a field to its bytes.

use super::yaml::Comments;
use super::{Document, Source, split};
use crate::diagnostic::{FieldPath, Part, Place, Span};

fn pieces(file: &str) -> Vec<&str> {
    split(file.as_bytes()).into_iter().map(|piece| &file[piece.range()]).collect()
}

#[test]
fn files_fall_into_documents() {
    assert_eq!(pieces(""), [""; 0]);
    assert_eq!(pieces("# only\n\n# comments\n"), [""; 0]);
    assert_eq!(pieces("a: 1\n---\n---\nb: 2\n---\n"), ["a: 1", "b: 2"]);
    assert_eq!(pieces("--- # note\na: 1\n"), ["# note\na: 1"]);
    assert_eq!(pieces("a: 1\n----\nb: 2"), ["a: 1", "-\nb: 2"]);
    assert_eq!(pieces("a: 1\n ---\nb: 2"), ["a: 1\n ---\nb: 2"]);
    assert_eq!(pieces("# c\n\n  # d\na: 1\n# e\n"), ["# d\na: 1"]);
    assert_eq!(pieces("  # opens the file\n---\n  # stands alone\n"), ["# stands alone"]);
    assert_eq!(pieces("\u{A0}\u{3000}a: 1\u{85}\r\n"), ["a: 1"]);
    assert_eq!(pieces("a: |\n  x\n# c\n  y\n"), ["a: |\n  x\n# c\n  y"]);
}

#[test]
fn the_first_line_of_a_piece_is_a_comment_only_at_its_start() {
    // `#` behind the dashes is not at the start of a line; it is left to the YAML reader.
    assert_eq!(pieces("---#note\na: 1"), ["#note\na: 1"]);
}

const SPEC: &str = r#"# A comment.
labels: &base
  team: "a\tb"
  env: prod
more:
  <<: *base
  env: 'it''s'
again: *base
slos:
  - name: web
    query: |
      sum(
        rate(x[{{.window}}])
      )
    folded: >-
      one
      two

      three
    empty:
  - name: ünïcode word
YES: no
"#;

/// What the place names in `SPEC`.
fn locate(path: &[&str], part: Part) -> &'static str {
    let path = path.iter().fold(FieldPath::root(), |path, step| match step.parse() {
        Ok(index) => path.index(index),
        Err(_) => path.key((*step).to_owned()),
    });
    let source = Source::new("test", SPEC.as_bytes());
    let piece = split(SPEC.as_bytes())[0];
    let (document, error) = Document::parse(&source, piece, Comments::Blank);
    assert_eq!(error, None);
    &SPEC[document.locate(&Place::Field(path, part)).range()]
}

fn token(start: usize, end: usize) -> Part {
    Part::Token(Span::new(start, end))
}

#[test]
fn fields_are_found() {
    assert_eq!(locate(&["labels", "env"], Part::Value), "prod");
    assert_eq!(locate(&["labels", "env"], Part::Key), "env");
    assert_eq!(locate(&["slos", "0", "name"], Part::Value), "web");
    assert_eq!(locate(&["slos", "1"], Part::Value), "name: ünïcode word");
    assert_eq!(locate(&["true"], Part::Key), "YES");
    assert_eq!(locate(&["SLOS", "0", "NAME"], Part::Value), "web");
}

#[test]
fn fields_behind_aliases_and_merges_are_found_where_they_are_written() {
    assert_eq!(locate(&["more", "team"], Part::Value), r#""a\tb""#);
    assert_eq!(locate(&["more", "env"], Part::Value), "'it''s'");
    assert_eq!(locate(&["again", "env"], Part::Value), "prod");
    assert_eq!(locate(&["more", "team"], token(1, 2)), "\\t");
}

#[test]
fn fields_that_are_not_there_are_found_nearby() {
    assert_eq!(locate(&["slos", "0", "empty"], Part::Value), "empty");
    assert_eq!(locate(&["labels", "tier"], Part::Value), "labels");
    assert_eq!(locate(&["slos", "7", "name"], Part::Value), "slos");
    assert_eq!(locate(&["slos", "1", "objective"], Part::Value), "name: ünïcode word");
    assert!(locate(&["nothing"], Part::Value).starts_with("labels: &base"));
}

#[test]
fn tokens_are_found_in_every_style() {
    assert_eq!(locate(&["slos", "0", "query"], token(7, 11)), "rate");
    assert_eq!(locate(&["slos", "0", "query"], token(0, 11)), "sum(\n        rate");
    assert_eq!(locate(&["slos", "0", "folded"], token(4, 7)), "two");
    assert_eq!(locate(&["slos", "0", "folded"], token(8, 13)), "three");
    assert_eq!(locate(&["labels", "team"], token(2, 3)), "b");
    assert_eq!(locate(&["more", "env"], token(2, 4)), "''s");
    assert_eq!(locate(&["slos", "1", "name"], token(0, 2)), "ü");
    assert_eq!(locate(&["slos", "1", "name"], token(100, 101)), "");
}

#[test]
fn a_document_is_read_beside_one_that_is_no_text() {
    let file = b"a: \xFF\n---\nb: \xC3\xBC\n";
    let source = Source::new("a.yml", *file);
    assert_eq!(source.bytes(), file);
    let [first, second] = split(file)[..] else { panic!("two documents") };
    assert!(Document::parse(&source, first, Comments::Blank).1.is_some());
    let (document, error) = Document::parse(&source, second, Comments::Blank);
    assert_eq!(error, None);
    let span = document.locate(&FieldPath::root().key("b").into());
    assert_eq!(&file[span.range()], "ü".as_bytes());
}
