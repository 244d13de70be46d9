//! What holds for every input. The fuzz targets call these with inputs that a fuzzer makes, and the test `fuzz_corpus` of the
//! library with the corpus and small changes to it.

use slo_compiler::promql::{self, Options};
use slo_compiler::{Options as CompileOptions, Source, metricsql};

/// Reading a query ends, spans lie in the text, and what is laid out reads back the same.
pub(crate) fn promql(text: &str) {
    for options in [Options::default(), Options::all()] {
        match promql::parse(text, options) {
            Ok(expr) => {
                let laid_out = promql::format(&expr, 80);
                let again = promql::parse(&laid_out, options).expect("what is laid out is a query");
                assert_eq!(again.to_string(), expr.to_string());
            }
            Err(error) => {
                assert!(text.get(error.span.range()).is_some());
                assert!(!error.reference(text).is_empty());
            }
        }
    }
    if let Err(error) = metricsql::check(text) {
        assert!(text.get(error.span.range()).is_some());
    }
}

/// Reading YAML and compiling end in rules, or in problems with a place in the text.
pub(crate) fn compile(bytes: &[u8]) {
    let outcome = slo_compiler::compile(&Source::new("spec.yml", bytes), &CompileOptions::default());
    assert_eq!(outcome.compiled.is_none(), outcome.diagnostics.has_errors());
    for diagnostic in &outcome.diagnostics {
        let span = diagnostic.span.expect("every diagnostic is located");
        assert!(span.start <= span.end && span.end <= bytes.len());
    }
    if let Some(compiled) = outcome.compiled {
        assert_eq!(compiled.to_sloth("v0").is_empty(), compiled.documents.is_empty());
        assert_eq!(compiled.to_prometheus_operator().is_empty(), compiled.documents.is_empty());
    }
}
