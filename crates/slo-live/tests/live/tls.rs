//! Whom a client trusts, and who it says that it is, to a server that wants to know.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned};
use slo_live::prometheus::{Client, Endpoint, Tls, TlsError};

const ANSWER: &str = r#"{"data":{"resultType":"vector","result":[]}}"#;

/// Signs certificates.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate: String,
}

impl Authority {
    fn new(name: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = params.self_signed(&key).unwrap().pem();
        Self { issuer: Issuer::new(params, key), certificate }
    }

    /// A certificate for a name, and its key.
    fn sign(&self, name: &str) -> (String, String) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![name.into()]).unwrap();
        (params.signed_by(&key, &self.issuer).unwrap().pem(), key.serialize_pem())
    }
}

/// The address of a server whose certificate `authority` has signed. It answers those alone whom `clients` knows, if that is
/// somebody.
fn server(authority: &Authority, clients: Option<&Authority>) -> String {
    let (certificate, key) = authority.sign("localhost");
    let provider = Arc::new(ring::default_provider());
    let der = |pem: &str| CertificateDer::from_pem_slice(pem.as_bytes()).unwrap();
    let verifier = clients.map_or_else(WebPkiClientVerifier::no_client_auth, |clients| {
        let mut known = RootCertStore::empty();
        known.add(der(&clients.certificate)).unwrap();
        WebPkiClientVerifier::builder_with_provider(known.into(), Arc::clone(&provider)).build().unwrap()
    });
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_client_cert_verifier(verifier)
        .with_single_cert(vec![der(&certificate)], PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap())
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = StreamOwned::new(connection, stream.unwrap());
            let mut sent = vec![0; 8192];
            // Who does not trust the server hangs up.
            if stream.read(&mut sent).is_ok_and(|length| length > 0) {
                let _ = write!(
                    stream,
                    "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{ANSWER}",
                    ANSWER.len()
                );
                stream.conn.send_close_notify();
                let _ = stream.flush();
            }
        }
    });
    address
}

/// Asks a server that is trusted if `trusted` has signed its certificate: the number of series, or what is told.
fn ask(address: &str, trusted: &[&Authority], own: Option<&(String, String)>) -> Result<usize, String> {
    let mut tls = Tls::default();
    let pem: String = trusted.iter().map(|authority| authority.certificate.as_str()).collect();
    if !pem.is_empty() {
        tls.trust_only(&pem).unwrap();
    }
    if let Some((certificate, key)) = own {
        tls.identify(certificate, key).unwrap();
    }
    let client = Client::new(Endpoint::parse(address).unwrap(), Duration::from_secs(10), tls);
    client.instant("up", 0).map(|answer| answer.series.len()).map_err(|error| error.to_string())
}

#[test]
fn only_certificates_of_authorities_that_are_trusted_are_accepted() {
    let (authority, other) = (Authority::new("own"), Authority::new("other"));
    let address = server(&authority, None);
    assert_eq!(ask(&address, &[&authority], None), Ok(0));
    assert_eq!(ask(&address, &[&other, &authority], None), Ok(0));
    let refused = format!("{address}: nobody who is trusted has signed its certificate");
    assert_eq!(ask(&address, &[], None), Err(refused.clone()));
    assert_eq!(ask(&address, &[&other], None), Err(refused));
    let elsewhere = address.replace("localhost", "127.0.0.1");
    let told = ask(&elsewhere, &[&authority], None).unwrap_err();
    assert!(told.contains("its certificate is not accepted: certificate not valid for name"), "{told}");
}

#[test]
fn a_server_that_wants_to_know_who_asks_is_shown_a_certificate() {
    let (authority, clients, other) = ["own", "clients", "other"].map(Authority::new).into();
    let address = server(&authority, Some(&clients));
    assert_eq!(ask(&address, &[&authority], Some(&clients.sign("reports"))), Ok(0));
    // It may hang up before the reason has arrived.
    let hangs_up = |told: &str| told.ends_with("; does it want another certificate of who asks?");
    let told = ask(&address, &[&authority], None).unwrap_err();
    assert!(told == format!("{address}: it wants the certificate of who asks") || hangs_up(&told), "{told}");
    let told = ask(&address, &[&authority], Some(&other.sign("reports"))).unwrap_err();
    let expected = format!("{address}: it does not accept the certificate of who asks: UnknownCA");
    assert!(told == expected || hangs_up(&told), "{told}");
    // A server that does not want it does not mind.
    assert_eq!(ask(&server(&authority, None), &[&authority], Some(&other.sign("reports"))), Ok(0));
}

#[test]
fn a_certificate_without_its_key_is_refused_before_anything_is_asked() {
    let authority = Authority::new("own");
    let ((certificate, key), (_, other)) = (authority.sign("reports"), authority.sign("reports"));
    let identify = |certificate: &str, key: &str| Tls::default().identify(certificate, key);
    assert_eq!(identify(&certificate, &key), Ok(()));
    // Both in one file, as some tools write them.
    let both = [certificate.as_str(), &key].concat();
    assert_eq!(identify(&both, &both), Ok(()));
    assert_eq!(identify(&key, &key), Err(TlsError::Certificates));
    assert_eq!(identify(&certificate, &certificate), Err(TlsError::Key));
    assert!(matches!(identify(&certificate, &other), Err(TlsError::Pair(_))));
    let broken = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    assert!(identify(&certificate, broken).is_err());
    assert_eq!(Tls::default().trust_only("no"), Err(TlsError::Certificates));
}
