//! `cargo xtask truth`: are the numbers right, cheap and in time? A month of simulated traffic under the rules of both
//! profiles, evaluated by the real engine.
//!
//! In: nothing; every world and its events are the same each time. Out: the tables of `docs/reference/rules.md`. Keeps: it
//! fails when a limit of ours is broken, and also when a known defect of the reference does not show, because then the
//! harness measures something else.

use anyhow::{Context as _, Result, bail};
use slo_compiler::model::Window;
use slo_compiler::rules::Profile;
use slo_compiler::{Options, Source, compile};
use slo_testkit::truth::spec::SPEC;

mod accuracy;
mod cost;
mod detection;
mod table;

/// The SLO's period in days.
const DAYS: u64 = 30;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Measure only this part
    #[arg(long, value_enum)]
    only: Option<Part>,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// Error ratios against exact counts
    Accuracy,
    /// Samples that rules read
    Cost,
    /// When alerts fire and resolve
    Detection,
}

type Measure = fn(&Rules) -> Result<Report>;

const PARTS: &[(Part, Measure)] =
    &[(Part::Accuracy, accuracy::report), (Part::Cost, cost::report), (Part::Detection, detection::report)];

/// The compiled rules of both profiles.
struct Rules {
    sloth: String,
    native: String,
}

/// What one part found.
struct Report {
    /// In Markdown.
    text: String,
    /// The limits that do not hold.
    broken: Vec<String>,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let rules = Rules { sloth: compiled(Profile::Sloth)?, native: compiled(Profile::Native)? };
    let mut broken = Vec::new();
    for (part, measure) in PARTS {
        if args.only.is_none_or(|only| only == *part) {
            let report = measure(&rules)?;
            println!("{}", report.text);
            broken.extend(report.broken);
        }
    }
    if !broken.is_empty() {
        bail!("limits that do not hold:\n  {}", broken.join("\n  "));
    }
    Ok(())
}

fn compiled(profile: Profile) -> Result<String> {
    let mut options = Options::default();
    options.profile = profile;
    options.default_period = Window::days(DAYS);
    let outcome = compile(&Source::new("spec.yml", SPEC.as_bytes()), &options);
    let compiled = outcome.compiled.with_context(|| format!("{:?}", outcome.diagnostics))?;
    Ok(compiled.to_prometheus())
}

/// What is found, or that the tool is missing.
fn found<T>(measured: Option<T>) -> Result<T> {
    measured.context("the replay tool is missing: `cargo xtask tools` builds it")
}
