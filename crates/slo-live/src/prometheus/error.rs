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
            ureq::Error::HostNotFound => "there is no host of this name".to_owned(),
            // A POST is not sent again on its own to where the server points.
            ureq::Error::RedirectFailed => "it redirects to another address; name that one".to_owned(),
            error => error.to_string(),
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
            _ if said.is_empty() => Self::Refused(format!("{endpoint} answers with status {status}")),
            _ => Self::Refused(format!("{endpoint} says: {said}")),
        }
    }
}

/// The error of a JSON answer, or the beginning of any other answer.
fn said(text: &str) -> String {
    #[derive(Deserialize)]
    struct Failure {
        error: String,
    }
    if let Ok(Failure { error }) = serde_json::from_str(text) {
        return error;
    }
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    line.trim().chars().take(LONGEST_QUOTE).collect()
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(text) | Self::Forbidden(text) | Self::NotFound(text) | Self::Refused(text) => {
                f.write_str(text)
            }
            Self::Unexpected(text) => write!(f, "the answer is not one of Prometheus: {text}"),
        }
    }
}

impl std::error::Error for QueryError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_told_in_the_words_of_the_server() {
        let endpoint = Endpoint::parse("http://user:secret@host/p").unwrap();
        for (status, body, expected) in [
            (
                422,
                r#"{"status":"error","errorType":"execution","error":"too many samples"}"#,
                "http://host/p says: too many samples",
            ),
            (502, "\n<html>bad gateway</html>\n", "http://host/p says: <html>bad gateway</html>"),
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
