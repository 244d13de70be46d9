//! A small client of Prometheus' HTTP API.
//!
//! In: an [`Endpoint`] and `PromQL`. Out: series of numbers and the server's warnings, or a [`QueryError`] that says what to
//! do. Requests block and are POSTs, because a selector of many SLOs is longer than what proxies take as an address.

mod answer;
mod endpoint;
mod error;
mod tls;

use std::time::Duration;

use ureq::Agent;
use ureq::http::header::LOCATION;

pub use answer::{Answer, Labels, Sample, Series};
pub use endpoint::{Endpoint, EndpointError};
pub use error::QueryError;
pub use tls::{Tls, TlsError};

/// The largest answer that is read, in bytes; some are read at once. A thousand series of a hundred points have some 3 MiB.
const LARGEST_ANSWER: u64 = 1 << 26;

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(10);

/// A connection to a server; it may be used by several threads at once.
#[derive(Debug)]
pub struct Client {
    agent: Agent,
    endpoint: Endpoint,
}

/// The times at which a range query is evaluated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The first one, in seconds since 1970.
    pub start: i64,
    /// No later than this, in seconds since 1970.
    pub end: i64,
    /// From one to the next, in seconds.
    pub step: i64,
}

impl Client {
    /// A client that waits at most `timeout` for each answer. Proxies come from the environment (`HTTPS_PROXY`, …).
    #[must_use]
    pub fn new(endpoint: Endpoint, timeout: Duration, tls: Tls) -> Self {
        let config = Agent::config_builder()
            .tls_config(tls.config())
            .timeout_connect(Some(CONNECT))
            .timeout_global(Some(timeout))
            .max_redirects(0) // what follows a redirect is no POST, and credentials are for this server alone
            .http_status_as_error(false) // the body of a failure says what is wrong
            .user_agent(concat!("slo/", env!("CARGO_PKG_VERSION")))
            .build();
        Self { agent: config.new_agent(), endpoint }
    }

    /// The server, without credentials.
    #[must_use]
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Evaluates `query` at a time in seconds since 1970.
    ///
    /// # Errors
    /// What keeps the server from answering, or its answer from being series.
    pub fn instant(&self, query: &str, at: i64) -> Result<Answer<Sample>, QueryError> {
        let text = self.post("query", &[("query", query), ("time", &at.to_string())])?;
        answer::samples(&text).map_err(|reason| QueryError::unexpected(&self.endpoint, &text, &reason))
    }

    /// Evaluates `query` at each time of `range`.
    ///
    /// # Errors
    /// As [`Self::instant`].
    pub fn range(&self, query: &str, range: Range) -> Result<Answer<Series>, QueryError> {
        let Range { start, end, step } = range;
        let [start, end, step] = [start, end, step].map(|seconds| seconds.to_string());
        let form = [("query", query), ("start", &start), ("end", &end), ("step", &step)];
        let text = self.post("query_range", &form)?;
        answer::series(&text).map_err(|reason| QueryError::unexpected(&self.endpoint, &text, &reason))
    }

    fn post(&self, method: &str, form: &[(&str, &str)]) -> Result<String, QueryError> {
        let mut request = self.agent.post(self.endpoint.url(method));
        for (name, value) in self.endpoint.headers() {
            request = request.header(name, value);
        }
        let failed = |error| QueryError::transport(&self.endpoint, error);
        let mut response = request.send_form(form.iter().copied()).map_err(failed)?;
        let body = response.body_mut().with_config().limit(LARGEST_ANSWER).lossy_utf8(true);
        let text = body.read_to_string().map_err(failed)?;
        if response.status().is_success() {
            return Ok(text);
        }
        if response.status().is_redirection() {
            let place = response.headers().get(LOCATION).and_then(|place| place.to_str().ok());
            return Err(QueryError::moved(&self.endpoint, place));
        }
        Err(QueryError::refused(&self.endpoint, response.status().as_u16(), &text))
    }
}
