//! How long after an outage's start the alerts fire, and how long after its end they resolve.

use std::fmt::Write as _;

use anyhow::Result;
use slo_testkit::truth::detection::{Detection, Outage, measure};

use super::{Report, Rules, found, table};

/// The share of requests that fail, and for how many minutes.
const OUTAGES: [(f64, u64); 3] = [(1.0, 20), (0.1, 45), (0.02, 90)];
/// Seconds after a full five minutes: spread over the intervals and grids of the rules.
const PHASES: [u64; 3] = [13, 111, 209];
/// The failing share at which the ticket is compared, and how many minutes later than the reference's it may be.
const TICKET_LIMIT: (f64, f64) = (0.1, 5.0);

pub(super) fn report(rules: &Rules) -> Result<Report> {
    let mut rows = Vec::new();
    let mut broken = Vec::new();
    for (errors, minutes) in OUTAGES {
        let mut both = Vec::new();
        for phase in PHASES {
            eprintln!("measuring: {} % errors, {phase} s after full five minutes", errors * 100.0);
            let outage = Outage { errors, minutes, phase };
            let sloth = found(measure(outage, &rules.sloth)?)?;
            let native = found(measure(outage, &rules.native)?)?;
            both.push((sloth, native));
        }
        let name = format!("{} % for {minutes} min", errors * 100.0);
        broken.extend(violations(&name, errors, &both));
        rows.push(row(name, &both));
    }
    let text = table::markdown(
        "Minutes from an outage's start to an alert, and from its end to the alert's: mean (least…most)",
        &[
            "errors",
            "page sloth",
            "page native",
            "page ends sloth",
            "page ends native",
            "ticket sloth",
            "ticket native",
        ],
        &rows,
    );
    Ok(Report { text, broken })
}

type Both = (Detection, Detection);
type Change = fn(&Detection) -> Option<f64>;

fn row(name: String, both: &[Both]) -> Vec<String> {
    let changes: [Change; 3] = [|found| found.page, |found| found.page_end, |found| found.ticket];
    let cells = changes.into_iter().flat_map(|change| {
        let (sloth, native) = times(both, change);
        [cell(&sloth), cell(&native)]
    });
    [name].into_iter().chain(cells).collect()
}

/// What the rules of each profile needed for a change, in each phase.
fn times(both: &[Both], change: Change) -> (Vec<Option<f64>>, Vec<Option<f64>>) {
    both.iter().map(|(sloth, native)| (change(sloth), change(native))).unzip()
}

/// `None` when it did not happen in every phase.
#[allow(clippy::cast_precision_loss, reason = "phases are few")]
fn mean(times: &[Option<f64>]) -> Option<f64> {
    times.iter().copied().sum::<Option<f64>>().map(|sum| sum / times.len() as f64)
}

fn cell(times: &[Option<f64>]) -> String {
    let Some(mean) = mean(times) else {
        let never = times.iter().filter(|time| time.is_none()).count();
        return if never == times.len() { "–".to_owned() } else { format!("never in {never} phases") };
    };
    let known = || times.iter().flatten().copied();
    let mut text = format!("{mean:.1}");
    let (least, most) = (known().fold(f64::MAX, f64::min), known().fold(f64::MIN, f64::max));
    let _ = write!(text, " ({least:.1}…{most:.1})"); // a text takes all that is written
    text
}

fn violations(name: &str, errors: f64, both: &[Both]) -> Vec<String> {
    let mut broken = Vec::new();
    let late = |change: Change, limit: f64| {
        let (sloth, native) = times(both, change);
        match (mean(&sloth), mean(&native)) {
            (Some(sloth), Some(native)) => native > sloth + limit,
            (sloth, _) => sloth.is_some(),
        }
    };
    if late(|found| found.page, 0.0) {
        broken.push(format!("{name}: the page is later than the reference's"));
    }
    let (at, minutes) = TICKET_LIMIT;
    if errors.to_bits() == at.to_bits() && late(|found| found.ticket, minutes) {
        broken.push(format!("{name}: the ticket is more than {minutes} minutes later than the reference's"));
    }
    broken
}
