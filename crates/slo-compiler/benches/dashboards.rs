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

fn compiled(profile: Profile, service: &str) -> Compiled {
    let mut options = Options::default();
    options.profile = profile;
    let spec = SPEC.replace("checkout", service);
    compile(&Source::new("slo.yml", spec.into_bytes()), &options).compiled.unwrap()
}

/// The bytes of the dashboards of services.
fn written(slos: &[Subject<'_>]) -> usize {
    let settings = Settings::default();
    let dashboards = dashboard::detail(divan::black_box(slos), &settings);
    dashboards.iter().map(|dashboard| grafana::json(dashboard, Schema::Classic).len()).sum()
}

/// The dashboards of 10,000 services with one SLO each, on two threads that share nothing.
#[divan::bench(args = [Profile::Sloth, Profile::Native], sample_count = 10, sample_size = 1)]
fn details_of_10_000(bencher: divan::Bencher, profile: Profile) {
    let compiled: Vec<_> =
        (0..10_000).map(|number| compiled(profile, &format!("checkout-{number}"))).collect();
    let slos: Vec<Subject<'_>> = compiled.iter().flat_map(Compiled::slos).map(Subject::from).collect();
    let (one, other) = slos.split_at(slos.len() / 2);
    bencher.counter(ItemsCount::new(slos.len())).bench(|| {
        std::thread::scope(|scope| {
            // Dashboards are written as they are made: all of them at once would be a gigabyte.
            let halves =
                [one, other].map(|half| scope.spawn(|| half.chunks(100).map(written).sum::<usize>()));
            halves.map(|half| half.join().unwrap())
        })
    });
}

/// The dashboard of a service with one SLO, from compiled rules to JSON.
#[divan::bench(args = [Profile::Sloth, Profile::Native])]
fn detail(bencher: divan::Bencher, profile: Profile) {
    let compiled = compiled(profile, "checkout");
    let slos: Vec<Subject<'_>> = compiled.slos().map(Subject::from).collect();
    bencher.counter(ItemsCount::new(1_u32)).bench(|| written(&slos));
}

/// The same without the JSON.
#[divan::bench(args = [Profile::Sloth, Profile::Native])]
fn detail_unwritten(bencher: divan::Bencher, profile: Profile) {
    let compiled = compiled(profile, "checkout");
    let slos: Vec<Subject<'_>> = compiled.slos().map(Subject::from).collect();
    let settings = Settings::default();
    bencher
        .counter(ItemsCount::new(1_u32))
        .bench(|| dashboard::detail(divan::black_box(&slos), &settings).len());
}

/// The overview of 10,000 SLOs.
#[divan::bench]
fn overview(bencher: divan::Bencher) {
    let compiled = compiled(Profile::Native, "checkout");
    let slo = Subject::from(compiled.slos().next().unwrap());
    let slos = vec![slo; 10_000];
    let settings = Settings::default();
    bencher.bench(|| {
        grafana::json(&dashboard::overview(divan::black_box(&slos), &settings), Schema::Classic).len()
    });
}
