//! Recorded error ratios are what really happened: three days of simulated traffic of which every event is known, the rules
//! of both profiles, the real engine. `cargo xtask truth` does it for 30 days, for more worlds, and with cost and detection.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic is how a test fails")]

use std::thread;

use slo_compiler::model::{AlertWindows, Window};
use slo_compiler::rules::Profile;
use slo_compiler::{Options, Source, compile};
use slo_testkit::truth::accuracy;
use slo_testkit::truth::scenario::{self, Limit, Scenario};
use slo_testkit::truth::spec::Spec;
use slo_testkit::truth::world::DAY;

const DAYS: u64 = 3;

/// Those in which a defect of rules shows within three days.
const WORLDS: [&str; 3] =
    ["day/night 60:1, incident at night", "no traffic 8h a night", "healthy, no error series yet"];

/// Those in which our own rules are made another way.
const SHAPES: [&str; 4] = [
    "1.2 requests a minute, scrape_interval",
    "by cluster: one comes, one goes",
    "Istio plugin, day/night",
    "native histogram, day/night",
];

fn rules(spec: Spec, profile: Profile) -> String {
    let mut options = Options::default();
    options.profile = profile;
    options.default_period = Window::days(DAYS);
    options.windows.insert(AlertWindows::scaled(options.default_period, Window::minutes(5)).unwrap());
    let outcome = compile(&Source::new("spec.yml", spec.text.as_bytes()), &options);
    outcome.compiled.unwrap_or_else(|| panic!("{:?}", outcome.diagnostics)).to_prometheus()
}

fn check(profile: Profile, names: &[&str], limit: fn(&Scenario) -> Limit) {
    let worlds: Vec<Scenario> =
        scenario::all(DAYS).into_iter().filter(|scenario| names.contains(&scenario.name)).collect();
    assert_eq!(worlds.len(), names.len(), "every world is in the table");
    thread::scope(|scope| {
        for scenario in &worlds {
            scope.spawn(move || {
                let rules = rules(scenario.spec, profile);
                let Some(readings) = accuracy::measure(scenario, &rules, &[("3d", 3 * DAY)]).unwrap() else {
                    return;
                };
                for reading in readings {
                    let limit = limit(scenario);
                    assert!(
                        reading.keeps(limit),
                        "{}: {reading} is not {limit:?}: {reading:?}",
                        scenario.name
                    );
                }
            });
        }
    });
}

#[test]
fn native_periods_are_true() {
    check(Profile::Native, &[&WORLDS[..], &SHAPES].concat(), |scenario| scenario.native);
}

#[test]
fn reference_periods_are_off_as_known() {
    check(Profile::Sloth, &WORLDS, |scenario| scenario.sloth);
}
