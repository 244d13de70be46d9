//! Whom a client trusts, and who it says that it is.
//!
//! In: certificates and keys in PEM format. Out: the TLS configuration of a client. Keeps: a certificate and a key that do not belong
//! together are refused here, because the client would panic at its first connection.

use std::fmt;
use std::sync::Arc;

use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use ureq::tls::{Certificate, ClientCert, PemItem, PrivateKey, RootCerts, TlsConfig, parse_pem};

/// Whom a client trusts and who it is; by default those that the system trusts, and nobody.
#[derive(Clone, Debug, Default)]
pub struct Tls {
    trusted: Option<Vec<Certificate<'static>>>,
    own: Option<ClientCert>,
}

impl Tls {
    /// Trusts the authorities whose certificates are in `pem`, and no others.
    ///
    /// # Errors
    /// A text without certificates.
    pub fn trust_only(&mut self, pem: &str) -> Result<(), TlsError> {
        self.trusted = Some(certificates(pem)?);
        Ok(())
    }

    /// Shows servers that want it the first certificate in `chain`, whose private key is in `key`; the others lead from it to an
    /// authority.
    ///
    /// # Errors
    /// Texts without certificate or key, or a key that is not the certificate's.
    pub fn identify(&mut self, chain: &str, key: &str) -> Result<(), TlsError> {
        let chain = certificates(chain)?;
        let key = private_key(key)?;
        let der = |certificate: &Certificate<'_>| CertificateDer::from(certificate.der().to_vec());
        let key_der = PrivateKeyDer::try_from(key.der().to_vec()).map_err(|_| TlsError::Key)?;
        CertifiedKey::from_der(chain.iter().map(der).collect(), key_der, &provider())
            .map_err(|error| TlsError::Pair(error.to_string()))?;
        self.own = Some(ClientCert::new_with_certs(&chain, key));
        Ok(())
    }

    pub(super) fn config(self) -> TlsConfig {
        let trusted = self.trusted.map_or(RootCerts::PlatformVerifier, Into::into);
        TlsConfig::builder()
            .root_certs(trusted)
            .client_cert(self.own)
            .unversioned_rustls_crypto_provider(Arc::new(provider()))
            .build()
    }
}

fn provider() -> CryptoProvider {
    ring::default_provider()
}

fn certificates(pem: &str) -> Result<Vec<Certificate<'static>>, TlsError> {
    let of_item =
        |item| if let Ok(PemItem::Certificate(certificate)) = item { Some(certificate) } else { None };
    let certificates: Vec<_> = parse_pem(pem.as_bytes()).filter_map(of_item).collect();
    if certificates.is_empty() { Err(TlsError::Certificates) } else { Ok(certificates) }
}

fn private_key(pem: &str) -> Result<PrivateKey<'static>, TlsError> {
    let of_item = |item| if let Ok(PemItem::PrivateKey(key)) = item { Some(key) } else { None };
    parse_pem(pem.as_bytes()).find_map(of_item).ok_or(TlsError::Key)
}

/// Why texts cannot be used for TLS.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TlsError {
    /// What should hold certificates holds none.
    Certificates,
    /// What should hold a private key holds none.
    Key,
    /// The key cannot be used with the certificate; with the reason.
    Pair(String),
}

impl fmt::Display for TlsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Certificates => f.write_str("it holds no certificate in PEM format"),
            Self::Key => f.write_str("it holds no private key in PEM format that is not encrypted"),
            Self::Pair(reason) => write!(f, "it does not belong to the certificate: {reason}"),
        }
    }
}

impl std::error::Error for TlsError {}
