//! Whom a client trusts: the authorities that it is told, and no others.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::crypto::ring;
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use slo_live::prometheus::{Client, Endpoint};

const ANSWER: &str = r#"{"data":{"resultType":"vector","result":[]}}"#;

/// A server for `localhost` whose certificate an authority of its own has signed: its address, and the authority.
fn server() -> (String, String) {
    let authority_key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = params.self_signed(&authority_key).unwrap();
    let key = KeyPair::generate().unwrap();
    let issuer = Issuer::new(params, authority_key);
    let certificate =
        CertificateParams::new(vec!["localhost".into()]).unwrap().signed_by(&key, &issuer).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
        )
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
    (address, authority.pem())
}

#[test]
fn only_certificates_of_authorities_that_are_trusted_are_accepted() {
    let ((address, authority), (_, other)) = (server(), server());
    let endpoint = || Endpoint::parse(&address).unwrap();
    let timeout = Duration::from_secs(10);
    let asks = |client: Client| client.instant("up", 0).map_err(|error| error.to_string());
    assert_eq!(asks(Client::trusting(endpoint(), timeout, &authority).unwrap()).unwrap().series, []);
    let both = [other.as_str(), &authority].concat();
    assert!(asks(Client::trusting(endpoint(), timeout, &both).unwrap()).is_ok());
    let refused = format!("{address}: nobody who is trusted has signed its certificate");
    assert_eq!(asks(Client::new(endpoint(), timeout)), Err(refused));
    assert!(asks(Client::trusting(endpoint(), timeout, &other).unwrap()).is_err());
    let elsewhere = Endpoint::parse(&address.replace("localhost", "127.0.0.1")).unwrap();
    let told = asks(Client::trusting(elsewhere, timeout, &authority).unwrap()).unwrap_err();
    assert!(told.contains("its certificate is not accepted: certificate not valid for name"), "{told}");
}
