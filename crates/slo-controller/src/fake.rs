//! `--mode fake`: an API without a cluster, with one object, to see the program work.
//!
//! In: the requests of a client. Out: answers as an API server gives them. Keeps: nothing is stored; each write is answered
//! as if it had been accepted.

use std::convert::Infallible;

use http::{Method, Request, Response};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Collected, Full, StreamBody};
use hyper::body::{Bytes, Frame};
use kube::Client;
use kube::client::Body;
use serde_json::{Value, json};
use tower::service_fn;

use crate::resource::{API_VERSION, KIND, PLURAL};

/// A client of the fake API.
#[must_use]
pub fn client() -> Client {
    Client::new(service_fn(answer), "default")
}

type Answer = UnsyncBoxBody<Bytes, Infallible>;

async fn answer(request: Request<Body>) -> Result<Response<Answer>, Infallible> {
    let (head, body) = request.into_parts();
    let query = head.uri.query().unwrap_or_default();
    if query.contains("watch=") {
        let silence = futures::stream::pending::<Result<Frame<Bytes>, Infallible>>();
        return Ok(Response::new(StreamBody::new(silence).boxed_unsync()));
    }
    let is_level = head.uri.path().contains(PLURAL);
    let answer = match head.method {
        Method::GET if is_level => list(&[level()]),
        Method::GET => list(&[]),
        Method::PATCH if is_level => level(),
        _ => {
            let body = body.collect().await.map(Collected::to_bytes).unwrap_or_default();
            stored(serde_json::from_slice(&body).unwrap_or_default())
        }
    };
    Ok(Response::new(Full::new(Bytes::from(answer.to_string())).boxed_unsync()))
}

fn list(items: &[Value]) -> Value {
    json!({ "kind": "List", "apiVersion": "v1", "metadata": { "resourceVersion": "1" }, "items": items })
}

/// An object that was written, with what the API server adds.
fn stored(mut object: Value) -> Value {
    if let Some(Value::Object(metadata)) = object.get_mut("metadata") {
        metadata.insert("uid".into(), "fake".into());
        metadata.insert("generation".into(), 1.into());
        metadata.insert("resourceVersion".into(), "2".into());
    }
    object
}

fn level() -> Value {
    json!({
        "apiVersion": API_VERSION,
        "kind": KIND,
        "metadata": {
            "name": "fake01", "namespace": "default", "uid": "fake01", "generation": 1, "resourceVersion": "1",
        },
        "spec": {
            "service": "fake",
            "slos": [{
                "name": "requests-availability",
                "objective": 99.9,
                "sli": { "events": {
                    "errorQuery": "sum(rate(http_requests_total{code=~\"5..\"}[{{.window}}]))",
                    "totalQuery": "sum(rate(http_requests_total[{{.window}}]))",
                } },
                "alerting": { "name": "FakeErrors" },
            }],
        },
    })
}
