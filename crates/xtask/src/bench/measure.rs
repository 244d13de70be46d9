//! What a process used, and what copying a tree costs.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use wait4::Wait4 as _;

/// What one run of a program used.
pub(super) struct Usage {
    pub(super) wall: Duration,
    /// User and system time of all its threads.
    pub(super) cpu: Duration,
    /// Bytes. Never below the few megabytes of this program, whose memory the new process shares at first.
    pub(super) peak_memory: u64,
}

/// Runs a program to its end, which must be a success.
pub(super) fn usage(command: &mut Command) -> Result<Usage> {
    let program = command.get_program().to_owned();
    let start = Instant::now();
    let mut child = command.spawn().with_context(|| format!("cannot start {}", program.display()))?;
    let used = child.wait4()?;
    let wall = start.elapsed();
    if !used.status.success() {
        bail!("`{}` failed ({})", program.display(), used.status);
    }
    Ok(Usage { wall, cpu: used.rusage.utime + used.rusage.stime, peak_memory: used.rusage.maxrss })
}

/// Copies all files below `from` to `to`, which exists; returns how many bytes and how long it took.
pub(super) fn copy_tree(from: &Path, to: &Path) -> Result<(u64, Duration)> {
    let start = Instant::now();
    let mut bytes = 0;
    let mut folders = vec![(from.to_owned(), to.to_owned())];
    while let Some((from, to)) = folders.pop() {
        for entry in fs::read_dir(&from)? {
            let entry = entry?;
            let target = to.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                fs::create_dir(&target)?;
                folders.push((entry.path(), target));
            } else {
                bytes += fs::copy(entry.path(), target)?;
            }
        }
    }
    Ok((bytes, start.elapsed()))
}

/// The middle and the ends of several measurements.
#[derive(Debug, PartialEq)]
pub(super) struct Spread {
    pub(super) median: f64,
    pub(super) least: f64,
    pub(super) most: f64,
}

impl Spread {
    /// Of an even number of values the median is the higher of the two in the middle; of none all are 0.
    pub(super) fn of(values: impl Iterator<Item = f64>) -> Self {
        let mut values: Vec<f64> = values.collect();
        values.sort_by(f64::total_cmp);
        let at = |index: usize| values.get(index).copied().unwrap_or_default();
        Self { median: at(values.len() / 2), least: at(0), most: at(values.len().saturating_sub(1)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spread_takes_the_middle() {
        let spread = Spread::of([3.0, 1.0, 10.0].into_iter());
        assert_eq!(spread, Spread { median: 3.0, least: 1.0, most: 10.0 });
    }
}
