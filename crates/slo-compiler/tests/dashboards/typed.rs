//! Dashboards are what Grafana's published types say, which the TypeScript compiler checks.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use slo_compiler::dashboard::{self, Settings};
use slo_compiler::emit::grafana::{Schema, json};
use slo_testkit::{repo, tools};

use crate::corpus::{PROFILES, everything, settings};

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
type Plain<T> = { [Key in keyof T]: Json<T[Key]> };
type V2 = { apiVersion: string; kind: "Dashboard"; metadata: { name: string }; spec: Json<Spec> };
"#;

#[test]
fn dashboards_have_the_types_that_grafana_publishes() {
    let folder = repo::root().join("tools/grafana-types");
    if !folder.join("node_modules/typescript").is_dir() {
        assert!(
            !tools::required(),
            "Grafana's types are not installed, and CI is set: run `cargo xtask tools`"
        );
        return;
    }
    let mut program = HEAD.to_owned();
    let mut count = 0;
    for profile in PROFILES {
        let files = everything(profile);
        // One compiler run over all of them would take minutes and find nothing more.
        for (_, compiled) in
            files.iter().filter(|(path, _)| path.components().any(|part| part.as_os_str() == "features"))
        {
            for settings in [Settings::default(), settings()] {
                for dashboard in dashboard::all(compiled.slos(), &settings) {
                    writeln!(
                        program,
                        "export const classic{count}: Json<Dashboard> = {};",
                        json(&dashboard, Schema::Classic)
                    )
                    .unwrap();
                    writeln!(program, "export const v2_{count}: V2 = {};", json(&dashboard, Schema::V2))
                        .unwrap();
                    count += 1;
                }
            }
        }
    }
    assert!(count > 40, "{count} dashboards");
    // Packages are found from the place of the file that imports them.
    let file = folder.join(format!("check-{}.ts", std::process::id()));
    fs::write(&file, program).unwrap();
    let arguments = ["--noEmit", "--strict", "--skipLibCheck", "--pretty", "false", "--target", "es2022"];
    let output = Command::new("node")
        .arg(folder.join("node_modules/typescript/bin/tsc"))
        .args(arguments)
        .args(["--module", "nodenext", "--moduleResolution", "nodenext"])
        .arg(&file)
        .output()
        .unwrap();
    fs::remove_file(&file).unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{}", text.lines().take(30).collect::<Vec<_>>().join("\n"));
}
