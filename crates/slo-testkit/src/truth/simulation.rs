//! Lets [`World`]s happen.
//!
//! In: worlds. Out: the samples that Prometheus gets, in the order in which it gets them, in the format of the
//! replay tool; and the exact number of events at every moment. Events are Poisson processes.

use std::io::{self, Write};
use std::iter::Sum;

use rand::rngs::SmallRng;
use rand::{RngExt as _, SeedableRng as _};
use rand_distr::{Distribution as _, Poisson};

use super::exporter::{Exporter, Happened};
use super::world::{Birth, Life, MINUTE, World};

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

impl Sum for Events {
    fn sum<I: Iterator<Item = Self>>(events: I) -> Self {
        let add = |sum: Self, more: Self| Self { bad: sum.bad + more.bad, total: sum.total + more.total };
        events.fold(Self::default(), add)
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

/// Lets `worlds` happen at once and writes their samples; the counts are in the order of the worlds.
///
/// # Errors
/// Those of `out`.
///
/// # Panics
/// When a world has no pods or a negative rate.
pub fn simulate(worlds: &[World], out: impl Write) -> io::Result<Vec<Counts>> {
    let mut samples = Samples { out, series: 0 };
    let mut running: Vec<Running<'_>> = worlds.iter().map(Running::new).collect();
    while let Some(next) = running.iter_mut().filter(|world| !world.is_over()).min_by_key(|world| world.time)
    {
        next.tick(&mut samples)?;
    }
    samples.out.flush()?;
    Ok(running.into_iter().map(|world| world.counts).collect())
}

/// A world at a time.
struct Running<'w> {
    world: &'w World,
    /// That of the next tick. Events lie between two ticks and are counted at the second.
    time: u64,
    random: SmallRng,
    pods: Vec<Pod>,
    /// The place of the pod that is scraped next.
    next: usize,
    happened: Events,
    counts: Counts,
}

impl<'w> Running<'w> {
    fn new(world: &'w World) -> Self {
        let counts = Counts { start: world.span.start, tick: world.tick(), until: vec![Events::default()] };
        Self {
            world,
            time: world.span.start + world.tick(),
            random: SmallRng::seed_from_u64(world.seed),
            pods: (0..world.pods).map(Pod::new).collect(),
            next: 0,
            happened: Events::default(),
            counts,
        }
    }

    /// The last tick is the one behind the end, at which series end.
    fn is_over(&self) -> bool {
        self.time >= self.world.span.end + 2 * self.world.tick()
    }

    fn tick(&mut self, samples: &mut Samples<impl Write>) -> io::Result<()> {
        let (world, time) = (self.world, self.time);
        self.time += world.tick();
        if time >= world.span.end + world.tick() {
            return self.pods.iter_mut().try_for_each(|pod| samples.end(pod, world, time));
        }
        let errors = world.error_ratio(time);
        let rate = world.traffic.rate(time) * as_f64(world.tick()) / as_f64(world.pods);
        let (random, happened) = (&mut self.random, &mut self.happened);
        for (place, pod) in self.pods.iter_mut().enumerate() {
            if !pod.lives(world, time) {
                continue;
            }
            let [good, bad] = match world.exporter {
                Exporter::Probe if place != self.next => [0, 0],
                Exporter::Probe => probe(errors, random),
                _ => [1.0 - errors, errors].map(|share| poisson(rate * share, random)),
            };
            pod.count(good, bad);
            happened.bad += bad;
            happened.total += good + bad;
        }
        self.counts.until.push(*happened);
        if let Some(pod) = self.pods.get_mut(self.next) {
            samples.scrape(pod, world, time)?;
        }
        self.next = (self.next + 1) % self.pods.len();
        Ok(())
    }
}

/// One event, good or bad.
fn probe(errors: f64, random: &mut SmallRng) -> [u64; 2] {
    if random.random_bool(errors) { [0, 1] } else { [1, 0] }
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

/// A pod and its series.
struct Pod {
    index: u64,
    /// Which of its lives this is, and when it began.
    life: Option<u64>,
    born: u64,
    happened: Happened,
    /// The numbers of the series that it exports, in the order of [`Exporter::series`].
    series: Vec<Option<usize>>,
    /// Series that it has stopped to export since it was last scraped.
    ended: Vec<usize>,
}

impl Pod {
    fn new(index: u64) -> Self {
        Self {
            index,
            life: None,
            born: 0,
            happened: Happened::default(),
            series: Vec::new(),
            ended: Vec::new(),
        }
    }

    fn count(&mut self, good: u64, bad: u64) {
        self.happened.good += good;
        self.happened.bad += bad;
        if good + bad > 0 {
            self.happened.last_is_bad = bad > 0;
        }
    }

    /// Whether it is there at a time; begins its next life when that has come.
    fn lives(&mut self, world: &World, time: u64) -> bool {
        let age = time - world.span.start;
        // Not all at once, as in a rolling update.
        let staggered = age + self.index * 7 * MINUTE;
        let life = match world.life {
            Life::Stable => Some(0),
            Life::Restarts(every) | Life::Renamed(every) => Some(staggered / every),
            Life::Runs { every, length } => (age % every < length).then_some(age / every),
        };
        if life != self.life {
            self.life = life;
            self.born = time - world.tick();
            self.happened = Happened::default();
            if !matches!(world.life, Life::Restarts(_)) {
                self.ended.extend(self.series.drain(..).flatten());
            }
        }
        self.life.is_some()
    }
}

/// Writes samples; the format is that of `tools/prometheus/replay/stream.go`.
struct Samples<W> {
    out: W,
    series: usize,
}

impl<W: Write> Samples<W> {
    /// One scrape of a pod, whether it is there or not.
    fn scrape(&mut self, pod: &mut Pod, world: &World, time: u64) -> io::Result<()> {
        if world.down.is_some_and(|down| down.contains(time)) {
            pod.ended.clear(); // a server that starts knows of no series that has ended
            return Ok(());
        }
        let mut samples = Vec::new();
        if let Some(life) = pod.life {
            let name = if matches!(world.life, Life::Restarts(_)) { 0 } else { life };
            let exported = world.exporter.series();
            pod.series.resize(exported.len(), None);
            for (place, (metric, labels, value)) in exported.iter().enumerate() {
                let (sample, counted) = value.sample(pod.happened);
                let known = pod.series.get(place).copied().flatten();
                if known.is_none() && !counted && world.birth == Birth::AtFirstEvent {
                    continue;
                }
                let series = if let Some(series) = known {
                    series
                } else {
                    let (index, cluster) = (pod.index, world.cluster);
                    let labels =
                        format!("job=\"svc\",{labels}pod=\"svc-{name}-{index}\",cluster=\"{cluster}\"");
                    let series = self.declare(&format!("{metric}{{{labels}}}"))?;
                    if world.birth == Birth::AtStoredZero {
                        self.batch(world, pod.born)?;
                        writeln!(self.out, "{series} {}", value.sample(Happened::default()).0)?;
                    }
                    series
                };
                if let Some(known) = pod.series.get_mut(place) {
                    *known = Some(series);
                }
                samples.push((series, sample));
            }
        }
        self.batch(world, time)?;
        for ended in pod.ended.drain(..) {
            writeln!(self.out, "{ended} stale")?;
        }
        for (series, sample) in samples {
            writeln!(self.out, "{series} {sample}")?;
        }
        Ok(())
    }

    /// The end of all series of a pod.
    fn end(&mut self, pod: &mut Pod, world: &World, time: u64) -> io::Result<()> {
        self.batch(world, time)?;
        for ended in pod.ended.drain(..).chain(pod.series.drain(..).flatten()) {
            writeln!(self.out, "{ended} stale")?;
        }
        Ok(())
    }

    /// Announces samples of a time.
    fn batch(&mut self, world: &World, time: u64) -> io::Result<()> {
        writeln!(self.out, "@ {} {}", (time + world.delay) * 1000, time * 1000)
    }

    fn declare(&mut self, series: &str) -> io::Result<usize> {
        writeln!(self.out, "s {series}")?;
        self.series += 1;
        Ok(self.series - 1)
    }
}
