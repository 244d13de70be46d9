//! The paths of each server.

use std::sync::Arc;

use http::header::{ALLOW, CONTENT_TYPE, HeaderValue};
use http::{Method, StatusCode};

use super::{Answer, Handler, Health, Reload, answer};
use crate::metrics::Metrics;

/// `/healthz` and `/readyz`.
#[must_use]
pub fn health(health: Health) -> Handler {
    Arc::new(move |_, path| match path {
        "/healthz" => answer(StatusCode::OK, "ok"),
        "/readyz" => {
            let (is_ready, words) = health.readiness();
            answer(if is_ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }, words)
        }
        _ => not_found(),
    })
}

/// Metrics below `path`, exactly.
#[must_use]
pub fn metrics(path: String, metrics: Arc<Metrics>) -> Handler {
    Arc::new(move |_, asked| {
        if asked != path {
            return not_found();
        }
        let mut answer = answer(StatusCode::OK, metrics.text());
        let text = HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");
        answer.headers_mut().insert(CONTENT_TYPE, text);
        answer
    })
}

/// A reload below `path`, exactly. The answer comes before it is done, as with the reference.
#[must_use]
pub fn reload(path: String, reload: Reload) -> Handler {
    Arc::new(move |method, asked| {
        if asked != path {
            return not_found();
        }
        if method != Method::POST {
            let mut answer = answer(StatusCode::METHOD_NOT_ALLOWED, "");
            answer.headers_mut().insert(ALLOW, HeaderValue::from_static("POST"));
            return answer;
        }
        reload.ask();
        answer(StatusCode::OK, "")
    })
}

fn not_found() -> Answer {
    answer(StatusCode::NOT_FOUND, "not found")
}
