//! What the controller answers over HTTP, without a framework: a handful of paths, none of which takes a body.
//!
//! In: a listener and a function from requests to answers. Out: answers, until the task is dropped. Keeps: a client that
//! says nothing, or says it slowly, holds a connection and nothing else.

mod health;
mod pages;
mod reload;

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use futures::future;
use http::{Method, StatusCode};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tracing::{debug, info, warn};

pub use health::Health;
pub use pages::{health, metrics, reload};
pub use reload::Reload;

/// How long a client may take to say what it wants.
const PATIENCE: Duration = Duration::from_secs(10);

/// An answer.
pub type Answer = http::Response<Full<Bytes>>;

/// From a method and a path to an answer.
pub type Handler = Arc<dyn Fn(&Method, &str) -> Answer + Send + Sync>;

/// Listens on an address such as `:8081`, which is that port of all interfaces.
///
/// # Errors
/// The address is not one, or is taken.
pub async fn listen(address: &str) -> Result<TcpListener> {
    let full = if address.starts_with(':') { format!("[::]{address}") } else { address.to_owned() };
    let bound = match TcpListener::bind(&full).await {
        // A machine without IPv6.
        Err(_) if address.starts_with(':') => TcpListener::bind(format!("0.0.0.0{address}")).await,
        bound => bound,
    };
    bound.with_context(|| format!("cannot listen on {address}"))
}

/// Answers on `listener` until the task is dropped.
pub async fn serve(what: &'static str, listener: TcpListener, handler: Handler) {
    if let Ok(address) = listener.local_addr() {
        info!(%address, "{what} served");
    }
    loop {
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            Err(error) => {
                warn!(%error, "{what}: no connection");
                tokio::time::sleep(Duration::from_millis(100)).await; // such as when files run out
                continue;
            }
        };
        let handler = Arc::clone(&handler);
        let service = service_fn(move |request: http::Request<Incoming>| {
            future::ready(Ok::<_, std::convert::Infallible>(handler(request.method(), request.uri().path())))
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(PATIENCE)
            .serve_connection(TokioIo::new(stream), service);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                debug!(%error, "{what}: connection ended");
            }
        });
    }
}

/// An answer of text.
fn answer(status: StatusCode, text: impl Into<String>) -> Answer {
    let mut answer = http::Response::new(Full::new(Bytes::from(text.into())));
    *answer.status_mut() = status;
    answer
}
