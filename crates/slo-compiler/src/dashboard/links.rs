//! Links from an SLO to other data of its service, in the same range of time.
//!
//! In: which datasource holds logs, traces or profiles, and what to ask it. Out: links to Grafana's Explore. Keeps: variables
//! of Grafana stay as they are in a URL that is otherwise percent-encoded, so that Grafana fills them in.

use std::fmt::Write as _;

use super::model::Link;
use super::subject::Subject;
use crate::go::number::format_decimal;

/// Where other data of a service is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Links {
    /// In Loki; the query is `LogQL`, such as `{service_name="{{service}}"}`.
    pub logs: Option<Explore>,
    /// In Tempo; the query is `TraceQL`, such as `{resource.service.name="{{service}}"}`.
    pub traces: Option<Explore>,
    /// In Pyroscope; the query is a selector such as `{service_name="{{service}}"}`.
    pub profiles: Option<Explore>,
}

/// A question to a datasource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explore {
    /// The uid of the datasource in Grafana.
    pub datasource: String,
    /// The query, in which `{{service}}`, `{{slo}}` and the like stand for what the SLO has.
    pub query: String,
}

impl Links {
    /// Links for one SLO.
    pub(super) fn of(&self, subject: Subject<'_>) -> Vec<Link> {
        let logs = self.logs.as_ref().map(|explore| link("Logs", explore, subject, loki));
        let traces = self.traces.as_ref().map(|explore| link("Traces", explore, subject, tempo));
        let profiles = self.profiles.as_ref().map(|explore| link("Profiles", explore, subject, pyroscope));
        [logs, traces, profiles].into_iter().flatten().collect()
    }
}

/// `text` with what `subject` has for the placeholders `{{id}}`, `{{objective}}`, `{{owner}}`, `{{period}}`, `{{service}}` and
/// `{{slo}}`, those that the defaults of SLOs can hold, too; `written` makes each value fit for what stands around it.
pub(super) fn filled_in(text: &str, subject: Subject<'_>, written: fn(&str) -> String) -> String {
    let slo = subject.slo;
    let owner = subject.info("owner").unwrap_or_default();
    let (objective, period) = (percent(slo.objective.percent()), slo.period.to_string());
    let values = [
        ("id", &*slo.id),
        ("objective", &objective),
        ("owner", owner),
        ("period", &period),
        ("service", &slo.service),
        ("slo", &slo.name),
    ];
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    // From left to right, so that braces in a value are no placeholder.
    while let Some((before, (inside, after))) =
        rest.split_once("{{").and_then(|(before, rest)| Some((before, rest.split_once("}}")?)))
    {
        filled.push_str(before);
        match values.iter().find(|(name, _)| *name == inside.trim()) {
            Some((_, value)) => filled.push_str(&written(value)),
            None => filled.extend(["{{", inside, "}}"]),
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

fn loki(query: &str) -> String {
    format!(r#""expr":{query}"#)
}

fn tempo(query: &str) -> String {
    format!(r#""queryType":"traceql","query":{query}"#)
}

fn pyroscope(query: &str) -> String {
    format!(
        r#""queryType":"profile","profileTypeId":"process_cpu:cpu:nanoseconds:cpu:nanoseconds","labelSelector":{query}"#
    )
}

fn link(title: &str, explore: &Explore, subject: Subject<'_>, fields: fn(&str) -> String) -> Link {
    explore_link(title, &explore.datasource, &fields(&filled_in(&json(&explore.query), subject, in_query)))
}

/// A value within a text of a query language, within a text of JSON. Its dollars are for nobody to replace.
fn in_query(value: &str) -> String {
    let escaped = value.replace('\\', r"\\").replace('"', "\\\"");
    let json = json(&escaped);
    let inside = json.strip_prefix('"').and_then(|json| json.strip_suffix('"'));
    inside.unwrap_or(&json).replace('$', r"\u0024")
}

fn explore_link(title: &str, datasource: &str, query: &str) -> Link {
    let datasource = json(datasource);
    let panes = format!(
        r#"{{"slo":{{"datasource":{datasource},"queries":[{{"refId":"A","datasource":{{"uid":{datasource}}},{query}}}],"range":{{"from":"${{__from}}","to":"${{__to}}"}}}}}}"#
    );
    Link { title: title.into(), url: format!("/explore?schemaVersion=1&panes={}", encoded(&panes)) }
}

/// A text as JSON writes it.
fn json(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A percentage, as it was written.
pub(super) fn percent(value: f64) -> String {
    let mut text = String::new();
    format_decimal(value, &mut text);
    text
}

/// A value of a URL: percent-encoded with all that could mean something to the URL, or to Grafana.
pub(super) fn in_url(value: &str) -> String {
    let mut url = String::with_capacity(value.len());
    encode(value, &mut url);
    url
}

/// Percent-encoded, except for `${variables}`.
fn encoded(text: &str) -> String {
    let mut url = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some(at) = rest.find("${") {
        let (before, variable) = rest.split_at(at);
        let Some(end) = variable.find('}') else { break };
        let (variable, after) = variable.split_at(end + 1);
        encode(before, &mut url);
        url.push_str(variable);
        rest = after;
    }
    encode(rest, &mut url);
    url
}

fn encode(text: &str, url: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            url.push(char::from(byte));
        } else {
            let _ = write!(url, "%{byte:02X}"); // a `String` takes everything
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_variables_of_grafana_stay_readable() {
        let query = loki(&json(r#"{service_name="check out"} |= "é""#));
        let link = explore_link("Logs", "loki", &query);
        assert_eq!(link.title, "Logs");
        assert!(
            link.url.ends_with(
                "%22range%22%3A%7B%22from%22%3A%22${__from}%22%2C%22to%22%3A%22${__to}%22%7D%7D%7D"
            )
        );
        assert!(
            link.url.contains("%7Bservice_name%3D%5C%22check%20out%5C%22%7D%20%7C%3D%20%5C%22%C3%A9%5C%22")
        );
    }
}
