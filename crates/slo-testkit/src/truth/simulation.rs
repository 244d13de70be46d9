//! Lets a [`World`] happen.
//!
//! In: a world. Out: the samples that Prometheus gets, in the order in which it gets them, in the format of the
//! replay tool; and the exact number of events at every moment. Events are Poisson processes.

use std::io::{self, Write};

use rand::SeedableRng as _;
use rand::rngs::SmallRng;
use rand_distr::{Distribution as _, Poisson};

use super::world::{Birth, Life, World};

/// Failed requests, and all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Events {
    /// Failed ones.
    pub bad: u64,
    /// All of them.
    pub total: u64,
}

impl Events {
    /// The share of failed ones. `None` without any.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    pub fn error_ratio(self) -> Option<f64> {
        (self.total > 0).then(|| self.bad as f64 / self.total as f64)
    }
}

/// How many events had happened at each tick.
#[derive(Debug)]
pub struct Counts {
    start: u64,
    tick: u64,
    until: Vec<Events>,
}

impl Counts {
    /// The events in the `length` seconds up to and including `end`; earlier ones than the world's are none.
    #[must_use]
    pub fn within(&self, end: u64, length: u64) -> Events {
        let (from, to) = (self.at(end.saturating_sub(length)), self.at(end));
        Events { bad: to.bad - from.bad, total: to.total - from.total }
    }

    fn at(&self, time: u64) -> Events {
        let ticks = usize::try_from(time.saturating_sub(self.start) / self.tick).unwrap_or(usize::MAX);
        let last = self.until.len().saturating_sub(1);
        self.until.get(ticks.min(last)).copied().unwrap_or_default()
    }
}

/// Lets `world` happen and writes its samples.
///
/// # Errors
/// Those of `out`.
///
/// # Panics
/// When the world has no pods or a negative rate.
pub fn simulate(world: &World, out: impl Write) -> io::Result<Counts> {
    let mut samples = Samples { out, series: 0, delay: world.delay };
    let mut random = SmallRng::seed_from_u64(world.seed);
    let mut pods: Vec<Pod> = (0..world.pods).map(Pod::new).collect();
    let mut counts = Counts { start: world.span.start, tick: world.tick(), until: vec![Events::default()] };
    let (mut bad, mut total) = (0, 0);
    let mut time = world.span.start;
    let mut next = 0;
    while time < world.span.end {
        time += world.tick(); // events lie between two ticks and are counted at the second
        let rate = world.traffic.rate(time) * as_f64(world.tick()) / as_f64(world.pods);
        let errors = world.error_ratio(time);
        for pod in &mut pods {
            if pod.lives(world, time) {
                let [good, failed] = [1.0 - errors, errors].map(|share| poisson(rate * share, &mut random));
                pod.good.value += good;
                pod.bad.value += failed;
                bad += failed;
                total += good + failed;
            }
        }
        counts.until.push(Events { bad, total });
        if let Some(pod) = pods.get_mut(next) {
            samples.scrape(pod, world, time)?;
        }
        next = (next + 1) % pods.len();
    }
    samples.out.flush()?;
    Ok(counts)
}

fn poisson(mean: f64, random: &mut SmallRng) -> u64 {
    if mean <= 0.0 {
        return 0;
    }
    let events = Poisson::new(mean).unwrap_or_else(|error| panic!("{mean}: {error}")).sample(random);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
    {
        events as u64
    }
}

#[allow(clippy::cast_precision_loss, reason = "seconds and pods are few")]
fn as_f64(number: u64) -> f64 {
    number as f64
}

/// A pod and its counters.
struct Pod {
    index: u64,
    /// Which of its lives this is.
    life: Option<u64>,
    good: Counter,
    bad: Counter,
    /// Series that it has stopped to export since it was last scraped.
    ended: Vec<usize>,
}

#[derive(Default)]
struct Counter {
    value: u64,
    series: Option<usize>,
}

impl Pod {
    fn new(index: u64) -> Self {
        Self { index, life: None, good: Counter::default(), bad: Counter::default(), ended: Vec::new() }
    }

    /// Whether it is there at a time; begins its next life when that has come.
    fn lives(&mut self, world: &World, time: u64) -> bool {
        // Not all at once, as in a rolling update.
        let age = time - world.span.start + self.index * 7 * super::world::MINUTE;
        let life = match world.life {
            Life::Stable => Some(0),
            Life::Restarts(every) | Life::Renamed(every) => Some(age / every),
            Life::Runs { every, length } => (age % every < length).then_some(age / every),
        };
        if life != self.life {
            self.life = life;
            let keeps_name = matches!(world.life, Life::Restarts(_));
            for counter in [&mut self.good, &mut self.bad] {
                counter.value = 0;
                if !keeps_name {
                    self.ended.extend(counter.series.take());
                }
            }
        }
        self.life.is_some()
    }
}

/// Writes samples; the format is that of `tools/prometheus/replay/stream.go`.
struct Samples<W> {
    out: W,
    series: usize,
    delay: u64,
}

impl<W: Write> Samples<W> {
    /// One scrape of a pod, whether it is there or not.
    fn scrape(&mut self, pod: &mut Pod, world: &World, time: u64) -> io::Result<()> {
        if world.down.is_some_and(|down| down.contains(time)) {
            pod.ended.clear(); // a server that starts knows of no series that has ended
            return Ok(());
        }
        writeln!(self.out, "@ {} {}", (time + self.delay) * 1000, time * 1000)?;
        for ended in pod.ended.drain(..) {
            writeln!(self.out, "{ended} stale")?;
        }
        let Some(life) = pod.life else { return Ok(()) };
        let name = if matches!(world.life, Life::Restarts(_)) { 0 } else { life };
        for (code, counter) in [("200", &mut pod.good), ("500", &mut pod.bad)] {
            if counter.value == 0 && counter.series.is_none() && world.birth == Birth::AtFirstEvent {
                continue;
            }
            let series = if let Some(series) = counter.series {
                series
            } else {
                let pod = format!("svc-{name}-{}", pod.index);
                self.declare(&format!("http_requests_total{{job=\"svc\",code=\"{code}\",pod=\"{pod}\"}}"))?
            };
            counter.series = Some(series);
            writeln!(self.out, "{series} {}", counter.value)?;
        }
        Ok(())
    }

    fn declare(&mut self, series: &str) -> io::Result<usize> {
        writeln!(self.out, "s {series}")?;
        self.series += 1;
        Ok(self.series - 1)
    }
}
