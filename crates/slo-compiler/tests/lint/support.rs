//! Running lints on a text, and showing what they find.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use slo_compiler::diagnostic::{Code, Diagnostic, Span, fix};
use slo_compiler::{LintOptions, Options, Source, compile, lint_across};

/// Every diagnostic of a file, those across its documents included.
pub(crate) fn diagnostics(name: &str, text: &str, options: &Options) -> Vec<Diagnostic> {
    let source = Source::new(name, text.as_bytes());
    let outcome = compile(&source, options);
    let mut list: Vec<Diagnostic> = outcome.diagnostics.into_iter().collect();
    if let Some(compiled) = &outcome.compiled {
        let across = lint_across(&[(&source, compiled)], &options.lints);
        list.extend(across.into_iter().map(|entry| entry.diagnostic));
    }
    list
}

/// Options with lints, as the first line of the text wants them.
pub(crate) fn options(text: &str) -> Options {
    let mut options = Options::default();
    options.lints = LintOptions::default();
    let wanted = text.lines().next().and_then(|line| line.strip_prefix("# options:")).unwrap_or_default();
    for word in wanted.split_whitespace() {
        match word.split_once('=') {
            None if word == "gitops" => options.lints.gitops = true,
            Some(("requests_per_second", rate)) => {
                options.lints.requests_per_second = Some(rate.parse().unwrap());
            }
            _ => panic!("unknown option {word}"),
        }
    }
    options
}

/// The findings of `code`, one after the other: place, message, the bytes it is about, help, fix.
pub(crate) fn show(text: &str, found: &[Diagnostic]) -> String {
    let mut out = String::new();
    for diagnostic in found {
        let span = diagnostic.span.unwrap();
        let _ = writeln!(out, "{} {}: {}", position(text, span), diagnostic.severity, diagnostic.message);
        for line in text[span.range()].lines() {
            let _ = writeln!(out, "  | {line}");
        }
        if let Some(help) = &diagnostic.help {
            let _ = writeln!(out, "  help: {help}");
        }
        if let Some(fix) = &diagnostic.fix {
            let _ = writeln!(out, "  fix: {}", fix.title);
            let fixed = fix::apply(text, &fix.edits);
            for line in fixed.lines().filter(|line| !text.lines().any(|before| before == *line)) {
                let _ = writeln!(out, "  + {}", line.trim_start());
            }
        }
    }
    out
}

fn position(text: &str, span: Span) -> String {
    let before = &text[..span.start];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    format!("{line}:{column}")
}

/// The folder of the cases.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lint")
}

/// What is in a folder, sorted.
pub(crate) fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// The lints with a folder of cases: all but none.
pub(crate) fn lints() -> impl Iterator<Item = Code> {
    Code::ALL.iter().copied().filter(|code| slo_compiler::lint::is_lint(*code))
}
