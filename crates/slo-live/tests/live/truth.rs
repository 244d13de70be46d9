//! Every figure of the page against the events themselves: counters of a week of which every event is known, our own rules
//! evaluated by a real Prometheus, their past filled in by the command that users are told, the page as text.
//!
//! Nothing of the product computes what is expected here.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use slo_compiler::rules::Profile;
use slo_compiler::{Compiled, Options, Source, compile};
use slo_live::report::{Report, Survey, page};
use slo_testkit::prometheus::{Prometheus, Setup};
use slo_testkit::{tools, wait};
use tempfile::TempDir;

use crate::agree::{agrees, curves_agree};
use crate::server::client;

const SPEC: &str = r#"
version: "prometheus/v1"
service: shop
labels: { team: web }
slos:
  - name: orders
    objective: 99
    period: 7d
    sli: { events: { error_query: 'sum(rate(requests_total{job="orders",code="500"}[{{.window}}]))', total_query: 'sum(rate(requests_total{job="orders"}[{{.window}}]))' } }
    alerting: { name: Orders }
  - name: search
    objective: 99.5
    period: 7d
    sli: { events: { error_query: 'sum by (region) (rate(requests_total{job="search",code="500"}[{{.window}}]))', total_query: 'sum by (region) (rate(requests_total{job="search"}[{{.window}}]))' } }
    alerting: { name: Search }
  - name: never-seen
    objective: 99
    period: 7d
    sli: { events: { error_query: 'sum(rate(nothing_total{code="500"}[{{.window}}]))', total_query: 'sum(rate(nothing_total[{{.window}}]))' } }
    alerting: { name: Nothing }
"#;

const MINUTE: u64 = 60;
const HOUR: u64 = 3600;
const DAY: u64 = 24 * HOUR;
const WEEK: u64 = 7 * DAY;

/// The rules put a week together from quarters of an hour, which end when those of the clock do.
const QUARTER: u64 = 15 * MINUTE;

/// So many minutes may be missing at the end of an incident that has not ended: the interval at which the past is evaluated, and
/// what lies between two scrapes.
const LATE: u64 = 4;

/// The counters: job and region.
const COURSES: [(&str, &str); 3] = [("orders", ""), ("search", "eu"), ("search", "us")];

/// Requests and failed requests in the minute that ends so many minutes before the end of all samples.
fn minute(job: &str, region: &str, age: u64) -> (u64, u64) {
    // Busy for half of each day, which a mean of ratios would get wrong.
    let all = if age / 60 % 24 < 12 { 600 } else { 30 };
    let bad = match (job, region) {
        // An incident of three hours in quiet times, and all is well for a day.
        ("orders", _) if (60 * 38..60 * 41).contains(&age) => all / 2,
        ("orders", _) => all / 300,
        // Half of the requests fail for three hours, until now.
        (_, "us") if age < 180 => all / 2,
        _ => 0,
    };
    (all, bad)
}

/// Bad events and all events of the time that ends `age` minutes before the end of all samples.
fn events(job: &str, region: &str, age: u64, minutes: u64) -> (f64, f64) {
    let minutes = (age..age + minutes).map(|age| minute(job, region, age));
    let (all, bad) = minutes.fold((0, 0), |sum, (all, bad)| (sum.0 + all, sum.1 + bad));
    (bad as f64, all as f64)
}

fn samples(end: u64) -> String {
    let mut text = "# TYPE requests counter\n".to_owned();
    for (job, region) in COURSES {
        for is_bad in [false, true] {
            let code = if is_bad { 500 } else { 200 };
            let mut count = 0;
            for age in (0..=(WEEK + 2 * HOUR) / MINUTE).rev() {
                let (all, bad) = minute(job, region, age);
                count += if is_bad { bad } else { all - bad };
                let time = end - age * MINUTE;
                writeln!(
                    text,
                    "requests_total{{job={job:?},region={region:?},code=\"{code}\"}} {count} {time}"
                )
                .unwrap();
            }
        }
    }
    text + "# EOF\n"
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

fn compiled() -> Compiled {
    let mut options = Options::default();
    options.profile = Profile::Native;
    let outcome = compile(&Source::new("truth.yml", SPEC.as_bytes()), &options);
    assert!(outcome.compiled.is_some(), "{:?}", outcome.diagnostics);
    outcome.compiled.unwrap()
}

/// The past of the rules, as `slo backfill` prints the command. `None`, with a note, when a tool has not been built.
fn past(compiled: &Compiled, samples: &str, end: u64) -> Option<TempDir> {
    let source = Prometheus::start(&Setup { samples: samples.to_owned(), ..Setup::default() })?;
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().join("rules.yml");
    fs::write(&rules, compiled.backfill().to_prometheus()).unwrap();
    let output = Command::new(tools::folder().join("promtool"))
        .args(["tsdb", "create-blocks-from", "rules", "--eval-interval=2m30s"])
        .arg(format!("--url={}", source.url()))
        // promtool's first block must not be shorter than the interval.
        .args([format!("--start={}", (end - WEEK - HOUR) / (2 * HOUR) * (2 * HOUR)), format!("--end={end}")])
        .arg(format!("--output-dir={}", folder.path().join("blocks").display()))
        .arg(&rules)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(folder)
}

/// A server that evaluates the rules, and a time at which all of them have been.
fn start(compiled: &Compiled, samples: String, past: &Path) -> Option<(Prometheus, i64)> {
    let rules = vec![compiled.to_prometheus().replace("interval: 2m", "interval: 1s")];
    let blocks = Some(past.join("blocks"));
    let prometheus = Prometheus::start(&Setup {
        rules,
        samples,
        blocks,
        evaluation_interval: "1s".into(),
        ..Setup::default()
    })?;
    let at = wait::until("budgets of all SLOs and groups, and an alert", || {
        let at = now() - 2;
        let query = "count(slo:period_error_budget_remaining:ratio) == 3 and on () count(ALERTS{alertstate=\"firing\"}) > 0";
        let answer = prometheus.query(query, Some(at as f64));
        (answer["data"]["result"].as_array().is_some_and(|result| !result.is_empty())).then_some(at)
    });
    Some((prometheus, i64::try_from(at).unwrap()))
}

/// A text of the page as a number: `99.87 %`, `−1 d 4 h`, `1.25 M`, `14.4×`; times become seconds.
fn number(text: &str) -> f64 {
    let text = text.replace('−', "-").replace('×', "");
    let (sign, text) = text.strip_prefix('-').map_or((1.0, text.as_str()), |rest| (-1.0, rest));
    let words: Vec<&str> = text.split(['\u{202f}', ' ']).collect();
    let mut sum = 0.0;
    for (position, word) in words.iter().enumerate() {
        let Ok(value) = word.parse::<f64>() else { continue };
        let unit = match words.get(position + 1).copied() {
            Some("%") => 0.01,
            Some("d") => 86_400.0,
            Some("h") => 3600.0,
            Some("min") => 60.0,
            Some("M") => 1e6,
            // A group of three digits follows.
            Some(next) if next.parse::<u32>().is_ok() => 1000.0,
            _ => 1.0,
        };
        sum += value * unit;
    }
    sign * sum
}

/// The part of the page about an SLO.
fn article<'p>(page: &'p str, name: &str) -> &'p str {
    let articles = page.split("<article").skip(1);
    let mut found =
        articles.filter(|article| article.contains(&format!("<span class=\"name\">{name}</span></h3>")));
    found.next().unwrap_or_else(|| panic!("{name} is not on the page"))
}

/// What stands under a heading of [`article`].
fn stat<'p>(article: &'p str, heading: &str) -> &'p str {
    let (_, rest) =
        article.split_once(&format!("<dt>{heading}</dt>")).unwrap_or_else(|| panic!("{heading}: {article}"));
    let (_, rest) = rest.split_once('>').unwrap();
    rest.split_once('<').unwrap().0
}

/// Within a hundredth, or so much: the page rounds, and the newest events are not counted yet.
#[track_caller]
fn close(what: &str, shown: f64, truth: f64, grain: f64) {
    assert!((shown - truth).abs() <= truth.abs() * 0.01 + grain, "{what}: {shown} instead of {truth}");
}

/// Minutes from the last sample back to the end of the quarter that was over at a time.
fn age_of_quarter(time: i64, end: u64) -> u64 {
    let time = u64::try_from(time).unwrap();
    end.saturating_sub(time - time % QUARTER) / MINUTE
}

/// What the page must show of the group of an SLO that is worst off.
fn page_is_true(page: &str, name: &str, region: &str, budget: f64, age: u64) {
    let (bad, all) = events(name, region, age, WEEK / MINUTE);
    let left = 1.0 - bad / all / budget;
    let article = article(page, name);
    let shown = |heading: &str| number(stat(article, heading));
    let (late, _) = events(name, region, age, LATE);
    let late = late / all / budget;
    // Shares are rounded down, so there is room for a last digit.
    close("SLI", 1.0 - shown("SLI"), bad / all, late * budget + 1e-4);
    close("budget", shown("Error budget left"), left, late + 0.01);
    close("events", shown("Bad events left"), left * budget * all, budget * all * late);
    let (_, time) = article.split_once("Error budget left</dt>").unwrap();
    let (_, time) = time.split_once("\"more\">").unwrap();
    let seconds = budget * WEEK as f64;
    close("time", number(time.split(" of ").next().unwrap()), left * seconds, late * seconds);
    let (bad, all) = events(name, region, 0, 30);
    let burn = bad / all / budget;
    close("burn rate", shown("Burn rate now"), burn, 0.01);
    let lasts = stat(article, "Budget used up in");
    if left > 0.0 {
        close("lasts", number(lasts), left * WEEK as f64 / burn, DAY as f64);
    } else {
        assert_eq!(lasts, "used up");
    }
}

/// The curve goes where the events go.
fn curve_is_true(report: &Report, end: u64) {
    for slo in &report.slos {
        for group in &slo.groups {
            let name = slo.name.as_str();
            let region = group.labels.first().map_or("", |(_, value)| value.as_str());
            let (now, minutes) = (age_of_quarter(report.at, end), WEEK / MINUTE);
            let (_, all) = events(name, region, now, minutes);
            assert_eq!(group.history.len(), 1 + 112, "{name}: a week has 112 tiles of 90 minutes");
            for (time, left) in &group.history {
                let age = age_of_quarter(*time, end);
                let (bad, _) = events(name, region, age, (now + minutes).saturating_sub(age));
                let truth = 1.0 - bad / all / slo.error_budget;
                // At most so many fail in a minute.
                let worst = if region == "us" { 300.0 } else { 15.0 };
                let late = LATE as f64 * worst / all / slo.error_budget;
                close(&format!("{name} {region}, {age} min ago"), *left, truth, late);
            }
            let (time, last) = group.history.last().unwrap();
            assert_eq!(*time, report.at, "{name}");
            close("the end of the curve", *last, group.remaining.unwrap(), 1e-3);
        }
    }
}

/// Samples up to about now, when they end, and the past of the rules. `None`, with a note, when a tool has not been built.
///
/// The rules of a server see the present only, and a slow machine takes minutes to make their past: there samples end by so much later.
fn up_to_now(compiled: &Compiled) -> Option<(String, u64, TempDir)> {
    let mut ahead = 0;
    loop {
        let begun = now();
        let end = begun + ahead;
        let samples = samples(end);
        let past = past(compiled, &samples, end)?;
        let took = now() - begun;
        if took <= ahead + 2 * MINUTE {
            sleep(Duration::from_secs(end.saturating_sub(now())));
            return Some((samples, end, past));
        }
        ahead = took * 3 / 2;
    }
}

#[test]
fn the_page_tells_the_truth_about_every_event() {
    let compiled = compiled();
    let Some((samples, end, past)) = up_to_now(&compiled) else { return };
    let Some((prometheus, at)) = start(&compiled, samples, past.path()) else { return };
    let report = Survey::new(compiled.slos(), at).run(&client(&prometheus), "Truth", &|| {}).unwrap();
    let page = page(&report);
    assert_eq!(agrees(&prometheus, &compiled, &report), 3);
    let age = age_of_quarter(at, end);
    page_is_true(&page, "orders", "", 0.01, age);
    page_is_true(&page, "search", "us", 0.005, age);
    curve_is_true(&report, end);
    assert_eq!(curves_agree(&prometheus, &compiled, &report), 3, "dashboards draw the same curves");

    let firing: BTreeMap<&str, usize> =
        report.slos.iter().map(|slo| (slo.name.as_str(), slo.firing.len())).collect();
    assert_eq!(firing, [("never-seen", 0), ("orders", 0), ("search", 2)].into());
    let silent = article(&page, "never-seen");
    assert_eq!(silent.matches("no data").count(), 5, "{silent}");
    assert!(!silent.contains("100"), "{silent}");
    let search = article(&page, "search");
    for region in ["region=eu", "region=us"] {
        assert!(search.contains(region), "{search}");
    }
    assert_eq!(search.matches(">critical<").count(), 4, "{search}");
    assert_eq!(article(&page, "orders").matches(">acceptable<").count(), 4);
}
