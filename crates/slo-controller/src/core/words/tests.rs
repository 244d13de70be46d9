//! Where in a field's text something is wrong.

use proptest::prelude::*;
use serde_json::json;
use slo_compiler::diagnostic::{Code, Part, Span};

use super::*;

fn told(text: &str, start: usize) -> DiagnosticStatus {
    let path = FieldPath::default().key("spec").key("slos").index(0).key("query");
    let place = Place::Field(path, Part::Token(Span { start, end: start }));
    let object = json!({ "spec": { "slos": [{ "query": text }] } });
    diagnostic(&Diagnostic::new(Code::PromqlSyntax, place, "it is wrong"), &object)
}

#[test]
fn a_line_names_field_place_and_code() {
    let told = told("a\n  é +", 7);
    assert_eq!(line(&told), "spec.slos[0].query, 2:5: it is wrong [promql/syntax]");
    let without = DiagnosticStatus { position: String::new(), ..told.clone() };
    assert_eq!(line(&without), "spec.slos[0].query: it is wrong [promql/syntax]");
    let nowhere = DiagnosticStatus { field: String::new(), ..told };
    assert_eq!(line(&nowhere), "it is wrong [promql/syntax]");
}

#[test]
fn a_text_that_is_too_long_is_cut_between_characters() {
    assert_eq!(shortened(&"é".repeat(MAX_MESSAGE)).chars().count(), MAX_MESSAGE);
    let long = shortened(&"é".repeat(MAX_MESSAGE + 1));
    assert_eq!((long.chars().count(), long.ends_with('…')), (MAX_MESSAGE + 1, true));
}

proptest! {
    #[test]
    fn a_position_leads_back_to_the_byte(text in "[a-zé\n{}]{0,40}", at in 0..41_usize) {
        let at = text.char_indices().map(|(start, _)| start).chain([text.len()]).nth(at);
        prop_assume!(at.is_some());
        let at = at.unwrap();
        let position = told(&text, at).position;
        let (line, column) = position.split_once(':').unwrap();
        let (line, column): (usize, usize) = (line.parse().unwrap(), column.parse().unwrap());
        let before: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
        let in_line: usize = text[before..].chars().take(column - 1).map(char::len_utf8).sum();
        prop_assert_eq!(before + in_line, at);
    }
}
