//! Error ratios of the period and of shorter windows against exact counts, in every world of the table.

use std::sync::Mutex;
use std::thread;

use anyhow::Result;
use slo_testkit::truth::accuracy::{Reading, measure};
use slo_testkit::truth::scenario::{self, Limit, Scenario};
use slo_testkit::truth::spec::OBJECTIVE;

use super::{DAYS, Report, Rules, found, table};

const PERIOD: &str = "30d";
const SHORTER: [&str; 5] = ["5m", "1h", "6h", "1d", "3d"];
/// Each replay is one process that uses little more than one processor.
const AT_ONCE: usize = 2;

/// The readings of both profiles in one world, the period's first.
struct Measured {
    scenario: Scenario,
    sloth: Vec<Reading>,
    native: Vec<Reading>,
}

pub(super) fn report(rules: &Rules) -> Result<Report> {
    let worlds = all(rules)?;
    let mut broken = Vec::new();
    for Measured { scenario, sloth, native } in &worlds {
        broken.extend(violation(scenario, "sloth", sloth, scenario.sloth));
        broken.extend(violation(scenario, "native", native, scenario.native));
    }
    let periods: Vec<_> = worlds.iter().map(period).collect();
    let shorter: Vec<_> = worlds.iter().map(shorter).collect();
    let mut text = table::markdown(
        "Error ratio of the 30-day period against exact counts: error of the ratio, and in points of the budget",
        &["world", "sloth", "native", "limit of native"],
        &periods,
    );
    text.push('\n');
    text += &table::markdown(
        "Error ratios of shorter windows against exact counts: sloth / native",
        &[&["world"], SHORTER.as_slice()].concat(),
        &shorter,
    );
    Ok(Report { text, broken })
}

/// Measures some worlds at once; the results are in the order of the table.
fn all(rules: &Rules) -> Result<Vec<Measured>> {
    let waiting = Mutex::new(scenario::all(DAYS).into_iter().enumerate());
    let next = || waiting.lock().ok().and_then(|mut waiting| waiting.next());
    let worker = || {
        let mut measured = Vec::new();
        while let Some((place, scenario)) = next() {
            eprintln!("measuring: {}", scenario.name);
            let windows = [[PERIOD].as_slice(), &SHORTER].concat();
            let sloth = found(measure(&scenario.world, &rules.sloth, &windows)?)?;
            let native = found(measure(&scenario.world, &rules.native, &windows)?)?;
            measured.push((place, Measured { scenario, sloth, native }));
        }
        Ok(measured)
    };
    let mut measured = thread::scope(|scope| -> Result<Vec<_>> {
        let workers: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(worker)).collect();
        let mut all = Vec::new();
        for worker in workers {
            let part: Result<Vec<_>> = worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            all.extend(part?);
        }
        Ok(all)
    })?;
    measured.sort_by_key(|(place, _)| *place);
    Ok(measured.into_iter().map(|(_, measured)| measured).collect())
}

fn violation(scenario: &Scenario, profile: &str, readings: &[Reading], limit: Limit) -> Option<String> {
    let period = readings.first()?;
    let broken = || format!("{}: {profile}'s period: {period}, but the limit is: {limit}", scenario.name);
    (!period.keeps(limit)).then(broken)
}

fn period(world: &Measured) -> Vec<String> {
    let cell = |readings: &[Reading]| readings.first().map(with_points).unwrap_or_default();
    let limit = world.scenario.native.to_string();
    vec![world.scenario.name.to_owned(), cell(&world.sloth), cell(&world.native), limit]
}

fn with_points(reading: &Reading) -> String {
    let points = reading.points(OBJECTIVE);
    if points.is_finite() { format!("{reading} ({points:+.1})") } else { reading.to_string() }
}

fn shorter(world: &Measured) -> Vec<String> {
    let pairs = world.sloth.iter().zip(&world.native).skip(1);
    let cells = pairs.map(|(sloth, native)| format!("{sloth} / {native}"));
    [world.scenario.name.to_owned()].into_iter().chain(cells).collect()
}
