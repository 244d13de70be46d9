//! Every template of `specs/template/corpus.jsonl`, whose results Go's `text/template` has written.
//!
//! To look at the differences: `cargo test -p slo-compiler --test template_corpus -- --nocapture`.

use std::fs;
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
}

fn corpus() -> Vec<Case> {
    let path = std::env::var("TEMPLATE_CORPUS")
        .map(std::path::PathBuf::from)
        .unwrap_or(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs/template/corpus.jsonl"));
    let text = fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn outputs_and_error_texts_are_those_of_go() {
    let cases = corpus();
    assert!(cases.len() >= 400);
    let (mut wrong_results, mut wrong_texts) = (0, 0);
    for case in &cases {
        match case.run() {
            Ok(output) if case.ok && output == case.output => {}
            Err(error) if !case.ok && error.message == case.error => {}
            Err(error) if !case.ok => {
                wrong_texts += 1;
                println!("{:?}\n  go:   {}\n  ours: {}", case.text, case.error, error.message);
            }
            result => {
                wrong_results += 1;
                println!("{:?}\n  go:   {:?} {}\n  ours: {result:?}", case.text, case.output, case.error);
            }
        }
    }
    println!("{} templates: {wrong_results} wrong results, {wrong_texts} other error texts", cases.len());
    assert_eq!((wrong_results, wrong_texts), (0, 0));
}
