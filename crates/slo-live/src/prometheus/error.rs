//! Why a query has no answer, in words that say what to do.

use std::fmt;

use serde::Deserialize;

use super::Endpoint;

/// How much of an answer that is no JSON is told.
const LONGEST_QUOTE: usize = 160;

/// Why a query has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum QueryError {
    /// There is no connection, or it broke off; with the server and the reason.
    Transport(String),
    /// The server wants to know who asks, or does not let them.
    Forbidden(String),
    /// There is no API of Prometheus at this address.
    NotFound(String),
    /// The server refuses the query, and says why.
    Refused(String),
    /// The answer is not what Prometheus answers.
    Unexpected(String),
}

impl QueryError {
    pub(super) fn transport(endpoint: &Endpoint, error: ureq::Error) -> Self {
        let reason = match error {
            ureq::Error::Timeout(_) => "no answer in time".to_owned(),
            ureq::Error::Io(error) => error.to_string(),
            ureq::Error::HostNotFound => "there is no host of this name".to_owned(),
            ureq::Error::BodyExceedsLimit(limit) => {
                format!("the answer is larger than {} MiB; ask about fewer SLOs at once", limit >> 20)
            }
            error => error.to_string(),
        };
        let reason = match reason.split_once("invalid peer certificate: ") {
            Some((_, "UnknownIssuer")) => "nobody who is trusted has signed its certificate".to_owned(),
            Some((_, why)) => format!("its certificate is not accepted: {why}"),
            None => reason,
        };
        Self::Transport(format!("{endpoint}: {reason}"))
    }

    pub(super) fn refused(endpoint: &Endpoint, status: u16, text: &str) -> Self {
        let said = said(text);
        match status {
            401 | 403 if endpoint.has_credentials() => {
                Self::Forbidden(format!("{endpoint} does not accept these credentials ({status})"))
            }
            401 | 403 => Self::Forbidden(format!("{endpoint} wants credentials ({status})")),
            404 => Self::NotFound(format!(
                "{endpoint} has no Prometheus API; does its address need a path, such as /prometheus?"
            )),
            405 => Self::Refused(format!("{endpoint}, or a proxy before it, takes no POST requests")),
            _ => match said {
                Said::Error(error) => Self::Refused(format!("{endpoint} says: {error}")),
                Said::Else(text) => Self::Refused(format!("{endpoint} answers with status {status}{text}")),
            },
        }
    }

    /// The server points to another place.
    pub(super) fn moved(endpoint: &Endpoint, place: Option<&str>) -> Self {
        let place = place.map(|place| [" to ", place].concat()).unwrap_or_default();
        Self::Refused(format!(
            "{endpoint} redirects{place}; does it want credentials, or is its address another?"
        ))
    }

    /// An answer that should have been data, and why it is not.
    pub(super) fn unexpected(endpoint: &Endpoint, text: &str, reason: &str) -> Self {
        if text.trim_start().starts_with('<') {
            let (Said::Error(page) | Said::Else(page)) = said(text);
            return Self::Unexpected(format!(
                "{endpoint} answers with a web page{page}; is it Prometheus' own address, and does it want credentials?"
            ));
        }
        Self::Unexpected(format!("the answer of {endpoint} is not one of Prometheus: {reason}"))
    }
}

/// What an answer without data says.
enum Said {
    /// The error of Prometheus.
    Error(String),
    /// The title of a page or the first line of a text, behind a colon; empty without any.
    Else(String),
}

fn said(text: &str) -> Said {
    #[derive(Deserialize)]
    struct Failure {
        error: String,
    }
    if let Ok(Failure { error }) = serde_json::from_str(text) {
        return Said::Error(error);
    }
    let line = match text.split_once("<title>") {
        Some((_, rest)) => rest.split('<').next(),
        None => text.lines().find(|line| !line.trim().is_empty()),
    };
    // What is meant for a terminal is never what a server wants it to be.
    let line = line.unwrap_or_default().trim().chars().filter(|c| !c.is_control());
    let line: String = line.take(LONGEST_QUOTE).collect();
    Said::Else(if line.is_empty() { line } else { format!(": {line}") })
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Transport(text)
        | Self::Forbidden(text)
        | Self::NotFound(text)
        | Self::Refused(text)
        | Self::Unexpected(text)) = self;
        f.write_str(text)
    }
}

impl std::error::Error for QueryError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_without_data_is_told_for_what_it_is() {
        let endpoint = Endpoint::parse("http://host").unwrap();
        let told = |text| QueryError::unexpected(&endpoint, text, "no").to_string();
        assert!(
            told("<!doctype html><title>Sign in</title>")
                .starts_with("http://host answers with a web page: Sign in; is")
        );
        assert!(told("<p>").contains("a web page: <p>; is it"));
        assert_eq!(told("{}"), "the answer of http://host is not one of Prometheus: no");
    }

    #[test]
    fn a_refusal_is_told_in_the_words_of_the_server() {
        let endpoint = Endpoint::parse("http://user:secret@host/p").unwrap();
        for (status, body, expected) in [
            (
                422,
                r#"{"status":"error","errorType":"execution","error":"too many samples"}"#,
                "http://host/p says: too many samples",
            ),
            (
                502,
                "<html>\n<head><title>502 Bad Gateway</title></head>",
                "http://host/p answers with status 502: 502 Bad Gateway",
            ),
            (503, "\nno \u{1b}[31mleader\n", "http://host/p answers with status 503: no [31mleader"),
            (500, "", "http://host/p answers with status 500"),
            (401, "", "http://host/p does not accept these credentials (401)"),
        ] {
            assert_eq!(QueryError::refused(&endpoint, status, body).to_string(), expected);
        }
        let anonymous = Endpoint::parse("http://host").unwrap();
        assert_eq!(
            QueryError::refused(&anonymous, 403, "").to_string(),
            "http://host wants credentials (403)"
        );
        assert!(QueryError::refused(&anonymous, 404, "").to_string().contains("/prometheus"));
    }
}
