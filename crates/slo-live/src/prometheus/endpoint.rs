//! Where a server is, and what every request to it carries.
//!
//! In: a base address as users write it, with a path such as `/prometheus` in front of the API and perhaps with a name and
//! a password. Out: addresses of API methods, and headers. Keeps: credentials never reach a message.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;
use ureq::http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use ureq::http::uri::{Scheme, Uri};

/// A server that speaks Prometheus' HTTP API.
#[derive(Clone)]
pub struct Endpoint {
    base: String,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Endpoint {
    /// Reads a base address such as `https://user:password@mimir.example/prometheus`.
    ///
    /// # Errors
    /// An address without scheme or host, or with a query.
    pub fn parse(text: &str) -> Result<Self, EndpointError> {
        let uri: Uri = text.parse().map_err(|_| EndpointError::Syntax)?;
        let scheme = uri.scheme().filter(|scheme| [Scheme::HTTP, Scheme::HTTPS].contains(scheme));
        let (Some(scheme), Some(authority)) = (scheme, uri.authority()) else {
            return Err(EndpointError::Scheme);
        };
        if uri.query().is_some() {
            return Err(EndpointError::Query);
        }
        let (user, place) = match authority.as_str().rsplit_once('@') {
            Some((user, place)) => (Some(user), place),
            None => (None, authority.as_str()),
        };
        let base = format!("{scheme}://{place}{}", uri.path().trim_end_matches('/'));
        let mut endpoint = Self { base, headers: Vec::new() };
        if let Some(user) = user {
            let (name, password) = user.split_once(':').unwrap_or((user, ""));
            let decoded = |text| percent_decode_str(text).decode_utf8_lossy().into_owned();
            endpoint.set_basic(&decoded(name), &decoded(password));
        }
        Ok(endpoint)
    }

    /// Sends a name and a password with every request.
    pub fn set_basic(&mut self, name: &str, password: &str) {
        let value = format!("Basic {}", STANDARD.encode(format!("{name}:{password}")));
        // Letters of base64 are good in a header.
        if let Ok(value) = HeaderValue::from_str(&value) {
            self.put(AUTHORIZATION, value);
        }
    }

    /// Sends a bearer token with every request.
    ///
    /// # Errors
    /// A token with characters that no header may have.
    pub fn set_bearer(&mut self, token: &str) -> Result<(), EndpointError> {
        let value = HeaderValue::from_str(&format!("Bearer {}", token.trim()));
        self.put(AUTHORIZATION, value.map_err(|_| EndpointError::Token)?);
        Ok(())
    }

    /// Sends a header with every request, such as `X-Scope-OrgID` for a tenant of Mimir. It replaces one of its name.
    ///
    /// # Errors
    /// A name or a value that no header may have.
    pub fn set_header(&mut self, name: &str, value: &str) -> Result<(), EndpointError> {
        let bad = || EndpointError::Header(name.to_owned());
        let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| bad())?;
        self.put(key, HeaderValue::from_str(value).map_err(|_| bad())?);
        Ok(())
    }

    fn put(&mut self, name: HeaderName, mut value: HeaderValue) {
        value.set_sensitive(true);
        self.headers.retain(|(present, _)| *present != name);
        self.headers.push((name, value));
    }

    /// The address of a method of the API, such as `query`.
    pub(super) fn url(&self, method: &str) -> String {
        format!("{}/api/v1/{method}", self.base)
    }

    pub(super) fn headers(&self) -> impl Iterator<Item = (&HeaderName, &HeaderValue)> {
        self.headers.iter().map(|(name, value)| (name, value))
    }

    /// Whether connections are encrypted.
    pub(super) fn is_encrypted(&self) -> bool {
        self.base.starts_with("https:")
    }

    /// Whether requests say who asks.
    pub(super) fn has_credentials(&self) -> bool {
        self.headers.iter().any(|(name, _)| *name == AUTHORIZATION)
    }
}

/// The base address, without credentials.
impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.base)
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Endpoint").field("base", &self.base).field("headers", &names).finish()
    }
}

/// Why a text is not an [`Endpoint`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EndpointError {
    /// It is no address at all.
    Syntax,
    /// It does not begin with `http://` or `https://` and a host.
    Scheme,
    /// It has a `?`.
    Query,
    /// The bearer token cannot be sent.
    Token,
    /// A header of this name, or its value, cannot be sent.
    Header(String),
}

impl fmt::Display for EndpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax => f.write_str("it is no address"),
            Self::Scheme => f.write_str("it must begin with http:// or https:// and a host"),
            Self::Query => f.write_str("it is the address of the server, so it has no `?`"),
            Self::Token => f.write_str("the bearer token holds characters that cannot be sent"),
            Self::Header(name) => write!(f, "the header `{name}` holds characters that cannot be sent"),
        }
    }
}

impl std::error::Error for EndpointError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(endpoint: &Endpoint) -> Vec<(&str, &str)> {
        endpoint.headers().map(|(name, value)| (name.as_str(), value.to_str().unwrap())).collect()
    }

    #[test]
    fn a_path_stands_in_front_of_the_api() {
        for (base, expected) in [
            ("http://localhost:9090", "http://localhost:9090/api/v1/query"),
            ("http://localhost:9090/", "http://localhost:9090/api/v1/query"),
            ("https://mimir/prometheus/", "https://mimir/prometheus/api/v1/query"),
        ] {
            assert_eq!(Endpoint::parse(base).unwrap().url("query"), expected);
        }
    }

    #[test]
    fn credentials_become_a_header_and_are_never_shown() {
        let endpoint = Endpoint::parse("https://me:s%40crat@host/x").unwrap();
        assert_eq!(headers(&endpoint), [("authorization", "Basic bWU6c0BjcmF0")]);
        assert_eq!(endpoint.to_string(), "https://host/x");
        assert_eq!(
            format!("{endpoint:?}"),
            r#"Endpoint { base: "https://host/x", headers: ["authorization"] }"#
        );
    }

    #[test]
    fn the_last_header_of_a_name_wins() {
        let mut endpoint = Endpoint::parse("https://me@host").unwrap();
        endpoint.set_bearer("token\n").unwrap();
        endpoint.set_header("X-Scope-OrgID", "a").unwrap();
        endpoint.set_header("x-scope-orgid", "b").unwrap();
        assert_eq!(headers(&endpoint), [("authorization", "Bearer token"), ("x-scope-orgid", "b")]);
        assert_eq!(endpoint.set_header("a b", "c"), Err(EndpointError::Header("a b".into())));
        assert_eq!(endpoint.set_bearer("a\nb"), Err(EndpointError::Token));
    }

    #[test]
    fn what_is_no_address_of_a_server_is_refused() {
        for (text, expected) in [
            ("http://", EndpointError::Syntax),
            ("", EndpointError::Syntax),
            ("localhost:9090", EndpointError::Scheme),
            ("ftp://host", EndpointError::Scheme),
            ("http://host/?query=up", EndpointError::Query),
        ] {
            assert_eq!(Endpoint::parse(text).unwrap_err(), expected, "{text}");
        }
    }
}
