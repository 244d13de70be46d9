//! Why a document is of no known kind: usually it almost is.

use std::borrow::Cow;

use crate::diagnostic::Span;

/// What to tell about a document of no known kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Explanation {
    pub(crate) message: String,
    pub(crate) help: String,
    /// The line that decided it, within the piece.
    pub(crate) span: Span,
}

/// The fields that say what a document is.
const FIELDS: [&str; 3] = ["version", "apiVersion", "kind"];

const KNOWN: &str = "a spec has the line `version: prometheus/v1`, or `apiVersion: sloth.slok.dev/v1` with \
                     `kind: PrometheusServiceLevel`, or `apiVersion: openslo/v1alpha` with `kind: SLO`";

const OPENSLO: &str =
    "of OpenSLO, `kind: SLO` of `apiVersion: openslo/v1alpha` is read, with `ratioMetrics` and `target`";

/// Explains a document that [`super::kind::detect`] does not know.
pub(crate) fn explain(piece: &[u8]) -> Explanation {
    if let [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] = piece {
        let (message, help) = ("the file is not UTF-8, but UTF-16".to_owned(), "save it as UTF-8".to_owned());
        return Explanation { message, help, span: Span::new(0, 2) };
    }
    let near = lines(piece).find_map(|(span, line)| Some((span, near_miss(&line)?)));
    if let Some((span, (message, help))) = near {
        return Explanation { message, help, span };
    }
    let (span, first) = lines(piece).find(|(_, line)| !line.trim().is_empty()).unwrap_or_default();
    let message = whole(piece, &first);
    // Who has another version of OpenSLO knows what it is.
    let help = if message.contains("`apiVersion: openslo/") { OPENSLO } else { KNOWN };
    Explanation { message, help: help.to_owned(), span }
}

/// A line that names a kind in a way that is not seen.
fn near_miss(line: &str) -> Option<(String, String)> {
    let bare = line.trim_start_matches('\u{FEFF}').trim_start();
    let (name, value) = bare.split_once(':')?;
    let field = FIELDS.into_iter().find(|field| name.trim_matches(['"', '\'', ' ']) == *field)?;
    let bare_value = value.split(" #").next().unwrap_or_default();
    let word = bare_value.trim().trim_end_matches(',').trim_matches(['"', '\'']);
    let known = match field {
        "version" => word == "prometheus/v1",
        "kind" => matches!(word, "PrometheusServiceLevel" | "SLO"),
        _ => matches!(word, "sloth.slok.dev/v1" | "openslo/v1alpha"),
    };
    let line_end = if value.ends_with('\r') { "\r" } else { "" };
    let (problem, help) = if !known {
        return None;
    } else if line.starts_with('\u{FEFF}') {
        ("a byte order mark stands before it", "save the file as UTF-8 without a byte order mark".to_owned())
    } else if bare.len() != line.len() {
        ("it is indented", format!("write `{field}: {word}` at the start of the line"))
    } else if name != field {
        ("the key is in quotes", format!("write `{field}: {word}`"))
    } else if bare_value.len() != value.len() {
        ("a comment follows it", "move the comment to a line of its own".to_owned())
    } else if value.starts_with('\t') || value.trim_end_matches([' ', '\r', '\n']).ends_with('\t') {
        ("it has a tab", format!("write `{field}: {word}` with spaces only"))
    } else if field != "version" && line_end == "\r" {
        ("the line ends with a carriage return", "save the file with Unix line ends (LF)".to_owned())
    } else if value.ends_with(" \r") {
        ("a space stands before the carriage return", "remove the space at the end of the line".to_owned())
    } else {
        return None;
    };
    Some((format!("`{field}: {word}` is not recognised, because {problem}"), help))
}

/// The document as a whole, when no line of it comes near.
fn whole(piece: &[u8], first: &str) -> String {
    let value = |name: &str| {
        let of = |line: &str| {
            let value = line.strip_prefix(name)?.strip_prefix(':')?.split(" #").next()?;
            Some(value.trim().trim_matches(['"', '\'']).chars().take(60).collect::<String>())
        };
        lines(piece).find_map(|(_, line)| of(&line))
    };
    match (value("version"), value("apiVersion"), value("kind")) {
        (_, Some(api), Some(kind)) => {
            format!("no spec of an SLO: `kind: {kind}` of `apiVersion: {api}` is not known")
        }
        (Some(version), ..) => format!("no spec of an SLO: `version: {version}` is not known"),
        _ if first.starts_with('%') => {
            "a YAML directive stands where a spec of an SLO is expected".to_owned()
        }
        _ if first.starts_with('{') => {
            "no spec of an SLO: the document is JSON, or begins like it".to_owned()
        }
        _ if lines(piece).all(|(_, line)| line.trim().is_empty() || line.trim_start().starts_with('#')) => {
            "the document holds only indented comments, which make it a document".to_owned()
        }
        _ => "no spec of an SLO: the document does not say what it is".to_owned(),
    }
}

/// The lines of a text, without their line feeds, and where they stand.
fn lines(piece: &[u8]) -> impl Iterator<Item = (Span, Cow<'_, str>)> {
    piece.split(|byte| *byte == b'\n').scan(0, |start, line| {
        let span = Span::new(*start, *start + line.len());
        *start = span.end + 1;
        Some((span, String::from_utf8_lossy(line)))
    })
}
