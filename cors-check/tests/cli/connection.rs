//! TLS, proxies and addresses.

use std::{fs, net::SocketAddr, sync::Arc};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::ring,
        pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
    },
};

use crate::support::{APP, Server, allow, run, run_with};

/// A server of TLS for `api.example.com`, and the certificate of its authority.
fn tls() -> (SocketAddr, String) {
    let key = KeyPair::generate().expect("a key");
    let mut authority = CertificateParams::new(Vec::new()).expect("no names");
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, key).expect("an authority");
    let key = KeyPair::generate().expect("a key");
    let names = vec!["api.example.com".to_owned()];
    let certificate = CertificateParams::new(names)
        .expect("a name")
        .signed_by(&key, &authority)
        .expect("a certificate");
    let private = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], private)
        .expect("a certificate");
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        runtime.expect("a runtime").block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
            sender.send(listener.local_addr().expect("an address")).expect("the test waits");
            loop {
                let (stream, _) = listener.accept().await.expect("a connection");
                let Ok(mut stream) = acceptor.accept(stream).await else { continue };
                let _ = stream.read(&mut [0; 4096]).await;
                let response = b"HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Length: 0\r\n\r\n";
                let _ = stream.write_all(response).await;
                let _ = stream.shutdown().await;
            }
        });
    });
    (receiver.recv().expect("an address"), authority.pem())
}

#[test]
fn tls_needs_a_trusted_authority() {
    let (address, authority) = tls();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("authority.pem");
    fs::write(&file, authority).expect("a file");
    let file = file.to_str().expect("UTF-8");
    let url = format!("https://api.example.com:{}/", address.port());
    let resolve = format!("api.example.com:{}:127.0.0.1", address.port());
    let with = |more: &[&str]| {
        run(&[&[url.as_str(), "--from", APP, "--resolve", &resolve], more].concat())
    };
    with(&["--cacert", file]).expect(0);
    with(&["--insecure"]).expect(0);
    let error = with(&[]).error();
    assert!(
        error.contains("`--cacert FILE` trusts another authority"),
        "{error}"
    );
    let error = with(&["--cacert", "/no/file"]).error();
    assert!(error.contains("has no certificates"), "{error}");
}

#[test]
fn tls_on_a_port_of_plain_http_is_an_error() {
    let server = Server::responding(|_| (200, allow("*")));
    let error = run(&[
        &format!("https://127.0.0.1:{}/", server.port),
        "--from",
        APP,
    ])
    .error();
    assert!(error.contains("TLS with `127.0.0.1`"), "{error}");
}

#[test]
fn proxy_of_http_gets_the_whole_url() {
    let proxy = Server::responding(|_| (200, allow("*")));
    let address = proxy.url("");
    let url = "http://api.localhost/users";
    run(&[url, "--from", APP, "-x", &address]).expect(0);
    run_with(&[url, "--from", APP], "", &[("http_proxy", &address)]).expect(0);
    let paths: Vec<String> = proxy.requests().into_iter().map(|it| it.path).collect();
    assert_eq!(paths, [url, url]);
    let no_proxy = [("http_proxy", address.as_str()), ("no_proxy", "localhost")];
    let server = Server::responding(|_| (200, allow("*")));
    run_with(
        &[&format!("http://localhost:{}/", server.port), "--from", APP],
        "",
        &no_proxy,
    )
    .expect(0);
    assert_eq!(proxy.requests().len(), 2);
}

#[test]
fn proxy_that_refuses_a_tunnel_is_an_error() {
    let proxy = Server::responding(|_| (403, Vec::new()));
    let error = run(&[
        "https://api.example.com/",
        "--from",
        APP,
        "-x",
        &proxy.url(""),
    ])
    .error();
    assert!(error.contains("through the proxy"), "{error}");
    assert_eq!(proxy.methods(), ["CONNECT"]);
    let error = run(&["http://127.0.0.1:9/", "--from", APP, "-x", "ftp://a"]).error();
    assert!(
        error.contains("proxies of `http`, `socks5`") || error.contains("is not a proxy"),
        "{error}"
    );
}
