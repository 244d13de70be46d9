//! Blocks full of samples, as a server has them that has run for long (`tools/prometheus/fill`).
//!
//! In: series, each with a regular past. Out: a folder for [`crate::prometheus::Setup::blocks`]. Keeps: the same series give
//! the same samples.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use serde::Serialize;

use crate::tools;

/// A series and its past. Times are seconds since 1970.
#[derive(Clone, Debug, Serialize)]
pub struct Series {
    /// Its labels, the name among them.
    pub labels: BTreeMap<String, String>,
    /// The time of the first sample.
    pub start: u64,
    /// The time after which there is none.
    pub end: u64,
    /// Seconds between two samples.
    pub step: u64,
    /// The first value; the others lie on a straight line to `last`.
    pub first: f64,
    /// The last value.
    pub last: f64,
    /// By how much a value may be off that line.
    pub noise: f64,
}

/// Writes blocks of `series` into `folder`. `None`, with a note, when the tool has not been built.
///
/// # Errors
/// Those of pipes, and when the tool fails; its own words go to standard error.
pub fn blocks(series: impl IntoIterator<Item = Series>, folder: &Path) -> io::Result<Option<()>> {
    let Some(tool) = tools::fill() else { return Ok(None) };
    let mut child = Command::new(tool).arg(folder).stdin(Stdio::piped()).spawn()?;
    let Some(stdin) = child.stdin.take() else { return Err(io::Error::other("the tool has no input")) };
    let mut lines = BufWriter::new(stdin);
    for one in series {
        serde_json::to_writer(&mut lines, &one)?;
        lines.write_all(b"\n")?;
    }
    lines.flush()?;
    drop(lines); // the tool begins when it has read everything
    let status = child.wait()?;
    if !status.success() {
        return Err(io::Error::other(format!(
            "the tool that fills blocks ended with {status}; its words are above"
        )));
    }
    Ok(Some(()))
}
