//! The admission webhook: refuses broken objects when they are applied, and warns about questionable ones.
//!
//! In: `AdmissionReview`s over TLS. Out: answers with the diagnostics of the compiler. Keeps: nothing is changed, only looked
//! at; a client that says nothing, too much or too slowly costs a connection and nothing else. Every replica answers, the one
//! that works and those that wait.

mod certificates;
mod review;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use slo_compiler::Options;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tracing::{debug, info, warn};

use certificates::Certificates;

/// How long a client may take to say what it wants.
const PATIENCE: Duration = Duration::from_secs(10);
/// The largest review: an object before and after, each as large as can be stored, and room for what is around.
const MAX_BYTES: usize = 8 << 20;
/// Between two looks at the certificate.
const LOOK: Duration = Duration::from_secs(5);

/// What the webhook is told.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where it listens.
    pub address: String,
    /// The folder with `tls.crt` and `tls.key`.
    pub certificates: PathBuf,
}

/// How specs are compiled now.
type CurrentOptions = watch::Sender<Arc<Options>>;

/// Answers until the task is dropped.
pub async fn serve(listener: TcpListener, settings: Settings, options: CurrentOptions) {
    if let Ok(address) = listener.local_addr() {
        info!(%address, "admission webhook served");
    }
    let certificates = Arc::new(Certificates::new(settings.certificates));
    let looking = tokio::spawn(look(Arc::clone(&certificates)));
    let _end_with_this = AbortOnDrop(looking);
    loop {
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            Err(error) => {
                warn!(%error, "webhook: no connection");
                tokio::time::sleep(Duration::from_millis(100)).await; // such as when files run out
                continue;
            }
        };
        let Some(config) = certificates.current() else { continue }; // told where it is looked for
        let options = options.clone();
        tokio::spawn(async move {
            if let Err(error) = connection(stream, &TlsAcceptor::from(config), options).await {
                debug!("webhook: connection ended: {error:#}");
            }
        });
    }
}

struct AbortOnDrop(tokio::task::JoinHandle<()>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Looks at the certificate again and again: it is renewed while the process runs, and may come later than the process.
async fn look(certificates: Arc<Certificates>) {
    let mut last_words = String::new();
    loop {
        match certificates.read() {
            Ok(true) => info!("certificate read"),
            Ok(false) => {}
            Err(error) => {
                let words = format!("{error:#}");
                if words != last_words {
                    warn!("certificate not read: {words}");
                }
                last_words = words;
            }
        }
        tokio::time::sleep(LOOK).await;
    }
}

async fn connection(stream: TcpStream, acceptor: &TlsAcceptor, options: CurrentOptions) -> Result<()> {
    let stream = timeout(PATIENCE, acceptor.accept(stream)).await??;
    let service = service_fn(move |request: Request<Incoming>| {
        let options = Arc::clone(&options.borrow());
        async move { Ok::<_, std::convert::Infallible>(answer(request, &options).await) }
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .serve_connection(TokioIo::new(stream), service)
        .await?;
    Ok(())
}

async fn answer(request: Request<Incoming>, options: &Arc<Options>) -> Response<Full<Bytes>> {
    let (head, body) = request.into_parts();
    if head.method != Method::POST || head.uri.path() != "/validate" {
        return plain(StatusCode::NOT_FOUND, "POST an AdmissionReview to /validate");
    }
    let Ok(Ok(body)) = timeout(PATIENCE, Limited::new(body, MAX_BYTES).collect()).await else {
        return plain(StatusCode::PAYLOAD_TOO_LARGE, "the review is too large, or takes too long");
    };
    match review::review(&body.to_bytes(), options) {
        Ok(answer) => {
            let mut response = Response::new(Full::new(Bytes::from(answer)));
            let json = http::HeaderValue::from_static("application/json");
            response.headers_mut().insert(http::header::CONTENT_TYPE, json);
            response
        }
        Err(error) => plain(StatusCode::BAD_REQUEST, &format!("this is no AdmissionReview: {error}")),
    }
}

fn plain(status: StatusCode, text: &str) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(text.to_owned())));
    *response.status_mut() = status;
    response
}
