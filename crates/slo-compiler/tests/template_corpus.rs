//! Every template of `specs/template/corpus.jsonl`, whose results Go's `text/template` has written (`tools/template-oracle`).

use std::path::Path;

use serde::Deserialize;
use slo_compiler::template::{MissingKey, Template, TemplateError};

#[derive(Deserialize)]
struct Case {
    name: String,
    text: String,
    window: String,
    missing_key_error: bool,
    ok: bool,
    output: String,
    error: String,
}

impl Case {
    fn run(&self) -> Result<String, TemplateError> {
        let name = if self.name == "expr" { "expr" } else { "sliExpr" };
        let missing = if self.missing_key_error { MissingKey::Error } else { MissingKey::NoValue };
        let mut out = String::new();
        Template::parse(name, &self.text)?.render(&self.window, missing, &mut out)?;
        Ok(out)
    }

    /// What is different from the reference.
    fn difference(&self) -> Option<String> {
        let expected = if self.ok { Ok(&self.output) } else { Err(&self.error) };
        let found = self.run().map_err(|error| error.message);
        (found.as_ref() != expected).then(|| {
            format!(
                "{:?} for {:?}\n  reference: {expected:?}\n  here:      {found:?}\n",
                self.text, self.window
            )
        })
    }
}

#[test]
fn outputs_and_error_texts_are_those_of_go() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs/template/corpus.jsonl");
    let text = std::fs::read_to_string(path).unwrap();
    let cases: Vec<Case> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let differences: String = cases.iter().filter_map(Case::difference).collect();
    assert!(cases.len() > 1000);
    assert!(differences.is_empty(), "{differences}");
}

#[test]
fn mapped_rendering_writes_the_same_text() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs/template/corpus.jsonl");
    let text = std::fs::read_to_string(path).unwrap();
    for case in text.lines().map(|line| serde_json::from_str::<Case>(line).unwrap()) {
        if case.ok && !case.missing_key_error {
            let rendered = Template::parse("expr", &case.text).unwrap().render_mapped(&case.window).unwrap();
            assert_eq!(rendered.text, case.output);
        }
    }
}
