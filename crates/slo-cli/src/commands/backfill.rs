//! `slo backfill`: a past for new rules.
//!
//! In: specs. Out: a rules file with the event rules alone, and the command with which promtool evaluates them over the
//! samples that a server holds. Keeps: nothing is sent anywhere; whoever runs the command sees what it does. No block ends
//! where a server may still have its head: at the next start it would drop what is older in the head, of every series.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use rayon::prelude::*;
use slo_compiler::Backfill;
use slo_compiler::model::Window;
use slo_compiler::rules::Profile;

use super::besides::Besides;
use super::project::Projects;
use super::review::{Review, Tell};
use super::settings::Settings;
use super::setup::{self, Setup};
use super::time::timestamp;
use super::{Ending, Stop, count, print, specs};
use crate::compile::{Emit, Work, compile_file};
use crate::output::{self, Parents, Target};
use crate::{interrupt, report, terminal};

/// How far back the head of a server can reach: blocks of two hours are cut off when it holds three, and it may be told to wait
/// some minutes with that.
const HEAD: SignedDuration = SignedDuration::from_hours(4);

/// How long promtool's blocks are. It goes from one to the next, and stops where one has no evaluation: a start in the last minutes of a
/// block would end there, without a word.
const BLOCK: i64 = 2 * 3600;

/// For how long a sample is seen: with samples farther apart, windows would have holes.
const LOOKBACK: Window = Window::minutes(5);

/// Give new rules a past
///
/// The rules of the profile native count events from the moment at which they are loaded. This writes the rules that do the
/// counting, and prints the command with which promtool evaluates them over the samples that a server already holds.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Spec files, and directories that hold spec files (.yaml, .yml)
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    /// The rules file to write
    #[arg(short, long, value_name = "FILE", default_value = "slo-backfill.yml")]
    out: PathBuf,
    /// The server whose samples are read
    #[arg(long, value_name = "URL", default_value = "http://localhost:9090")]
    url: String,
    /// When counting begins, up to 2 hours earlier; without this, the longest period of the SLOs before the end
    #[arg(long, value_name = "TIME", value_parser = timestamp)]
    start: Option<Timestamp>,
    /// When the rules were loaded, at least 4 hours ago: RFC 3339 or seconds since 1970; without this, 4 hours ago
    #[arg(long, value_name = "TIME", value_parser = timestamp)]
    end: Option<Timestamp>,
    /// The distance of the recorded samples, at most 5m
    #[arg(long, value_name = "DURATION", default_value = "2m30s", value_parser = interval)]
    eval_interval: Window,
    /// Where promtool is to put the blocks
    #[arg(long, value_name = "DIR", default_value = "slo-backfill")]
    blocks: PathBuf,
    #[command(flatten)]
    settings: Settings,
}

fn interval(text: &str) -> Result<Window, String> {
    let interval = Window::parse(text).map_err(|error| error.to_string())?;
    if interval.is_zero() || interval > LOOKBACK {
        return Err(format!("has to be above 0 and at most {LOOKBACK}: for that long a sample is seen"));
    }
    Ok(interval)
}

/// Runs the command.
///
/// # Errors
/// What keeps the run from coming to an end.
pub(super) fn run(args: &Args) -> Result<Ending, Stop> {
    let end = end(args.end, Timestamp::now())?;
    let files = specs::find(&args.paths, &[])?;
    let mut besides = Besides::default();
    let projects = Projects::of(files.iter().map(|file| file.path.as_path()), &mut besides)?;
    let setups = setup::all(&projects, &args.settings, |_| {}, &mut besides)?;
    only_native(&setups)?;
    let mut review = Review::new(Tell::Problems, besides.clone());
    let mut backfill = Backfill::default();
    if !besides.has_errors() {
        interrupt::listen();
        let compiled: Vec<_> = files
            .par_iter()
            .zip(&setups)
            .map(|(spec, setup)| compile_file(&spec.path, Work::new(&setup.options, Emit::Backfill)))
            .collect();
        if interrupt::requested() {
            return Err(Stop(Ending::Interrupted, "interrupted; nothing was written".to_owned()));
        }
        for ((spec, setup), mut result) in files.iter().zip(&setups).zip(compiled) {
            let events = result.as_mut().map(|file| std::mem::take(&mut file.backfill)).unwrap_or_default();
            if review.add(spec, setup, result) {
                backfill.extend(events);
            }
        }
    }
    review.compare_files();
    review.note();
    terminal::tell(&review.draw(report::Format::Human, terminal::stderr_style()));
    if review.has_errors() {
        terminal::error("nothing was written");
        return Ok(Ending::Problems);
    }
    write(args, end, &backfill)
}

/// The end of the blocks: as it is wanted, or the last moment that no head can reach.
fn end(wanted: Option<Timestamp>, now: Timestamp) -> Result<Timestamp, Stop> {
    let latest = now.checked_sub(HEAD).map_err(|error| Stop::usage(error.to_string()))?;
    match wanted {
        Some(wanted) if wanted > latest => Err(Stop::usage(format!(
            "`--end` ({wanted}) is less than {} hours ago: once a block reaches so far, Prometheus drops older samples of its head at the \
             next start, those of all series; wait, or leave `--end` out",
            HEAD.as_hours()
        ))),
        wanted => Ok(wanted.unwrap_or(latest)),
    }
}

/// Sloth's rules read raw series at every evaluation, so there is nothing to give them.
fn only_native(setups: &[Arc<Setup>]) -> Result<(), Stop> {
    if setups.iter().all(|setup| setup.options.profile == Profile::Native) {
        return Ok(());
    }
    Err(Stop::usage(
        "rules of the profile `sloth` read raw series at every evaluation and need no past; for those of our own add `--profile native`",
    ))
}

fn write(args: &Args, end: Timestamp, backfill: &Backfill) -> Result<Ending, Stop> {
    for id in &backfill.without {
        terminal::note(&format!(
            "{id} records no events, so it gets no past: what it computes from recorded ratios begins when its rules are loaded"
        ));
    }
    if backfill.groups.is_empty() {
        terminal::tell("no SLO records events; nothing was written\n");
        return Ok(Ending::Clean);
    }
    let start = match args.start {
        Some(start) => start,
        None => earlier(end, backfill.period)
            .ok_or_else(|| Stop::usage("the longest period goes back beyond all times: add `--start`"))?,
    };
    if start >= end {
        return Err(Stop::usage(format!("{start} is not before {end}")));
    }
    let start = begin_of_block(start);
    let staged = Target::file(&args.out, Parents::Create)?.stage(backfill.to_prometheus())?;
    output::commit(vec![staged])?;
    let counts = count(backfill.groups.len(), "SLO");
    terminal::tell(&format!(
        "{counts} → {}; to be run where promtool reaches the server, then move the blocks into its data folder:\n",
        args.out.display()
    ));
    print(&format!("{}\n", command(args, start, end)))
}

fn earlier(end: Timestamp, period: Window) -> Option<Timestamp> {
    let millis = i64::try_from(period.as_millis()).ok()?;
    end.checked_sub(SignedDuration::from_millis(millis)).ok()
}

/// When the block of `time` begins, in seconds since 1970.
fn begin_of_block(time: Timestamp) -> i64 {
    let time = time.as_second();
    time - time.rem_euclid(BLOCK)
}

/// The command, for a shell.
fn command(args: &Args, start: i64, end: Timestamp) -> String {
    let url = quoted(&args.url);
    let (blocks, out) = (quoted(&args.blocks.to_string_lossy()), quoted(&args.out.to_string_lossy()));
    format!(
        "promtool tsdb create-blocks-from rules --url={url} --start={start} --end={} --eval-interval={} --output-dir={blocks} {out}",
        end.as_second(),
        args.eval_interval,
    )
}

/// A word as a POSIX shell reads it.
fn quoted(word: &str) -> String {
    let is_plain = !word.is_empty()
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._/:@%+,=".contains(&byte));
    if is_plain { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_a_shell_would_take_them_apart() {
        assert_eq!(quoted("http://localhost:9090"), "http://localhost:9090");
        assert_eq!(quoted("a b's"), r"'a b'\''s'");
        assert_eq!(quoted(""), "''");
    }

    #[test]
    fn the_past_begins_with_a_block() {
        let begin = |seconds| begin_of_block(Timestamp::from_second(seconds).unwrap());
        assert_eq!(begin(7200 * 9), 7200 * 9);
        assert_eq!(begin(7200 * 9 + 7199), 7200 * 9);
        assert_eq!(begin(-1), -7200);
    }

    #[test]
    fn no_block_ends_where_a_head_may_be() {
        let at = |seconds| Timestamp::from_second(seconds).unwrap();
        let now = at(1_700_000_000);
        assert_eq!(end(None, now).ok(), Some(at(1_699_985_600)));
        assert_eq!(end(Some(at(1_699_985_600)), now).ok(), Some(at(1_699_985_600)));
        for late in [1_699_985_601, 1_700_000_000, 1_700_009_999] {
            assert!(end(Some(at(late)), now).is_err(), "{late}");
        }
    }
}
