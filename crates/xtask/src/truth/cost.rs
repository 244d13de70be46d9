//! What the rules of one SLO read a day, by the number of raw series below its queries.

use anyhow::Result;
use slo_testkit::truth::cost::{Cost, recorded, with_raw};

use super::{DAYS, Report, Rules, found, table};

const RAW_SERIES: [u64; 4] = [2, 10, 100, 1000];
/// From how many raw series on native rules must read so many times fewer samples.
const LIMIT: (u64, f64) = (10, 100.0);

pub(super) fn report(rules: &Rules) -> Result<Report> {
    eprintln!("measuring: what rules read of a month of recorded series");
    let sloth_recorded = found(recorded(&rules.sloth, DAYS)?)?;
    let native_recorded = found(recorded(&rules.native, DAYS)?)?;
    let mut rows = Vec::new();
    let mut broken = Vec::new();
    for series in RAW_SERIES {
        eprintln!("measuring: what rules read of {series} raw series");
        let sloth = found(with_raw(&rules.sloth, series, &sloth_recorded)?)?;
        let native = found(with_raw(&rules.native, series, &native_recorded)?)?;
        let ratio = sloth.samples / native.samples;
        if series >= LIMIT.0 && ratio < LIMIT.1 {
            broken.push(format!("{series} raw series: {ratio:.0} times fewer samples, not {}", LIMIT.1));
        }
        rows.push(row(series, &sloth, &native, ratio));
    }
    let text = table::markdown(
        "What the rules of one SLO read: sloth / native",
        &[
            "raw series",
            "samples a day",
            "ratio",
            "evaluation, s a day",
            "slowest rule, ms",
            "most samples at once",
        ],
        &rows,
    );
    Ok(Report { text, broken })
}

fn row(series: u64, sloth: &Cost, native: &Cost, ratio: f64) -> Vec<String> {
    vec![
        series.to_string(),
        format!("{:.2e} / {:.2e}", sloth.samples, native.samples),
        format!("{ratio:.0}"),
        format!("{:.0} / {:.0}", sloth.seconds, native.seconds),
        format!("{:.1} / {:.1}", sloth.slowest * 1000.0, native.slowest * 1000.0),
        format!("{} / {}", sloth.peak, native.peak),
    ]
}
