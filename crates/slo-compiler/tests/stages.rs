//! What each stage of the pipeline makes of each example: a new file in `examples` is a new set of snapshots.
#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use slo_compiler::diagnostic::{Diagnostics, Severity};
use slo_compiler::model::{Labels, Query, Sli, Slo};
use slo_compiler::plan::plan;
use slo_compiler::rules::Profile;
use slo_compiler::{Options, Source, compile, lower, spec};
use slo_testkit::repo;

/// The specs of `examples`, without alert windows and other objects of the cluster.
fn examples() -> Vec<PathBuf> {
    let root = repo::root().join("examples");
    let mut specs = vec![root.join("getting-started.yml")];
    for folder in ["features", "flux-platform/slos/specs"] {
        let entries = fs::read_dir(root.join(folder)).unwrap();
        specs.extend(entries.map(|entry| entry.unwrap().path()));
    }
    specs.sort();
    specs
}

/// The options with which an example is meant to be compiled.
fn options(path: &Path) -> Options {
    let mut options = Options::default();
    options.profile = Profile::Native;
    if path.ends_with("custom-period.yml") {
        let folder = repo::root().join("examples/windows");
        let files = ["28d.yml", "7d.yml"].map(|name| Source::new(name, fs::read(folder.join(name)).unwrap()));
        options.windows = lower::windows(&files).unwrap().0;
    }
    options
}

#[test]
fn examples_are_compiled_as_before() {
    for path in examples() {
        let name = path.strip_prefix(repo::root().join("examples")).unwrap().with_extension("");
        let name = name.to_string_lossy().replace(['/', '.'], "-");
        let source = Source::new(name.as_str(), fs::read(&path).unwrap());
        let options = options(&path);
        let (specs, models) = front(&source, &options);
        let outcome = compile(&source, &options);
        let problems: Vec<_> =
            outcome.diagnostics.iter().filter(|found| found.severity != Severity::Info).collect();
        assert!(problems.is_empty(), "{}: {problems:?}", path.display());
        let compiled = outcome.compiled.unwrap();
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(repo::root().join("snapshots"));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| {
            insta::assert_snapshot!(format!("{name}.1-spec"), specs);
            insta::assert_snapshot!(format!("{name}.2-model"), models);
            insta::assert_snapshot!(format!("{name}.3-rules"), compiled.to_prometheus());
            insta::assert_snapshot!(format!("{name}.4-objects"), compiled.to_prometheus_operator());
        });
    }
}

#[test]
fn prometheus_loads_the_rules_of_the_examples() {
    let Some(promtool) = slo_testkit::tools::promtool() else { return };
    let rules = examples().into_iter().map(|path| {
        let source = Source::new("example", fs::read(&path).unwrap());
        (path.display().to_string(), compile(&source, &options(&path)).compiled.unwrap().to_prometheus())
    });
    assert_eq!(promtool.check_all(rules), []);
}

/// What the stages before the rules make of `source`.
fn front(source: &Source, options: &Options) -> (String, String) {
    let mut found = Diagnostics::default();
    let (mut specs, mut models) = (String::new(), String::new());
    for document in spec::read(source, &mut found) {
        let spec = document.spec.as_ref().unwrap();
        writeln!(specs, "{}", without_empty(&format!("{spec:#?}"))).unwrap();
        let group = lower::group(spec, options, &mut found);
        for draft in group.drafts() {
            let (slo, chain) = group.slo(draft, options, &mut found).unwrap();
            describe(&slo, &mut models);
            writeln!(models, "{:#?}\n{chain:#?}", plan(&slo)).unwrap();
        }
    }
    (specs, models)
}

/// The fields that hold something: most are empty in most specs.
fn without_empty(debug: &str) -> String {
    const EMPTY: [&str; 6] = [": None,", ": \"\",", ": {},", ": [],", ": false,", ": 0.0,"];
    let mut lines: Vec<&str> = Vec::new();
    for line in debug.lines().filter(|line| !EMPTY.iter().any(|empty| line.ends_with(empty))) {
        let opens = lines.last().is_some_and(|before| before.ends_with(" {"));
        if opens && line.trim_start().starts_with('}') {
            lines.pop();
        } else {
            lines.push(line);
        }
    }
    lines.join("\n")
}

/// An SLO, with its queries as they are written.
fn describe(slo: &Slo, out: &mut String) {
    let Slo { id, objective, period, .. } = slo;
    writeln!(out, "{id}: {} % over {period}", objective.percent()).unwrap();
    let list = |labels: &Labels| {
        labels.iter().fold(String::new(), |text, (name, value)| text + "\n    " + name + ": " + value)
    };
    writeln!(out, "  labels:{}", list(&slo.labels)).unwrap();
    let queries: Vec<(&str, &Query)> = match slo.sli.as_ref().unwrap() {
        Sli::Events { bad, total } => vec![("bad", bad), ("total", total)],
        Sli::Raw { error_ratio } => vec![("error ratio", error_ratio)],
    };
    for (role, query) in queries {
        writeln!(out, "  {role}: {}\n    as {}", query.text().trim(), query.expr().unwrap()).unwrap();
    }
    for (severity, alert) in [("page", &slo.page), ("ticket", &slo.ticket)] {
        match alert {
            None => writeln!(out, "  {severity}: disabled"),
            Some(alert) => writeln!(
                out,
                "  {severity}: {}\n   labels:{}\n   annotations:{}",
                alert.name,
                list(&alert.labels),
                list(&alert.annotations)
            ),
        }
        .unwrap();
    }
}
