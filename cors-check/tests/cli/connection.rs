//! TLS, proxies and addresses.

use std::{
    convert::Infallible,
    fs,
    io::{self, Read, Write},
    net::TcpStream,
    sync::{Arc, Mutex, mpsc},
    thread,
    time::Duration,
};

use http::{HeaderName, HeaderValue, Request, Response, Version};
use hyper::{
    body::Incoming,
    server::conn::{http1, http2},
    service::service_fn,
};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tempfile::TempDir;
use tokio::{net::TcpListener, runtime};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::ring,
        pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
    },
};

use crate::support::{APP, Output, Server, allow, run, run_with};

/// A server of TLS for `api.example.com`.
struct TlsServer {
    port: u16,
    _folder: TempDir,
    /// The certificate of its authority.
    authority: String,
    versions: Arc<Mutex<Vec<Version>>>,
}

impl TlsServer {
    /// A server that responds with these headers, over the versions of HTTP that it negotiates.
    fn new(protocols: &[&str], headers: usize) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (mut config, authority) = certificates();
        config.alpn_protocols = protocols
            .iter()
            .map(|name| name.as_bytes().to_vec())
            .collect();
        let file = folder.path().join("authority.pem");
        fs::write(&file, authority).expect("a file");
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let (sender, receiver) = mpsc::channel();
        let versions = Arc::<Mutex<Vec<Version>>>::default();
        let seen = versions.clone();
        thread::spawn(move || {
            let runtime = runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(async {
                let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
                sender
                    .send(listener.local_addr().expect("an address"))
                    .expect("the test waits");
                loop {
                    let (stream, _) = listener.accept().await.expect("a connection");
                    let (acceptor, seen) = (acceptor.clone(), seen.clone());
                    tokio::spawn(async move {
                        let Ok(stream) = acceptor.accept(stream).await else {
                            return;
                        };
                        let service = service_fn(move |request: Request<Incoming>| {
                            seen.lock().expect("no panic").push(request.version());
                            async move { Ok::<_, Infallible>(respond(&request, headers)) }
                        });
                        let io = TokioIo::new(stream);
                        if io.inner().get_ref().1.alpn_protocol() == Some(b"h2") {
                            let _ = http2::Builder::new(TokioExecutor::new())
                                .serve_connection(io, service)
                                .await;
                        } else {
                            let _ = http1::Builder::new().serve_connection(io, service).await;
                        }
                    });
                }
            });
        });
        Self {
            port: receiver.recv().expect("an address").port(),
            authority: file.to_str().expect("UTF-8").to_owned(),
            _folder: folder,
            versions,
        }
    }

    fn run(&self, more: &[&str]) -> Output {
        let url = format!("https://api.example.com:{}/", self.port);
        let resolve = format!("api.example.com:{}:127.0.0.1", self.port);
        run(&[&[url.as_str(), "--from", APP, "--resolve", &resolve], more].concat())
    }
}

/// Allows the request; with filler of a number of headers.
fn respond(request: &Request<Incoming>, headers: usize) -> Response<String> {
    let origin = request.headers().get("origin").cloned();
    let mut response = Response::new("ok".to_owned());
    let map = response.headers_mut();
    map.insert("access-control-allow-origin", origin.expect("an origin"));
    map.insert(
        "access-control-allow-methods",
        HeaderValue::from_static("PUT"),
    );
    map.insert(
        "access-control-allow-headers",
        HeaderValue::from_static("content-type"),
    );
    for number in 0..headers {
        let name: HeaderName = format!("x-filler-{number}").parse().expect("a name");
        map.insert(
            name,
            HeaderValue::from_str(&"a".repeat(1000)).expect("a value"),
        );
    }
    response
}

/// A configuration for `api.example.com`, and the certificate of its authority.
fn certificates() -> (ServerConfig, String) {
    let key = KeyPair::generate().expect("a key");
    let mut authority = CertificateParams::new(Vec::new()).expect("no names");
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, key).expect("an authority");
    let key = KeyPair::generate().expect("a key");
    let names = vec!["api.example.com".to_owned()];
    let certificate = CertificateParams::new(names).expect("a name");
    let certificate = certificate
        .signed_by(&key, &authority)
        .expect("a certificate");
    let private = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], private)
        .expect("a certificate");
    (config, authority.pem())
}

#[test]
fn tls_needs_a_trusted_authority() {
    let server = TlsServer::new(&[], 0);
    server.run(&["--cacert", &server.authority]).expect(0);
    server.run(&["--insecure"]).expect(0);
    let error = server.run(&[]).error();
    assert!(
        error.contains("`--cacert FILE` trusts another authority"),
        "{error}"
    );
    let error = server.run(&["--cacert", "/no/file"]).error();
    assert!(error.contains("no certificates were read"), "{error}");
}

#[test]
fn tls_negotiates_the_version_of_http() {
    for (protocols, version) in [
        (&["h2", "http/1.1"][..], Version::HTTP_2),
        (&["http/1.1"], Version::HTTP_11),
    ] {
        let server = TlsServer::new(protocols, 0);
        let put = [
            "-k",
            "-X",
            "PUT",
            "-H",
            "content-type: application/json",
            "-d",
            "{}",
        ];
        let text = server.run(&put).expect(0);
        assert!(text.contains("status 200, 2 bytes of the body"), "{text}");
        assert_eq!(*server.versions.lock().expect("no panic"), [version; 2]);
    }
}

#[test]
fn heads_of_http2_are_limited_to_64_kib() {
    TlsServer::new(&["h2"], 40).run(&["-k"]).expect(0);
    TlsServer::new(&["h2"], 100).run(&["-k"]).error();
}

/// Connects the two streams until one ends.
fn join(one: &TcpStream, other: &TcpStream) {
    for (from, to) in [(one, other), (other, one)] {
        let (mut from, mut to) = (
            from.try_clone().expect("a stream"),
            to.try_clone().expect("a stream"),
        );
        thread::spawn(move || {
            let _ = io::copy(&mut from, &mut to);
            let _ = to.shutdown(std::net::Shutdown::Both);
        });
    }
    thread::sleep(Duration::from_secs(5));
}

#[test]
fn tunnel_of_a_proxy_carries_tls() {
    let server = TlsServer::new(&["h2"], 0);
    let port = server.port;
    let proxy = Server::raw(move |_, stream| {
        let target = TcpStream::connect(("127.0.0.1", port)).expect("a server");
        stream
            .write_all(b"HTTP/1.1 200 Connected\r\n\r\n")
            .expect("a client");
        stream.set_read_timeout(None).expect("a stream");
        join(stream, &target);
    });
    server
        .run(&[
            "-k",
            "-x",
            &format!("http://ada:secret@127.0.0.1:{}", proxy.port),
        ])
        .expect(0);
    let request = &proxy.requests()[0];
    assert_eq!(
        (request.method.as_str(), request.path.as_str()),
        ("CONNECT", &*format!("api.example.com:{port}"))
    );
    assert_eq!(
        request.header("proxy-authorization"),
        "Basic YWRhOnNlY3JldA=="
    );
}

#[test]
fn proxy_of_socks_carries_requests() {
    let server = Server::responding(|_| (200, allow("*")));
    let port = server.port;
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let proxy = format!("socks5h://{}", listener.local_addr().expect("an address"));
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a client");
        // RFC 1928: no authentication, then a domain name with its port.
        let mut greeting = [0; 2];
        stream.read_exact(&mut greeting).expect("a greeting");
        stream
            .read_exact(&mut vec![0; usize::from(greeting[1])])
            .expect("methods");
        stream.write_all(&[5, 0]).expect("a client");
        let mut head = [0; 5];
        stream.read_exact(&mut head).expect("a request");
        let mut name = vec![0; usize::from(head[4]) + 2];
        stream.read_exact(&mut name).expect("a name");
        name.truncate(usize::from(head[4]));
        sender
            .send(String::from_utf8(name).expect("a name"))
            .expect("the test waits");
        stream
            .write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0])
            .expect("a client");
        join(
            &stream,
            &TcpStream::connect(("127.0.0.1", port)).expect("a server"),
        );
    });
    run(&["http://api.localhost/", "--from", APP, "-x", &proxy]).expect(0);
    assert_eq!(receiver.recv().expect("a name"), "api.localhost");
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
    assert!(
        error.contains("TLS with `127.0.0.1`") && error.contains("a port of plain http"),
        "{error}"
    );
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
fn proxy_without_its_user_is_an_error() {
    let proxy = Server::responding(|_| (407, allow("*")));
    for url in ["http://api.localhost/", "https://api.localhost/"] {
        let error = run(&[url, "--from", APP, "-x", &proxy.url("")]).error();
        assert!(error.contains("-x http://user:password@"), "{error}");
    }
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
