//! Recorded error ratios are what really happened: three days of simulated traffic of which every event is known, the rules
//! of both profiles, the real engine. `cargo xtask truth` does it for 30 days, for more worlds, and with cost and detection.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic is how a test fails")]

use std::thread;

use slo_compiler::model::{AlertWindows, Window};
use slo_compiler::rules::Profile;
use slo_compiler::{Options, Source, compile};
use slo_testkit::truth::accuracy;
use slo_testkit::truth::scenario::{self, Limit, Scenario};
use slo_testkit::truth::spec::SPEC;
use slo_testkit::truth::world::DAY;

const DAYS: u64 = 3;

/// Those in which a defect of rules shows within three days.
const WORLDS: [&str; 3] =
    ["day/night 60:1, incident at night", "no traffic 8h a night", "healthy, no error series yet"];

fn rules(profile: Profile) -> String {
    let mut options = Options::default();
    options.profile = profile;
    options.default_period = Window::days(DAYS);
    options.windows.insert(AlertWindows::scaled(options.default_period, Window::minutes(5)).unwrap());
    let outcome = compile(&Source::new("spec.yml", SPEC.as_bytes()), &options);
    outcome.compiled.unwrap_or_else(|| panic!("{:?}", outcome.diagnostics)).to_prometheus()
}

fn check(profile: Profile, limit: fn(&Scenario) -> Limit) {
    let rules = rules(profile);
    let worlds: Vec<Scenario> =
        scenario::all(DAYS).into_iter().filter(|scenario| WORLDS.contains(&scenario.name)).collect();
    assert_eq!(worlds.len(), WORLDS.len(), "every world is in the table");
    thread::scope(|scope| {
        for scenario in &worlds {
            let rules = &rules;
            scope.spawn(move || {
                let Some(readings) = accuracy::measure(&scenario.world, rules, &[("3d", 3 * DAY)]).unwrap()
                else {
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
    check(Profile::Native, |scenario| scenario.native);
}

#[test]
fn reference_periods_are_off_as_known() {
    check(Profile::Sloth, |scenario| scenario.sloth);
}
