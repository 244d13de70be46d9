//! From a field to its bytes and back.

#![allow(clippy::unwrap_used, reason = "a test")]

use slo_compiler::Source;
use slo_compiler::diagnostic::{Diagnostics, FieldPath, Part, Place};
use slo_compiler::spec;

const SPEC: &str = "# before
version: prometheus/v1
labels: &labels {team: a, \"tier\": '1'}
slos:
  - name: wéb
    labels: *labels
    sli:
      events:
        error_query: |
          sum(rate(a[5m]))
        total_query: >-
          b
  - {name: api, objective: 99}
";

fn path(text: &str) -> FieldPath {
    let step = |path: FieldPath, word: &str| match word.parse() {
        Ok(index) => path.index(index),
        Err(_) => path.key(word.to_owned()),
    };
    text.split('.').fold(FieldPath::root(), step)
}

#[test]
fn the_bytes_of_a_field_lead_back_to_it() {
    let text = format!("{SPEC}---\n{SPEC}");
    let documents = spec::read(&Source::new("", text.as_bytes()), &mut Diagnostics::default());
    assert_eq!(documents.len(), 2);
    for document in &documents {
        for field in [
            "version",
            "labels.team",
            "labels.tier",
            "slos.0.name",
            "slos.0.sli.events.error_query",
            "slos.0.sli.events.total_query",
            "slos.1.name",
            "slos.1.objective",
        ] {
            for part in [Part::Key, Part::Value] {
                let span = document.locate(&Place::Field(path(field), part.clone()));
                for at in span.range() {
                    assert_eq!(document.field_at(at), Some((path(field), part.clone())), "{field} at {at}");
                }
            }
        }
        // Of an alias the name is all that stands there.
        let alias = text.find("*labels").unwrap() + document.locate(&Place::Document).start;
        assert_eq!(document.field_at(alias), Some((path("slos.0"), Part::Value)));
    }
    let separator = text.find("---").unwrap() + 1;
    assert_eq!(documents.iter().find_map(|document| document.field_at(separator)), None);
}
