//! Sloth's log on standard error, in its three formats.
//!
//! In: a level, a message and fields. Out: one line. Scripts read these lines, so fields keep their names and order.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::time::Instant;

use serde_json::Value;

use super::args::Values;

/// What a record says besides its message; written in the order of the keys.
type Fields = BTreeMap<String, Value>;

/// How a record is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    /// With colours, whether or not anybody sees them.
    Coloured,
    /// `key=value` with a time.
    Plain,
    /// One object a line.
    Json,
}

/// How much a record matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Debug,
    Info,
    Warning,
    Error,
}

impl Level {
    const fn name(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// Four letters and the number of a colour.
    const fn mark(self) -> (&'static str, u8) {
        match self {
            Self::Debug => ("DEBU", 37),
            Self::Info => ("INFO", 36),
            Self::Warning => ("WARN", 33),
            Self::Error => ("ERRO", 31),
        }
    }
}

/// The log of a run.
#[derive(Debug)]
pub(super) struct Log {
    format: Format,
    /// The lowest level that is written; `None` if nothing is.
    lowest: Option<Level>,
    start: Instant,
    /// Fields of every record.
    common: Fields,
}

impl Log {
    /// As the global flags ask for, with `common` fields in every record.
    pub(super) fn new(values: &Values, common: &[(&str, &str)]) -> Self {
        let format = match (values.text("logger"), values.is_on("no-color")) {
            ("json", _) => Format::Json,
            (_, true) => Format::Plain,
            (_, false) => Format::Coloured,
        };
        let lowest = if values.is_on("debug") { Level::Debug } else { Level::Info };
        Self {
            format,
            lowest: (!values.is_on("no-log")).then_some(lowest),
            start: Instant::now(),
            common: common.iter().map(|(key, text)| ((*key).to_owned(), Value::from(*text))).collect(),
        }
    }

    /// Whether anything is written.
    pub(super) fn is_on(&self) -> bool {
        self.lowest.is_some()
    }

    /// Whether programs read the records.
    pub(super) fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// Writes a record.
    pub(super) fn write<const N: usize>(&self, level: Level, message: &str, fields: [(&str, Value); N]) {
        if self.lowest.is_none_or(|lowest| level < lowest) {
            return;
        }
        let mut record = self.common.clone();
        record.extend(fields.map(|(key, value)| (key.to_owned(), value)));
        let line = match self.format {
            Format::Coloured => coloured(level, self.start.elapsed().as_secs(), message, &record),
            Format::Plain => plain(level, &now(), message, &record),
            Format::Json => json(level, now(), message, record),
        };
        // When nobody reads standard error, there is nobody to tell.
        let _: io::Result<()> = writeln!(io::stderr().lock(), "{line}");
    }
}

fn coloured(level: Level, seconds: u64, message: &str, fields: &Fields) -> String {
    let (mark, colour) = level.mark();
    let mut line = format!("\x1b[{colour}m{mark}\x1b[0m[{seconds:04}] {message:<44} ");
    for (key, value) in fields {
        let _ = write!(line, " \x1b[{colour}m{key}\x1b[0m={}", quoted(value));
    }
    line
}

fn plain(level: Level, time: &str, message: &str, fields: &Fields) -> String {
    let message = quoted(&Value::from(message));
    let mut line = format!("time=\"{time}\" level={} msg={message}", level.name());
    for (key, value) in fields {
        let _ = write!(line, " {key}={}", quoted(value));
    }
    line
}

fn json(level: Level, time: String, message: &str, mut fields: Fields) -> String {
    fields.insert("level".to_owned(), level.name().into());
    fields.insert("msg".to_owned(), message.into());
    fields.insert("time".to_owned(), time.into());
    serde_json::to_string(&fields).unwrap_or_default() // texts and numbers can always be written
}

/// A value, in quotes if it has a character that is not plain.
fn quoted(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-._/@^+".contains(letter);
    if text.chars().all(plain) { text } else { format!("{text:?}") }
}

/// The local time, to the second, such as `2026-04-04T10:00:00Z`.
fn now() -> String {
    let now = jiff::Zoned::now();
    let zone = if now.offset().is_zero() { "Z".to_owned() } else { now.strftime("%:z").to_string() };
    format!("{}{zone}", now.strftime("%Y-%m-%dT%H:%M:%S"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields() -> Fields {
        [("window", Value::from("30d")), ("slo-specs", 3.into()), ("file", "a b.yml".into())]
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect()
    }

    #[test]
    fn the_three_formats() {
        let time = "2026-04-04T10:00:00Z";
        assert_eq!(
            coloured(Level::Info, 7, "Validation succeeded", &fields()),
            "\x1b[36mINFO\x1b[0m[0007] Validation succeeded                          \x1b[36mfile\x1b[0m=\"a b.yml\" \
             \x1b[36mslo-specs\x1b[0m=3 \x1b[36mwindow\x1b[0m=30d"
        );
        assert_eq!(
            plain(Level::Warning, time, "Validation succeeded", &fields()),
            r#"time="2026-04-04T10:00:00Z" level=warning msg="Validation succeeded" file="a b.yml" slo-specs=3 window=30d"#
        );
        assert_eq!(
            json(Level::Error, time.to_owned(), "no", fields()),
            r#"{"file":"a b.yml","level":"error","msg":"no","slo-specs":3,"time":"2026-04-04T10:00:00Z","window":"30d"}"#
        );
    }
}
