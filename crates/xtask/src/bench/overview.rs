//! `cargo xtask bench-overview`: how long a Prometheus takes to answer the overview of 2,000 SLOs.
//!
//! In: nothing; specs and samples are generated, the same ones each time. Out: a line for each query of the dashboard, and
//! their sum. Keeps: the server holds every series that the overview names, from as long ago as its queries look back and as
//! often as the rules record it, so that nothing is fast because it is missing. No number is judged here, as in
//! [`super::run()`].

mod past;

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use slo_compiler::dashboard::model::{Dashboard, Variable, VariableKind};
use slo_compiler::dashboard::{self, Settings, Subject};
use slo_compiler::rules::Profile;
use slo_compiler::{Compiled, Options, Source, compile};
use slo_testkit::fill;
use slo_testkit::prometheus::{Prometheus, Setup};

use super::specs;

/// When the overview is looked at, in seconds since 1970: all samples are older.
const NOW: u64 = 1_790_000_000;
const DAY: u64 = 86_400;
/// How many points a wide panel asks for that does not say so itself.
const POINTS: u64 = 1_500;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// How many SLOs there are
    #[arg(long, default_value_t = 2000, value_parser = clap::value_parser!(u32).range(10..=10_000))]
    slos: u32,
    /// How often each query is asked
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// Whose rules record the series
    #[arg(long, value_enum, default_value = "native")]
    profile: Rules,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Rules {
    Native,
    Sloth,
}

/// A query of the overview.
struct Question {
    title: String,
    expr: String,
    /// Length and step in seconds; `None` for an instant.
    range: Option<(u64, u64)>,
    /// The variable that it finds the values of, and the label that holds them.
    finds: Option<(String, String)>,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let compiled = compiled(args)?;
    let subjects: Vec<Subject<'_>> = compiled.iter().flat_map(Compiled::slos).map(Subject::from).collect();
    let questions = questions(&dashboard::overview(&subjects, &Settings::default()));
    let series = past::of(&questions, &compiled)?;
    let samples: u64 = series.iter().map(|series| (series.end - series.start) / series.step + 1).sum();
    println!("{} SLOs: {} series with {} million samples", subjects.len(), series.len(), samples / 1_000_000);
    let folder = slo_testkit::repo::root().join("target/bench/blocks");
    super::empty(&folder)?;
    let start = Instant::now();
    let missing = "the tool that fills blocks is missing: `cargo xtask tools` builds it";
    fill::blocks(series, &folder)?.context(missing)?;
    println!("blocks were written in {:.0} s", start.elapsed().as_secs_f64());
    let setup = Setup {
        blocks: Some(folder),
        // Nothing is compacted while queries are measured.
        flags: vec!["--storage.tsdb.max-block-duration=3d".into()],
        ..Setup::default()
    };
    let server = Prometheus::start(&setup).context("Prometheus is missing: `cargo xtask tools` builds it")?;
    measure(&server, questions, args.runs)
}

fn compiled(args: &Args) -> Result<Vec<Compiled>> {
    let mut options = Options::default();
    options.profile = match args.profile {
        Rules::Native => Profile::Native,
        Rules::Sloth => Profile::Sloth,
    };
    let files = specs::of_teams().take(usize::try_from(args.slos)?.div_ceil(specs::SLOS_A_FILE));
    files
        .map(|text| {
            let outcome = compile(&Source::new("slo.yml", text.into_bytes()), &options);
            outcome.compiled.with_context(|| format!("{:?}", outcome.diagnostics))
        })
        .collect()
}

/// Whether the variable is filled in by a query, and by nobody else.
fn is_found(variable: &Variable) -> bool {
    matches!(variable.kind, VariableKind::Results { .. })
}

/// What Grafana asks when nothing is chosen: panels, annotations and variables.
fn questions(overview: &Dashboard) -> Vec<Question> {
    let sent = |expr: &str| {
        let chosen = overview.variables.iter().filter(|variable| !is_found(variable));
        let names = chosen.map(|variable| ["$", &variable.name].concat());
        names.fold(expr.to_owned(), |expr, name| expr.replace(&name, ".*"))
    };
    let mut questions = Vec::new();
    for panel in overview.rows.iter().flat_map(|row| &row.panels) {
        let length = panel.last.map_or(DAY, |last| last.as_millis() / 1000);
        let points = panel.points.map_or(POINTS, u64::from);
        for query in panel.view.queries() {
            let title = if panel.title.is_empty() { &query.legend } else { &panel.title };
            let range = (!query.instant).then_some((length, length.div_ceil(points)));
            questions.push(Question { title: title.clone(), expr: sent(&query.expr), range, finds: None });
        }
    }
    for annotation in &overview.annotations {
        let title = format!("annotation {}", annotation.name);
        let range = Some((DAY, annotation.step.as_millis() / 1000));
        questions.push(Question { title, expr: sent(&annotation.expr), range, finds: None });
    }
    for variable in &overview.variables {
        let name = &variable.name;
        let (expr, finds) = match &variable.kind {
            VariableKind::LabelValues { label, selector } => {
                (format!("count by ({label}) ({})", sent(selector)), None)
            }
            VariableKind::Results { expr, label } => (sent(expr), Some((name.clone(), label.clone()))),
            _ => continue,
        };
        questions.push(Question { title: format!("variable {name}"), expr, range: None, finds });
    }
    questions
}

fn measure(server: &Prometheus, mut questions: Vec<Question>, runs: u32) -> Result<()> {
    println!(
        "\n{:28} {:>8} {:>8} {:>10} {:>10} {:>10} {:>12}",
        "query", "results", "points", "first, ms", "best, ms", "CPU, ms", "samples"
    );
    // What variables find is part of other queries.
    questions.sort_by_key(|question| question.finds.is_none());
    let mut found: Vec<(String, String)> = Vec::new();
    let mut sum = Times::default();
    for question in &mut questions {
        for (name, values) in &found {
            question.expr = question.expr.replace(name, values);
        }
        let (answer, times) = question.measure(server, runs);
        let result = answer.pointer("/data/result").and_then(Value::as_array);
        let Some(result) = result else { bail!("{}: {answer}", question.title) };
        if let Some((name, label)) = &question.finds {
            let values = result.iter().filter_map(|result| result.pointer("/metric")?.get(label)?.as_str());
            found.push((["$", name].concat(), format!("({})", values.collect::<Vec<_>>().join("|"))));
        }
        let samples = answer.pointer("/data/stats/samples/totalQueryableSamples");
        let samples = samples.and_then(Value::as_u64).unwrap_or_default();
        sum.add(&times);
        let points = question.range.map_or(1, |(length, step)| length / step + 1);
        row(&question.title, [result.len() as u64, points], &times, samples);
    }
    row("all, one after the other", [0, 0], &sum, 0);
    Ok(())
}

/// How long a query took: at first, when nothing is cached, and at best; and the CPU time of the server, on average.
#[derive(Default)]
struct Times {
    first: Duration,
    best: Duration,
    cpu: Duration,
}

impl Times {
    fn add(&mut self, other: &Self) {
        self.first += other.first;
        self.best += other.best;
        self.cpu += other.cpu;
    }
}

fn row(title: &str, [results, points]: [u64; 2], times: &Times, samples: u64) {
    let millis = |time: Duration| time.as_secs_f64() * 1000.0;
    let Times { first, best, cpu } = times;
    println!(
        "{title:28} {results:>8} {points:>8} {:>10.1} {:>10.1} {:>10.1} {samples:>12}",
        millis(*first),
        millis(*best),
        millis(*cpu)
    );
}

/// The CPU time that a process has used; zero where the system does not tell it in the way of Linux.
fn cpu(process: u32) -> Duration {
    /// A tick of the clock in which Linux counts, on every processor it runs on.
    const TICK: Duration = Duration::from_millis(10);
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The name of the program, in parentheses, may hold spaces. Behind it user and system time are the fields 12 and 13.
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: u32 = fields.skip(11).take(2).filter_map(|field| field.parse::<u32>().ok()).sum();
    TICK * ticks
}

impl Question {
    /// The answer, and how long it took.
    fn measure(&self, server: &Prometheus, runs: u32) -> (Value, Times) {
        let (mut times, mut answer) = (Vec::new(), Value::Null);
        let before = cpu(server.process());
        for _ in 0..runs {
            let start = Instant::now();
            answer = self.ask(server);
            times.push(start.elapsed());
        }
        let first = times.first().copied().unwrap_or_default();
        let best = times.into_iter().min().unwrap_or_default();
        let used = cpu(server.process()).saturating_sub(before);
        (answer, Times { first, best, cpu: used / runs })
    }

    /// The answer, the whole JSON object.
    fn ask(&self, server: &Prometheus) -> Value {
        let now = NOW.to_string();
        match self.range {
            None => server.get("/api/v1/query", &[("query", &self.expr), ("time", &now), ("stats", "all")]),
            Some((length, step)) => {
                let (start, step) = ((NOW - length).to_string(), step.to_string());
                let range = [("start", start.as_str()), ("end", &now), ("step", &step), ("stats", "all")];
                server.get("/api/v1/query_range", &[&[("query", self.expr.as_str())][..], &range].concat())
            }
        }
    }
}
