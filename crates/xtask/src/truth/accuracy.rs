//! Error ratios of the period and of shorter windows against exact counts, in every world of the table.

use std::sync::Mutex;
use std::thread;

use anyhow::Result;
use slo_compiler::model::Window;
use slo_testkit::truth::accuracy::{Reading, measure};
use slo_testkit::truth::scenario::{self, Limit, Scenario};
use slo_testkit::truth::spec::{self, OBJECTIVE};

use super::{DAYS, Report, Rules, found, table};

/// Each replay is one process that uses little more than one processor.
const AT_ONCE: usize = 2;

/// The readings of both profiles in one world, the period's first.
struct Measured {
    scenario: Scenario,
    /// None, where the reference has no rules for the period.
    sloth: Vec<Reading>,
    native: Vec<Reading>,
}

pub(super) fn report(days: u64, world: &str) -> Result<Report> {
    let windows = windows(&Rules::of(spec::EVENTS, days)?.native, days)?;
    let shorter: Vec<&str> = windows.iter().skip(1).map(|(window, _)| window.as_str()).collect();
    let worlds = all(days, world, &windows)?;
    let mut broken = Vec::new();
    for Measured { scenario, sloth, native } in &worlds {
        broken.extend(violation(scenario, "sloth", sloth, scenario.sloth));
        broken.extend(violation(scenario, "native", native, scenario.native));
    }
    let mut text = table::markdown(
        &format!(
            "Error ratio of {days} days against exact counts: error of the ratio, and in points of the budget"
        ),
        &["world", "sloth", "native", "limit of native"],
        &worlds.iter().map(period).collect::<Vec<_>>(),
    );
    text.push('\n');
    text += &table::markdown(
        "Error ratios of shorter windows against exact counts: sloth / native",
        &[&["world"], shorter.as_slice()].concat(),
        &worlds.iter().map(|world| shorter_cells(world, &shorter)).collect::<Vec<_>>(),
    );
    Ok(Report { text, broken })
}

/// The windows of the recorded ratios with their seconds, the period first.
fn windows(rules: &str, days: u64) -> Result<Vec<(String, u64)>> {
    let period = Window::days(days);
    let recorded = rules.lines().filter_map(|line| line.split_once("record: slo:sli_error:ratio_rate"));
    let mut windows = recorded
        .map(|(_, window)| Ok(Window::parse(window)?))
        .filter(|window| window.as_ref().map_or(true, |window| *window != period))
        .collect::<Result<Vec<_>>>()?;
    windows.sort();
    windows.insert(0, period);
    Ok(windows.into_iter().map(|window| (window.to_string(), window.as_millis() / 1000)).collect())
}

/// Measures some worlds at once; the results are in the order of the table.
fn all(days: u64, world: &str, windows: &[(String, u64)]) -> Result<Vec<Measured>> {
    let scenarios = scenario::all(days).into_iter().filter(|scenario| scenario.name.contains(world));
    let waiting = Mutex::new(scenarios.enumerate().collect::<Vec<_>>().into_iter());
    let next = || waiting.lock().ok().and_then(|mut waiting| waiting.next());
    let windows: Vec<(&str, u64)> =
        windows.iter().map(|(window, seconds)| (window.as_str(), *seconds)).collect();
    let worker = || {
        let mut measured = Vec::new();
        while let Some((place, scenario)) = next() {
            eprintln!("measuring: {}", scenario.name);
            let rules = Rules::of(scenario.spec, days)?;
            let sloth =
                if days == DAYS { found(measure(&scenario, &rules.sloth, &windows)?)? } else { Vec::new() };
            let native = found(measure(&scenario, &rules.native, &windows)?)?;
            let world = Measured { scenario, sloth, native };
            eprintln!("measured: {}", period(&world).join(" | "));
            measured.push((place, world));
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
    let mut period = of_window(readings, &readings.first()?.window);
    let reading = period.find(|reading| !reading.keeps(limit))?;
    Some(format!("{}: {profile}'s period: {reading}, but the limit is: {limit}", scenario.name))
}

fn of_window<'r>(readings: &'r [Reading], window: &'r str) -> impl Iterator<Item = &'r Reading> {
    readings.iter().filter(move |reading| reading.window == window)
}

fn period(world: &Measured) -> Vec<String> {
    let cell = |readings: &[Reading]| {
        let period = readings.first().map(|first| of_window(readings, &first.window).map(with_points));
        period.map(|cells| cells.collect::<Vec<_>>().join(", ")).unwrap_or_default()
    };
    let limit = world.scenario.native.to_string();
    vec![world.scenario.name.to_owned(), cell(&world.sloth), cell(&world.native), limit]
}

fn with_points(reading: &Reading) -> String {
    let points = reading.points(OBJECTIVE);
    if points.is_finite() { format!("{reading} ({points:+.1})") } else { reading.to_string() }
}

fn shorter_cells(world: &Measured, windows: &[&str]) -> Vec<String> {
    let cell = |readings: &[Reading], window: &str| {
        let cells: Vec<String> = of_window(readings, window).map(Reading::to_string).collect();
        if cells.is_empty() { "–".to_owned() } else { cells.join(", ") }
    };
    let cells = windows
        .iter()
        .map(|window| format!("{} / {}", cell(&world.sloth, window), cell(&world.native, window)));
    [world.scenario.name.to_owned()].into_iter().chain(cells).collect()
}
