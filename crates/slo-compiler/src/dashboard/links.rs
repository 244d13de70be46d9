//! Links from an SLO to other data of its service, in the same range of time.
//!
//! In: which datasource holds logs, traces or profiles, and what to ask it. Out: links to Grafana's Explore. Keeps: variables
//! of Grafana stay as they are in a URL that is otherwise percent-encoded, so that Grafana fills them in.

use std::fmt::Write as _;

use super::model::Link;

/// Where other data of a service is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Links {
    /// In Loki; the query is `LogQL`, such as `{service_name="${service}"}`.
    pub logs: Option<Explore>,
    /// In Tempo; the query is `TraceQL`, such as `{resource.service.name="${service}"}`.
    pub traces: Option<Explore>,
    /// In Pyroscope; the query is a selector such as `{service_name="${service}"}`.
    pub profiles: Option<Explore>,
}

/// A question to a datasource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explore {
    /// The uid of the datasource in Grafana.
    pub datasource: String,
    /// The query, in which `${service}` and `${slo}` stand for their names.
    pub query: String,
}

impl Links {
    /// Links for one SLO.
    pub(super) fn of(&self, service: &str, slo: &str) -> Vec<Link> {
        let logs = self.logs.as_ref().map(|explore| link("Logs", explore, service, slo, loki));
        let traces = self.traces.as_ref().map(|explore| link("Traces", explore, service, slo, tempo));
        let profiles =
            self.profiles.as_ref().map(|explore| link("Profiles", explore, service, slo, pyroscope));
        [logs, traces, profiles].into_iter().flatten().collect()
    }
}

/// `text` with the names of service and SLO filled in.
pub(super) fn filled_in(text: &str, service: &str, slo: &str) -> String {
    text.replace("${service}", service).replace("${slo}", slo)
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

fn link(title: &str, explore: &Explore, service: &str, slo: &str, fields: fn(&str) -> String) -> Link {
    let query = fields(&json(&filled_in(&explore.query, service, slo)));
    let datasource = json(&explore.datasource);
    let panes = format!(
        r#"{{"slo":{{"datasource":{datasource},"queries":[{{"refId":"A","datasource":{{"uid":{datasource}}},{query}}}],"range":{{"from":"${{__from}}","to":"${{__to}}"}}}}}}"#
    );
    Link { title: title.into(), url: format!("/explore?schemaVersion=1&panes={}", encoded(&panes)) }
}

/// A text as JSON writes it.
fn json(text: &str) -> String {
    serde_json::Value::from(text).to_string()
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
        let explore =
            Explore { datasource: "loki".into(), query: r#"{service_name="${service}"} |= "é""#.into() };
        let links = Links { logs: Some(explore), ..Links::default() };
        let [link] = links.of("check out", "latency").try_into().unwrap();
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
