//! `slo config`: which settings hold for a path, and who decides each of them.
//!
//! In: a path and the flags of the run. Out: a project file that would have the same effect, with where each line comes from
//! in a comment.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde::Serialize;

use super::besides::Besides;
use super::effective::{By, Effective, Setting};
use super::project::{NAME, Project, Projects};
use super::settings::Settings;
use super::{Ending, Stop, print};
use crate::path_error::PathError;

/// What holds where the project file does not decide, by section; a comment where that is nothing.
const BUILT_IN: &[(&str, &str)] = &[
    ("defaults", "no-traffic = \"good\""),
    ("defaults", "# sparse"),
    ("defaults", "# query-offset"),
    ("defaults", "# scrape-interval"),
    ("defaults", "# min-events"),
    ("defaults", "# owner"),
    ("defaults", "# runbook"),
    ("alerts", "# for"),
    ("alerts", "# keep-firing-for"),
    ("alerts", "per-window = false"),
    ("alerts", "tiers = \"google\""),
    ("dashboards", "format = \"json\""),
    ("dashboards", "schema = \"classic\""),
];

/// Show the settings that hold for a path
///
/// Prints them as a project file, with where each of them comes from: the command line, the nearest slo.toml at or above the
/// path, or what is built in.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A spec file or a directory
    #[arg(value_name = "PATH", default_value = ".")]
    path: PathBuf,
    #[command(flatten)]
    settings: Settings,
}

/// Runs the command.
///
/// # Errors
/// A path that is not there.
pub(super) fn run(args: &Args) -> Result<Ending, Stop> {
    fs::metadata(&args.path).map_err(|error| PathError::new("stat", &args.path, error))?;
    let mut besides = Besides::default();
    let projects = Projects::of([args.path.as_path()], &mut besides)?;
    if besides.has_errors() {
        besides.tell();
        return Ok(Ending::Problems);
    }
    let project = projects.read.first();
    print(&listing(&args.path, &Effective::new(&args.settings, project), project))
}

fn listing(path: &Path, effective: &Effective, project: Option<&Project>) -> String {
    let mut listing = Listing { project, text: String::new() };
    listing.line(&match project {
        Some(project) => format!("# {} belongs to {}", path.display(), project.path.display()),
        None => format!("# there is no {NAME} at or above {}", path.display()),
    });
    listing.line("\n[build]");
    listing
        .setting("default-slo-period", &effective.default_slo_period, |period| quoted(&period.to_string()));
    listing.optional("slo-period-windows-path", &effective.slo_period_windows_path, quoted);
    listing.setting("plugins-path", &effective.plugins_path, quoted);
    listing.setting("enable-feature", &effective.enable_feature, |features| {
        quoted(&features.iter().map(|feature| feature.name()).collect::<Vec<_>>())
    });
    listing.optional("out", &effective.out, quoted);
    listing.optional("dashboards", &effective.dashboards, quoted);
    listing.optional("format", &effective.format, name);
    listing.setting("profile", &effective.profile, name);
    listing.optional("retention", &effective.retention, |retention| quoted(&retention.to_string()));
    for (key, label) in &effective.extra_labels {
        listing.setting(&format!("extra-labels.{}", quoted(key)), label, quoted);
    }
    for section in ["defaults", "alerts", "dashboards"] {
        listing.section(section);
    }
    if let Some(project) = project {
        listing.line("\n[lints]");
        for (code, level) in project.file.levels() {
            listing.row(&format!("{} = {}", quoted(code.as_str()), quoted(level.as_str())), By::Project);
        }
        listing.line("\n[environment]");
        for row in project.file.facts() {
            listing.row(&row, By::Project);
        }
    }
    listing.text
}

struct Listing<'p> {
    project: Option<&'p Project>,
    text: String,
}

impl Listing<'_> {
    fn line(&mut self, line: &str) {
        self.text += line;
        self.text.push('\n');
    }

    /// What only the project file can decide, and what holds where it does not.
    fn section(&mut self, name: &str) {
        let key = |row: &str| row.trim_start_matches("# ").split(" = ").next().map(str::to_owned);
        let mut decided = self.project.map(|project| project.lines(name)).unwrap_or_default();
        let mut rows = Vec::new();
        for (_, built_in) in BUILT_IN.iter().filter(|(section, _)| *section == name) {
            let at = decided.iter().position(|row| key(row) == key(built_in));
            rows.push(match at {
                Some(at) => (decided.remove(at), By::Project),
                None => ((*built_in).to_owned(), By::Default),
            });
        }
        rows.extend(decided.into_iter().map(|row| (row, By::Project)));
        if !rows.is_empty() {
            self.line(&format!("\n[{name}]"));
        }
        for (row, by) in rows {
            self.row(&row, by);
        }
    }

    fn row(&mut self, row: &str, by: By) {
        let by = match (by, self.project) {
            (By::Default, _) => "built in".to_owned(),
            (By::Flag, _) => "command line".to_owned(),
            (By::Project, project) => {
                project.map_or_else(String::new, |project| project.path.display().to_string())
            }
        };
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{row:50} # {by}");
    }

    fn setting<T>(&mut self, key: &str, setting: &Setting<T>, show: impl Fn(&T) -> String) {
        self.row(&format!("{key} = {}", show(&setting.value)), setting.by);
    }

    /// What nobody decides has no value, so its line is a comment.
    fn optional<T>(&mut self, key: &str, setting: &Setting<Option<T>>, show: impl Fn(&T) -> String) {
        match &setting.value {
            Some(value) => self.row(&format!("{key} = {}", show(value)), setting.by),
            None => self.row(&format!("# {key}"), setting.by),
        }
    }
}

/// The value as TOML writes it; texts and lists of texts are written as in JSON.
fn quoted<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// The quoted name of one of a few values.
fn name(value: &impl ValueEnum) -> String {
    value.to_possible_value().map(|value| quoted(value.get_name())).unwrap_or_default()
}
