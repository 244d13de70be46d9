//! `promtool check rules` over texts in memory.
//!
//! In: rule files as text. Out: which of them Prometheus would refuse to load, and why. Starting promtool
//! costs more than checking a hundred files, so a loop over many outputs collects them first and asks once.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

/// A promtool binary; [`crate::tools::promtool`] finds it.
#[derive(Debug)]
pub struct Promtool {
    binary: PathBuf,
}

/// A file that promtool refused.
#[derive(Debug, PartialEq, Eq)]
pub struct Refused {
    /// The name that the caller gave to the text.
    pub name: String,
    /// promtool's own words.
    pub message: String,
}

impl Promtool {
    pub(crate) fn new(binary: PathBuf) -> Self {
        Self { binary }
    }

    /// Checks one rule file.
    ///
    /// # Errors
    /// promtool's words, when Prometheus would not load `text`.
    ///
    /// # Panics
    /// As [`Self::check_all`].
    pub fn check_rules(&self, text: &str) -> Result<(), String> {
        match self.check_all([("rules", text)]).pop() {
            None => Ok(()),
            Some(refused) => Err(refused.message),
        }
    }

    /// Checks named rule files in one run of promtool and returns the refused ones, in the given order.
    /// Refused are also a text of several documents, of which Prometheus reads only the first, and two rules
    /// of one name with the same labels, of which one overwrites the other.
    ///
    /// # Panics
    /// When promtool cannot be started, or says something that is not the report of a check.
    pub fn check_all<N, T>(&self, files: impl IntoIterator<Item = (N, T)>) -> Vec<Refused>
    where
        N: Into<String>,
        T: AsRef<str>,
    {
        let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("no temporary folder: {error}"));
        let mut names = Vec::new();
        let mut arguments = Vec::new();
        for (index, (name, text)) in files.into_iter().enumerate() {
            // Numbered, because a case's name may hold anything, and padded, to be unique in promtool's report.
            let file = format!("{index:06}.yml");
            fs::write(folder.path().join(&file), text.as_ref())
                .unwrap_or_else(|error| panic!("cannot write {file}: {error}"));
            names.push(name.into());
            arguments.push(file);
        }
        if names.is_empty() {
            return Vec::new(); // promtool without a file would read standard input
        }
        let (status, report) = self.run(folder.path(), &arguments);
        let refused = read_report(&report, &arguments, names);
        let explained = status.success() || !refused.is_empty();
        assert!(explained, "promtool ended with {status} and said:\n{report}");
        refused
    }

    /// Makes blocks, in the folder `data`, of the samples in an OpenMetrics file.
    ///
    /// # Panics
    /// When promtool refuses the file.
    pub fn create_blocks(&self, samples: &Path, data: &Path) {
        let output = Command::new(&self.binary)
            .args(["tsdb", "create-blocks-from", "--max-block-duration=1d", "openmetrics"])
            .args([samples, data])
            .output()
            .unwrap_or_else(|error| panic!("cannot run {}: {error}", self.binary.display()));
        let report = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "promtool made no blocks of {}: {report}", samples.display());
    }

    /// Writes the samples of a file, in the text format, to the server at `url`. They get the label `job`.
    pub(crate) fn push(&self, job: &str, samples: &Path, url: &str) {
        let output = Command::new(&self.binary)
            .args(["push", "metrics", "--label", &format!("job={job}"), url])
            .arg(samples)
            .output()
            .unwrap_or_else(|error| panic!("cannot run {}: {error}", self.binary.display()));
        let report = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{url} took no samples: {report}");
    }

    /// Evaluates `rules` over simulated series: `tests` is the text of a file for `promtool test rules`, without
    /// `rule_files`.
    ///
    /// # Errors
    /// promtool's words, where a test finds something else than it expects.
    ///
    /// # Panics
    /// When promtool cannot be started.
    pub fn test_rules(&self, rules: &str, tests: &str) -> Result<(), String> {
        let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("no temporary folder: {error}"));
        for (file, text) in
            [("rules.yml", rules), ("tests.yml", &format!("rule_files: [rules.yml]\n{tests}"))]
        {
            fs::write(folder.path().join(file), text)
                .unwrap_or_else(|error| panic!("cannot write {file}: {error}"));
        }
        let mut command = Command::new(&self.binary);
        let output = command.args(["test", "rules", "tests.yml"]).current_dir(folder.path()).output();
        let output = output.unwrap_or_else(|error| panic!("cannot run {}: {error}", self.binary.display()));
        let said =
            [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        if output.status.success() { Ok(()) } else { Err(said) }
    }

    /// Runs the check; standard output and error are one text, because a file's errors stand below its line.
    fn run(&self, folder: &Path, files: &[String]) -> (ExitStatus, String) {
        let start = || -> io::Result<(ExitStatus, String)> {
            let (mut reader, writer) = io::pipe()?;
            let mut child = Command::new(&self.binary)
                .args(["check", "rules", "--lint=duplicate-rules", "--lint-fatal"])
                .args(files)
                .current_dir(folder)
                .stdout(writer.try_clone()?)
                .stderr(writer)
                .spawn()?;
            let mut report = Vec::new();
            reader.read_to_end(&mut report)?;
            Ok((child.wait()?, String::from_utf8_lossy(&report).into_owned()))
        };
        start().unwrap_or_else(|error| panic!("cannot run {}: {error}", self.binary.display()))
    }
}

/// Finds each file's part of promtool's report, which begins with the line `Checking FILE`.
fn read_report(report: &str, files: &[String], names: Vec<String>) -> Vec<Refused> {
    let mut refused = Vec::new();
    let mut rest = report;
    let mut ends = files.iter().skip(1).map(|file| format!("Checking {file}\n"));
    for (file, name) in files.iter().zip(names) {
        let part = rest.strip_prefix(&format!("Checking {file}\n"));
        let part = part.unwrap_or_else(|| panic!("promtool said nothing about {name}:\n{report}"));
        let end = ends.next().and_then(|next| part.find(&next)).unwrap_or(part.len());
        let (part, next) = part.split_at(end);
        rest = next;
        // A warning that only the first document of a text was read stands before the word SUCCESS.
        if !part.starts_with("  SUCCESS: ") {
            refused.push(Refused { name, message: part.trim().to_owned() });
        }
    }
    refused
}

#[cfg(test)]
mod tests {
    const GOOD: &str = "groups: [{name: a, rules: [{record: x, expr: up}]}]";

    #[test]
    fn refused_files_are_told_from_good_ones() {
        let Some(promtool) = crate::tools::promtool() else { return };
        let twice = "groups: [{name: a, rules: [{record: x, expr: up}, {record: x, expr: up}]}]";
        let refused = promtool.check_all([
            ("good", GOOD),
            ("syntax", "groups: [{name: a, rules: [{record: x, expr: up(}]}]"),
            ("twice", twice),
            ("empty", ""),
            ("two documents", "groups: []\n---\ngroups: []\n"),
            ("good at the end", GOOD),
        ]);
        let names: Vec<&str> = refused.iter().map(|refused| refused.name.as_str()).collect();
        assert_eq!(names, ["syntax", "twice", "two documents"]);
        assert!(refused[0].message.contains("unclosed left parenthesis"), "{}", refused[0].message);
        assert!(refused[1].message.contains("1 duplicate rule(s) found"), "{}", refused[1].message);
    }

    #[test]
    fn rules_are_evaluated_over_simulated_series() {
        let Some(promtool) = crate::tools::promtool() else { return };
        let rules = "groups: [{name: a, rules: [{record: x, expr: up * 2}]}]";
        let tests = |value| {
            format!(
                "tests: [{{interval: 1m, input_series: [{{series: up, values: 1x5}}], promql_expr_test: \
                 [{{expr: x, eval_time: 2m, exp_samples: [{{labels: x, value: {value}}}]}}]}}]"
            )
        };
        assert_eq!(promtool.test_rules(rules, &tests(2)), Ok(()));
        assert!(promtool.test_rules(rules, &tests(3)).unwrap_err().contains("got"));
    }

    #[test]
    fn one_text_is_checked_alone() {
        let Some(promtool) = crate::tools::promtool() else { return };
        assert_eq!(promtool.check_rules(GOOD), Ok(()));
        assert!(promtool.check_rules("groups: 1").is_err());
    }
}
