//! Why a query has no answer, in words that say what to do.

use std::fmt;
use std::io::ErrorKind;

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
    /// The query is more than the server, or what reads its answer, takes; less of it may be answered.
    TooMuch(String),
    /// The answer is not what Prometheus answers.
    Unexpected(String),
}

impl QueryError {
    pub(super) fn transport(endpoint: &Endpoint, error: ureq::Error) -> Self {
        if let ureq::Error::BodyExceedsLimit(limit) = error {
            return Self::TooMuch(format!("{endpoint}: the answer is larger than {} MiB", limit >> 20));
        }
        let reason = match error {
            ureq::Error::Timeout(_) => "no answer in time".to_owned(),
            // Since TLS 1.3 a server looks at the certificate of who asks when the request is already on its way.
            ureq::Error::Io(error) if endpoint.is_encrypted() && HANGS_UP.contains(&error.kind()) => {
                format!("{error}; does it want another certificate of who asks?")
            }
            ureq::Error::Io(error) => error.to_string(),
            ureq::Error::HostNotFound => "there is no host of this name".to_owned(),
            error => error.to_string(),
        };
        let reason = of_certificates(&reason).unwrap_or(reason);
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
            _ => {
                let told = match &said {
                    Said::Error { text, .. } => format!("{endpoint} says: {text}"),
                    Said::Else(text) => format!("{endpoint} answers with status {status}{text}"),
                };
                if is_too_much(status, &said) { Self::TooMuch(told) } else { Self::Refused(told) }
            }
        }
    }

    /// The same error, of a question about this SLO alone.
    #[must_use]
    pub fn about(mut self, slo: &str) -> Self {
        self.text_mut().push_str("; that was about the SLO ");
        self.text_mut().push_str(slo);
        self
    }

    fn text_mut(&mut self) -> &mut String {
        let (Self::Transport(text)
        | Self::Forbidden(text)
        | Self::NotFound(text)
        | Self::Refused(text)
        | Self::TooMuch(text)
        | Self::Unexpected(text)) = self;
        text
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
            let (Said::Error { text: page, .. } | Said::Else(page)) = said(text);
            return Self::Unexpected(format!(
                "{endpoint} answers with a web page{page}; is it Prometheus' own address, and does it want credentials?"
            ));
        }
        Self::Unexpected(format!("the answer of {endpoint} is not one of Prometheus: {reason}"))
    }
}

/// What is wrong with certificates, in words; `None` if it is something else.
fn of_certificates(reason: &str) -> Option<String> {
    if let Some((_, why)) = reason.split_once("invalid peer certificate: ") {
        return Some(match why {
            "UnknownIssuer" => "nobody who is trusted has signed its certificate".to_owned(),
            why => format!("its certificate is not accepted: {why}"),
        });
    }
    let (_, alert) = reason.split_once("received fatal alert: ")?;
    Some(match alert {
        "CertificateRequired" => "it wants the certificate of who asks".to_owned(),
        alert if OF_CLIENTS.contains(&alert) => {
            format!("it does not accept the certificate of who asks: {alert}")
        }
        _ => return None,
    })
}

/// What is seen of a server that ends a connection.
const HANGS_UP: [ErrorKind; 3] =
    [ErrorKind::BrokenPipe, ErrorKind::ConnectionReset, ErrorKind::UnexpectedEof];

/// What servers say about certificates of clients.
const OF_CLIENTS: [&str; 6] = [
    "BadCertificate",
    "UnsupportedCertificate",
    "CertificateRevoked",
    "CertificateExpired",
    "CertificateUnknown",
    "UnknownCA",
];

/// Whether a smaller query may be answered. Prometheus executes what has too many samples in vain (422), or not in time (503);
/// proxies take no request that is too large (413).
fn is_too_much(status: u16, said: &Said) -> bool {
    match status {
        413 | 422 => true,
        503 => matches!(said, Said::Error { kind, .. } if kind == "timeout"),
        _ => false,
    }
}

/// What an answer without data says.
enum Said {
    /// The error of Prometheus, and of which kind it is.
    Error { text: String, kind: String },
    /// The title of a page or the first line of a text, behind a colon; empty without any.
    Else(String),
}

fn said(text: &str) -> Said {
    #[derive(Deserialize)]
    struct Failure {
        error: String,
        #[serde(default, rename = "errorType")]
        kind: String,
    }
    if let Ok(Failure { error, kind }) = serde_json::from_str(text) {
        return Said::Error { text: error, kind };
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
        | Self::TooMuch(text)
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
        let is_too_much =
            |status, body| matches!(QueryError::refused(&endpoint, status, body), QueryError::TooMuch(_));
        let in_vain = r#"{"errorType":"timeout","error":"query timed out"}"#;
        assert!(is_too_much(422, "") && is_too_much(413, "") && is_too_much(503, in_vain));
        assert!(!is_too_much(503, "no leader") && !is_too_much(400, in_vain) && !is_too_much(404, ""));
        let anonymous = Endpoint::parse("http://host").unwrap();
        assert_eq!(
            QueryError::refused(&anonymous, 403, "").to_string(),
            "http://host wants credentials (403)"
        );
        assert!(QueryError::refused(&anonymous, 404, "").to_string().contains("/prometheus"));
    }
}
