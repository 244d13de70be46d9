//! The certificate of the webhook, which is renewed while the process runs.
//!
//! In: a folder with `tls.crt` and `tls.key`, as a mounted Secret. Out: a configuration of TLS, a new one when the files
//! changed. Keeps: files that cannot be used, such as while they are being replaced, leave the last good ones in use.

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context as _, Result};
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// The certificate of the webhook.
#[derive(Debug)]
pub(super) struct Certificates {
    folder: PathBuf,
    current: Mutex<Current>,
}

#[derive(Debug, Default)]
struct Current {
    /// The bytes of both files.
    files: Option<(Vec<u8>, Vec<u8>)>,
    config: Option<Arc<ServerConfig>>,
}

impl Certificates {
    /// The certificate in `folder`, which is not read yet.
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, current: Mutex::default() }
    }

    /// The configuration to serve with, if there was a usable certificate at any time.
    pub(super) fn current(&self) -> Option<Arc<ServerConfig>> {
        self.lock().config.clone()
    }

    /// Reads the files, and returns whether they changed.
    ///
    /// # Errors
    /// They cannot be read or used.
    pub(super) fn read(&self) -> Result<bool> {
        let read = |name: &str| {
            let path = self.folder.join(name);
            fs::read(&path).with_context(|| path.display().to_string())
        };
        let files = (read("tls.crt")?, read("tls.key")?);
        if self.lock().files.as_ref() == Some(&files) {
            return Ok(false);
        }
        let config = config(&files.0, &files.1)?;
        *self.lock() = Current { files: Some(files), config: Some(Arc::new(config)) };
        Ok(true)
    }

    fn lock(&self) -> MutexGuard<'_, Current> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn config(certificates: &[u8], key: &[u8]) -> Result<ServerConfig> {
    let certificates: Vec<_> =
        CertificateDer::pem_slice_iter(certificates).collect::<Result<_, _>>().context("tls.crt")?;
    let key = PrivateKeyDer::from_pem_slice(key).context("tls.key")?;
    ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(certificates, key)
        .context("tls.crt and tls.key do not go together")
}
