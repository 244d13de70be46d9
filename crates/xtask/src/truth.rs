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
use slo_testkit::truth::spec::{self, Spec};

mod accuracy;
mod cost;
mod detection;
mod table;

/// The period in days that the reference has rules for.
const DAYS: u64 = 30;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Measure only this part
    #[arg(long, value_enum)]
    only: Option<Part>,
    /// The SLO's period in days; of another than 30, only error ratios are measured, and only those of our own rules
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u64).range(3..))]
    days: u64,
    /// Only worlds whose name has this in it
    #[arg(long, value_name = "TEXT", default_value = "")]
    world: String,
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

/// The parts that compare both profiles.
const BOTH: &[(Part, Measure)] = &[(Part::Cost, cost::report), (Part::Detection, detection::report)];

/// The compiled rules of both profiles.
struct Rules {
    sloth: String,
    native: String,
}

impl Rules {
    /// For a period of `days`; the reference's are those of the period that it has rules for.
    fn of(spec: Spec, days: u64) -> Result<Self> {
        let compiled = |profile, days| compiled(spec, profile, days);
        Ok(Self { sloth: compiled(Profile::Sloth, DAYS)?, native: compiled(Profile::Native, days)? })
    }
}

/// What one part found.
struct Report {
    /// In Markdown.
    text: String,
    /// The limits that do not hold.
    broken: Vec<String>,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let is_wanted = |part| args.only.is_none_or(|only| only == part);
    let mut broken = Vec::new();
    let mut print = |report: Report| {
        println!("{}", report.text);
        broken.extend(report.broken);
    };
    if is_wanted(Part::Accuracy) {
        print(accuracy::report(args.days, &args.world)?);
    }
    for (part, measure) in BOTH {
        if is_wanted(*part) && args.days == DAYS {
            print(measure(&Rules::of(spec::EVENTS, DAYS)?)?);
        }
    }
    if !broken.is_empty() {
        bail!("limits that do not hold:\n  {}", broken.join("\n  "));
    }
    Ok(())
}

fn compiled(spec: Spec, profile: Profile, days: u64) -> Result<String> {
    let mut options = Options::default();
    options.profile = profile;
    options.default_period = Window::days(days);
    let outcome = compile(&Source::new("spec.yml", spec.text.as_bytes()), &options);
    let compiled = outcome.compiled.with_context(|| format!("{:?}", outcome.diagnostics))?;
    Ok(compiled.to_prometheus())
}

/// What is found, or that the tool is missing.
fn found<T>(measured: Option<T>) -> Result<T> {
    measured.context("the replay tool is missing: `cargo xtask tools` builds it")
}
