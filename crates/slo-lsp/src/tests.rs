//! Whatever is being typed, nothing panics.

use lsp_types::Uri;
use proptest::prelude::*;
use slo_compiler::Options;
use slo_compiler::diagnostic::Span;

use crate::analysis::Analysis;
use crate::{actions, completion, diagnostics, hover, symbols};

const SPECS: [&str; 3] = [
    "version: prometheus/v1
service: shop
slos:
  - name: wéb
    objective: 99.9
    sli:
      events:
        error_query: |
          sum(rate(a{code=~\"5..\"}[{{.window}}]))
        total_query: sum(rate(a[{{.window}}]))
    alerting: {name: E, labels: {a: \"😀\"}}
",
    "apiVersion: sloth.slok.dev/v1
kind: PrometheusServiceLevel
metadata:
  name: shop
spec:
  service: shop
  slos:
  - name: web
    objective: \"99\"
    sli: {plugin: {id: sloth-common/coredns/latency, options: {bucket: \"1\"}}}
---
apiVersion: openslo/v1alpha
kind: SLO
spec:
  objectives:
  - target: 0.9
    ratioMetrics: {good: {query: 'a[{{.window}}]'}}
",
    "apiVersion: sloth.slok.dev/v1\nkind: AlertWindows\nspec:\n  sloPeriod: 7d\n  page: {quick: {}}\n",
];

fn ask_everything(text: &str, offset: usize) {
    let analysis = Analysis::new(text.to_owned(), &Options::default());
    let offset = analysis.text.offset(analysis.text.position(offset));
    let uri = Uri::from("file:///a.yml");
    let _ = diagnostics::all(&analysis);
    let _ = symbols::all(&analysis);
    let _ = hover::hover(&analysis, &Options::default(), offset);
    let _ = completion::complete(&analysis, offset, None);
    let _ = actions::fixes(&analysis, &uri, Span::new(offset, offset + 9));
}

proptest! {
    #[test]
    fn any_change_of_a_spec_at_any_place(
        spec in 0..SPECS.len(),
        at in 0_usize..400,
        cut in 0_usize..30,
        typed in "[-a:{}\\[\\]\"'|>#& \n\té]{0,6}",
        offset in 0_usize..400,
    ) {
        let spec = SPECS[spec];
        let start = spec.floor_char_boundary(at);
        let end = spec.floor_char_boundary(at + cut);
        ask_everything(&format!("{}{typed}{}", &spec[..start], &spec[end..]), offset);
    }

    #[test]
    fn any_text(text in "\\PC{0,60}", offset in 0_usize..80) {
        ask_everything(&text, offset);
    }
}
