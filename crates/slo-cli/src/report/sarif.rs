//! Problems as SARIF 2.1.0, for GitHub code scanning, Azure DevOps and editors.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>; numbers in comments are its sections. Rules are the
//! codes that occur, with their documentation page as help. Structs of our own: the crate for the whole format generates
//! its types from the JSON Schema at build time, which costs more than these few.

mod change;

use std::collections::BTreeSet;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use slo_compiler::diagnostic::{Code, Diagnostic, Severity};

use self::change::Change;
use super::{FileReport, Region as Place};
use crate::pages;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What a path in a URI may not hold as it is (RFC 3986, `pchar` without `:`, which a scheme would end with, and `/`).
const NOT_IN_PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    /// §3.14.17: what a column is.
    column_kind: &'static str,
    results: Vec<Finding>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    information_uri: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    short_description: Text,
    help: Text,
    help_uri: String,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Text {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    markdown: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Text,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Change>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<LogicalLocation>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

/// §3.30: the same characters twice, as text and as bytes.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
    byte_offset: usize,
    byte_length: usize,
}

/// §3.33: the SLO, or the field of the spec.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation {
    fully_qualified_name: String,
    kind: &'static str,
}

pub(super) fn render(files: &[FileReport<'_>]) -> String {
    let found = files.iter().flat_map(|file| file.diagnostics.iter());
    let codes: BTreeSet<Code> = found.map(|diagnostic| diagnostic.code).collect();
    let codes: Vec<Code> = codes.into_iter().collect();
    let mut results = Vec::new();
    for file in files {
        results
            .extend(file.located().map(|(found, place)| finding(file.path, found, place.as_ref(), &codes)));
    }
    let driver = Driver {
        name: "slo",
        version: env!("CARGO_PKG_VERSION"),
        semantic_version: env!("CARGO_PKG_VERSION"),
        information_uri: "https://github.com/slo-compiler/slo-compiler",
        rules: codes.iter().map(|code| rule(*code)).collect(),
    };
    let run = Run { tool: Tool { driver }, column_kind: "unicodeCodePoints", results };
    let log = Log { schema: SCHEMA, version: "2.1.0", runs: [run] };
    // Writing strings and numbers to memory cannot fail.
    serde_json::to_string_pretty(&log).map(|text| text + "\n").unwrap_or_default()
}

fn rule(code: Code) -> Rule {
    let text = format!("{} See {}", code.summary(), code.doc_url());
    Rule {
        id: code.as_str(),
        short_description: Text { text: code.summary().to_owned(), markdown: None },
        help: Text { text, markdown: pages::page(code) },
        help_uri: code.doc_url(),
        default_configuration: Configuration { level: level(code.severity()) },
    }
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn finding(path: &str, diagnostic: &Diagnostic, place: Option<&Place>, rules: &[Code]) -> Finding {
    let text = match &diagnostic.help {
        Some(help) => format!("{}\nHelp: {help}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    let slo = diagnostic
        .slo
        .iter()
        .map(|slo| LogicalLocation { fully_qualified_name: slo.clone(), kind: "object" });
    let field = diagnostic.field().map(ToString::to_string).filter(|field| !field.is_empty());
    let field = field.map(|field| LogicalLocation { fully_qualified_name: field, kind: "member" });
    Finding {
        rule_id: diagnostic.code.as_str(),
        rule_index: rules.iter().position(|code| *code == diagnostic.code).unwrap_or_default(),
        level: level(diagnostic.severity),
        message: Text { text, markdown: None },
        locations: [Location {
            physical_location: PhysicalLocation {
                artifact_location: ArtifactLocation { uri: uri(path) },
                region: place.map(region),
            },
            logical_locations: slo.chain(field).collect(),
        }],
        fixes: diagnostic.fix.iter().filter_map(|fix| Change::new(uri(path), fix)).collect(),
    }
}

fn region(place: &Place) -> Region {
    Region {
        start_line: place.start.line,
        start_column: place.start.column,
        end_line: place.end.line,
        end_column: place.end.column,
        byte_offset: place.bytes.start,
        byte_length: place.bytes.len(),
    }
}

/// A relative path stays relative, so that the reader can find it in a checkout; an absolute one becomes a `file` URI.
fn uri(path: &str) -> String {
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    let encoded = utf8_percent_encode(path.strip_prefix("./").unwrap_or(&path), NOT_IN_PATH).to_string();
    match path.as_bytes() {
        [b'/', ..] => format!("file://{encoded}"),
        [_, b':', b'/', ..] if cfg!(windows) => format!("file:///{encoded}"),
        _ => encoded,
    }
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_become_uri_references() {
        assert_eq!(uri("./a b/c:d#ü.yml"), "a%20b/c%3Ad%23%C3%BC.yml");
        assert_eq!(uri("/etc/slo.yml"), "file:///etc/slo.yml");
    }
}
