//! Which front end reads a document.
//!
//! In: the text of a document. Out: its [`SpecKind`], or nothing. Keeps: Sloth's rule to the letter, which looks at lines, not
//! at YAML. What almost matched is explained in [`super::kind_help`].

use std::fmt;

/// The kinds of spec.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SpecKind {
    /// Sloth's own format, `version: prometheus/v1`.
    Sloth,
    /// The Kubernetes custom resource `PrometheusServiceLevel`.
    ServiceLevel,
    /// OpenSLO v1alpha.
    OpenSlo,
}

impl fmt::Display for SpecKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sloth => "prometheus/v1",
            Self::ServiceLevel => "PrometheusServiceLevel",
            Self::OpenSlo => "OpenSLO",
        })
    }
}

/// The kind of a document. The order matters: a text with the lines of several kinds is of the first.
pub(crate) fn detect(piece: &[u8]) -> Option<SpecKind> {
    let [mut level_kind, mut level_version, mut slo_kind, mut slo_version] = [false; 4];
    let mut rest = piece;
    while !rest.is_empty() {
        let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let (line, tail) = rest.split_at_checked(end).unwrap_or((rest, &[]));
        rest = tail.get(1..).unwrap_or_default();
        match line.first() {
            Some(b'v') if is_version(line) => return Some(SpecKind::Sloth),
            Some(b'k') => {
                level_kind |= is_field(line, b"kind:", |value| value == b"PrometheusServiceLevel");
                slo_kind |= is_field(line, b"kind:", |value| value == b"SLO");
            }
            Some(b'a') => {
                level_version |= is_field(line, b"apiVersion:", is_sloth_group);
                slo_version |= is_field(line, b"apiVersion:", |value| value == b"openslo/v1alpha");
            }
            _ => {}
        }
    }
    if level_kind && level_version {
        Some(SpecKind::ServiceLevel)
    } else {
        (slo_kind && slo_version).then_some(SpecKind::OpenSlo)
    }
}

/// A carriage return may stand behind the version, before the spaces, so files with CRLF line ends are native specs.
fn is_version(line: &[u8]) -> bool {
    let Some(line) = line.strip_prefix(b"version:") else { return false };
    let line = trim_spaces_end(line);
    is_field(line.strip_suffix(b"\r").unwrap_or(line), b"", |value| value == b"prometheus/v1")
        && !line.ends_with(b" \r")
}

/// `sloth.slok.dev/v1`, where any characters may stand for the dots.
fn is_sloth_group(value: &[u8]) -> bool {
    let pattern = b"sloth.slok.dev/v1";
    let text = std::str::from_utf8(value).unwrap_or_default();
    text.chars().count() == pattern.len()
        && text
            .chars()
            .zip(pattern)
            .all(|(found, expected)| *expected == b'.' || found == char::from(*expected))
}

/// Whether the line is `name`, one space or more, a value that passes, in quotes or not, and spaces.
fn is_field(line: &[u8], name: &[u8], passes: impl Fn(&[u8]) -> bool) -> bool {
    let Some(value) = line.strip_prefix(name).and_then(|rest| rest.strip_prefix(b" ")) else { return false };
    let start = value.iter().take_while(|byte| **byte == b' ').count();
    let value = trim_spaces_end(value.get(start..).unwrap_or_default());
    // The quotes need not match: that is for the YAML reader to say.
    let quote = |byte: Option<&u8>| matches!(byte, Some(b'"' | b'\''));
    let value = if quote(value.first()) { value.get(1..).unwrap_or_default() } else { value };
    passes(value) || quote(value.last()) && passes(value.get(..value.len() - 1).unwrap_or_default())
}

fn trim_spaces_end(line: &[u8]) -> &[u8] {
    let spaces = line.iter().rev().take_while(|byte| **byte == b' ').count();
    line.get(..line.len() - spaces).unwrap_or_default()
}
