//! How long it takes to make dashboards and to write them.
#![allow(
    clippy::unwrap_used,
    reason = "a benchmark of a spec that does not compile is a mistake in the benchmark"
)]

use divan::counter::ItemsCount;
use slo_compiler::dashboard::{self, Settings, Subject};
use slo_compiler::emit::grafana::{self, Schema};
use slo_compiler::rules::Profile;
use slo_compiler::{Compiled, Options, Source, compile};

const SPEC: &str = r#"
version: "prometheus/v1"
service: checkout
slos:
  - name: availability
    objective: 99.9
    sli:
      events:
        error_query: sum(rate(http_requests_total{code=~"5.."}[{{.window}}]))
        total_query: sum(rate(http_requests_total[{{.window}}]))
    alerting: {name: CheckoutErrors}
"#;

fn main() {
    divan::main();
}

fn compiled(profile: Profile) -> Compiled {
    let mut options = Options::default();
    options.profile = profile;
    compile(&Source::new("slo.yml", SPEC.as_bytes()), &options).compiled.unwrap()
}

/// The dashboard of a service with one SLO, from compiled rules to JSON.
#[divan::bench(args = [Profile::Sloth, Profile::Native])]
fn detail(bencher: divan::Bencher, profile: Profile) {
    let compiled = compiled(profile);
    let slos: Vec<Subject<'_>> = compiled.slos().map(Subject::from).collect();
    let settings = Settings::default();
    bencher.counter(ItemsCount::new(1_u32)).bench(|| {
        let dashboards = dashboard::detail(divan::black_box(&slos), &settings);
        dashboards.iter().map(|dashboard| grafana::json(dashboard, Schema::Classic).len()).sum::<usize>()
    });
}

/// The overview of 10,000 SLOs.
#[divan::bench]
fn overview(bencher: divan::Bencher) {
    let compiled = compiled(Profile::Native);
    let slo = Subject::from(compiled.slos().next().unwrap());
    let slos = vec![slo; 10_000];
    let settings = Settings::default();
    bencher.bench(|| {
        grafana::json(&dashboard::overview(divan::black_box(&slos), &settings), Schema::Classic).len()
    });
}
