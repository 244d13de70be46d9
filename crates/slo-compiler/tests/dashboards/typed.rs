//! Dashboards are what Grafana's published types say, which the TypeScript compiler checks.
//!
//! The same program holds dashboards that are wrong in one place each, behind comments by which the compiler must find them wrong:
//! types that let anything pass would fail here.

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use slo_compiler::dashboard::{self, Settings};
use slo_compiler::emit::grafana::{self, Schema};
use slo_compiler::rules::Profile;
use slo_testkit::{repo, tools};

use crate::specs::{PLAIN, corpus, dashboards, settings};

/// JSON knows no enumerations, only the values that they stand for.
const HEAD: &str = r#"import type { Dashboard } from "@grafana/schema";
import type { AnnotationQuery, DataQuery } from "@grafana/schema";
import type { Dataquery } from "@grafana/grafana-foundation-sdk/prometheus";
import type { Spec } from "@grafana/schema/apis/dashboard.grafana.app/v2beta1";

type Json<T> = T extends string ? `${T}`
    : T extends (infer Item)[] ? Json<Item>[]
    : T extends DataQuery ? (DataQuery extends T ? Plain<Omit<Dataquery, "_implementsDataqueryVariant">> : Plain<T>)
    : T extends AnnotationQuery ? Plain<T> & OfPrometheus
    : T extends { matcher: unknown; properties: unknown } ? Plain<T> & { __systemRef?: "hideSeriesFrom" }
    : T extends object ? Plain<T>
    : T;
// What the editor of Prometheus keeps beside the query of an annotation.
type OfPrometheus = { expr: string; step: string; titleFormat: string; useValueForTime: boolean };
// Of a panel's queries the schema of dashboards says nothing but that they are objects.
type Plain<T> = { [Key in keyof T]: Key extends "targets" ? Plain<Omit<Dataquery, "_implementsDataqueryVariant">>[] : Json<T[Key]> };
type V2 = { apiVersion: string; kind: "Dashboard"; metadata: { name: string }; spec: Json<Spec> };
"#;

/// A schema, and for places of a dashboard's text what must not stand there.
type Wrong = (Schema, &'static [(&'static str, fn() -> Value)]);

const WRONG: [Wrong; 2] = [
    (
        Schema::Classic,
        &[
            ("/schemaVersion", || json!("42")),
            ("/graphTooltip", || json!("crosshair")),
            ("/panels/0/gridPos/w", || json!("12")),
            ("/panels/0/fieldConfig/defaults/noValue", || json!(0)),
            ("/panels/0/fieldConfig/defaults/thresholds/mode", || json!("relative")),
            ("/panels/0/targets/0/instant", || json!("true")),
            ("/templating/list/0/hide", || json!("never")),
            ("/panel", || json!([])),
        ],
    ),
    (
        Schema::V2,
        &[
            ("/spec/cursorSync", || json!("On")),
            ("/spec/elements/panel-1/kind", || json!("Panels")),
            ("/spec/elements/panel-1/spec/vizConfig/spec/fieldConfig/defaults/noValue", || json!(0)),
            ("/spec/elements/panel-1/spec/data/spec/queryOptions/maxDataPoints", || json!("300")),
            ("/spec/layout/spec/rows/0/spec/collapse", || json!("no")),
            ("/spec/variables/0/kind", || json!("Variable")),
            ("/spec/panels", || json!([])),
        ],
    ),
];

#[test]
fn dashboards_have_the_types_that_grafana_publishes() {
    let Some(packages) = packages() else { return };
    let mut program = HEAD.to_owned();
    let mut count = 0;
    // One compiler run over the whole corpus would take minutes and find nothing more.
    for (_, compiled) in corpus().filter(|(name, _)| name.contains("/examples/features/")) {
        for settings in [Settings::default(), settings()] {
            for dashboard in dashboard::all(compiled.slos(), &settings) {
                let [classic, v2] =
                    [Schema::Classic, Schema::V2].map(|schema| grafana::json(&dashboard, schema));
                writeln!(program, "export const classic{count}: Json<Dashboard> = {classic};").unwrap();
                writeln!(program, "export const v2_{count}: V2 = {v2};").unwrap();
                count += 1;
            }
        }
    }
    assert!(count > 40, "{count} dashboards");
    program += &wrong_ones();
    let (is_right, said) = checked(&packages, &program);
    assert!(is_right, "{}", said.lines().take(30).map(|line| shown(line, &program)).collect::<String>());
}

/// Dashboards that the compiler must find wrong: a line each, because its comment is about the next line alone.
fn wrong_ones() -> String {
    let overview = &dashboards(PLAIN, Profile::Native)[0];
    let mut text = String::new();
    for (schema, places) in WRONG {
        let kind = if schema == Schema::Classic { "Json<Dashboard>" } else { "V2" };
        let right: Value = serde_json::from_str(&grafana::json(overview, schema)).unwrap();
        writeln!(text, "export const right_{schema:?}: {kind} = {right};").unwrap();
        for (number, (place, value)) in places.iter().enumerate() {
            let mut wrong = right.clone();
            let (parent, key) = place.rsplit_once('/').unwrap();
            let parent = wrong.pointer_mut(parent).unwrap_or_else(|| panic!("{place} is nowhere"));
            parent.as_object_mut().unwrap().insert(key.to_owned(), value());
            writeln!(
                text,
                "// @ts-expect-error {place}\nexport const wrong_{schema:?}_{number}: {kind} = {wrong};"
            )
            .unwrap();
        }
    }
    text
}

/// The folder of the packages; `None`, with a note, where they are not installed.
#[allow(clippy::print_stderr, reason = "the note of a skipped test")]
fn packages() -> Option<PathBuf> {
    let packages = repo::root().join("tools/grafana-types/node_modules");
    let needed = ["typescript/bin/tsc", "@grafana/schema", "@grafana/grafana-foundation-sdk"];
    let missing = needed.iter().find(|name| !packages.join(name).exists());
    let node = Command::new("node").arg("--version").output().is_ok_and(|output| output.status.success());
    let problem = match missing {
        Some(package) => format!("{package} is not installed in {}", packages.display()),
        None if !node => "there is no Node".to_owned(),
        None => return Some(packages),
    };
    assert!(!tools::required(), "{problem}, and CI is set: run `cargo xtask test`");
    eprintln!(
        "note: dashboards were not checked against Grafana's types: {problem}; `cargo xtask test` installs what it can"
    );
    None
}

/// A message of the compiler, such as `check.ts(12,1): error …`, with the line of the program that it is about.
fn shown(message: &str, program: &str) -> String {
    let number =
        message.split_once(".ts(").and_then(|(_, rest)| rest.split(',').next()?.parse::<usize>().ok());
    let line = number.and_then(|number| program.lines().nth(number.checked_sub(1)?)).unwrap_or_default();
    let line: String = line.chars().take(120).collect();
    format!("{message}\n  {line}\n")
}

/// Whether the TypeScript compiler finds nothing wrong with `program`, and what it says.
fn checked(packages: &Path, program: &str) -> (bool, String) {
    // Packages are looked for beside the file and in the folders around it, and nowhere else by what they export.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    symlink(packages, folder.path().join("node_modules")).unwrap();
    fs::write(folder.path().join("check.ts"), program).unwrap();
    let project = folder.path().join("tsconfig.json");
    let options = json!({
        "compilerOptions": {
            "strict": true, "noEmit": true, "skipLibCheck": true, "target": "es2022", "types": [],
            "module": "esnext", "moduleResolution": "bundler",
        },
        "files": ["check.ts"],
    });
    fs::write(&project, options.to_string()).unwrap();
    let mut compiler = Command::new("node");
    compiler.arg(packages.join("typescript/bin/tsc")).args(["--pretty", "false", "--project"]).arg(&project);
    let output = compiler.output().unwrap();
    (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
}
