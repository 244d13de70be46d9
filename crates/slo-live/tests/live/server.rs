//! A Prometheus with the sample data, and the report on it; both are made once.

use std::sync::OnceLock;
use std::time::Duration;

use slo_compiler::rules::Profile;
use slo_live::prometheus::{Client, Endpoint, Tls};
use slo_live::report::{Report, Survey};
use slo_testkit::prometheus::{Prometheus, Setup};

use crate::demo;

/// `None`, with a note, when Prometheus has not been built.
pub(crate) fn prometheus() -> Option<&'static Prometheus> {
    static SERVER: OnceLock<Option<Prometheus>> = OnceLock::new();
    let start = || Prometheus::start(&Setup { samples: demo::samples(), ..Setup::default() });
    SERVER.get_or_init(start).as_ref()
}

/// Another one, which refuses queries of more samples.
pub(crate) fn prometheus_that_takes(samples: u32) -> Option<Prometheus> {
    let flags = vec![format!("--query.max-samples={samples}")];
    Prometheus::start(&Setup { samples: demo::samples(), flags, ..Setup::default() })
}

pub(crate) fn client(prometheus: &Prometheus) -> Client {
    Client::new(Endpoint::parse(&prometheus.url()).unwrap(), Duration::from_mins(1), Tls::default())
}

/// The report on the SLOs of the sample data, with an address that is not new in every run.
pub(crate) fn report(prometheus: &Prometheus, profile: Profile) -> Report {
    let compiled = demo::compiled(profile);
    let survey = Survey::new(compiled.slos(), demo::AT);
    let mut report = survey.run(&client(prometheus), "Service level objectives", &|| {}).unwrap();
    report.server = "https://prometheus.example.com".into();
    report
}
