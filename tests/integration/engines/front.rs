//! The front of all servers: an HTTP proxy that responds itself for every address of the test, over TLS or plain. It
//! records requests and forwards them by the first label of the host.

use std::{
    collections::{BTreeMap, HashMap},
    convert::Infallible,
    io::Cursor,
    net::SocketAddr,
    pin::Pin,
    sync::{Arc, Mutex},
};

use http::{HeaderMap, Method, Request, Response, StatusCode, header, uri::PathAndQuery};
use http_body_util::{BodyExt, Full};
use hyper::{
    body::{Bytes, Incoming},
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use rcgen::CertifiedKey;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use tokio_rustls::{TlsAcceptor, rustls};

use crate::{
    case::{Seen, compared},
    handler_response::{RAN, parameter},
    upgrade,
};

/// The path of the page, on every host.
pub(crate) const PAGE: &str = "/a-page";

/// The state that a visit leaves on the host of a server.
pub(crate) const COOKIES: [&str; 4] = [
    "unsaid=1; Path=/",
    "lax=1; Path=/; SameSite=Lax",
    "strict=1; Path=/; SameSite=Strict",
    "none=1; Path=/; SameSite=None; Secure",
];

#[derive(Debug, Default)]
struct State {
    /// By the first label of a host.
    servers: HashMap<&'static str, SocketAddr>,
    /// By the scenario that is named in the query.
    seen: Mutex<BTreeMap<usize, Vec<Seen>>>,
}

/// The socket; closed when dropped.
#[derive(Debug)]
pub(crate) struct Front {
    address: SocketAddr,
    state: Arc<State>,
    task: JoinHandle<()>,
}

impl Front {
    pub(crate) async fn start(servers: impl Iterator<Item = (&'static str, SocketAddr)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let acceptor = acceptor();
        let state = Arc::new(State {
            servers: servers.collect(),
            ..State::default()
        });
        let shared = Arc::clone(&state);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(accept(stream, acceptor.clone(), Arc::clone(&shared)));
            }
        });
        Self {
            address,
            state,
            task,
        }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// The requests of each scenario since the last call.
    pub(crate) fn take(&self) -> BTreeMap<usize, Vec<Seen>> {
        std::mem::take(&mut *self.state.seen.lock().expect("no panic"))
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// With a self-signed certificate.
fn acceptor() -> TlsAcceptor {
    let CertifiedKey { cert, signing_key } =
        rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let key = signing_key.serialize_der().try_into().expect("a key");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .expect("a certificate that fits its key");
    TlsAcceptor::from(Arc::new(config))
}

/// Serves a connection, or what comes out of a tunnel: both may start with TLS.
async fn accept(
    mut stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    acceptor: TlsAcceptor,
    state: Arc<State>,
) {
    // The first byte of a handshake; no method of HTTP begins so.
    let mut first = [0];
    if stream.read_exact(&mut first).await.is_err() {
        return;
    }
    let (rest, write) = tokio::io::split(stream);
    let stream = tokio::io::join(Cursor::new(first).chain(rest), write);
    if first == [22] {
        if let Ok(stream) = acceptor.clone().accept(stream).await {
            serve(stream, "https", acceptor, state).await;
        }
    } else {
        serve(stream, "http", acceptor, state).await;
    }
}

async fn serve(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    scheme: &'static str,
    acceptor: TlsAcceptor,
    state: Arc<State>,
) {
    let service = service_fn(move |request| {
        let (acceptor, state) = (acceptor.clone(), Arc::clone(&state));
        async move {
            if request.method() == Method::CONNECT {
                tokio::spawn(tunnel(request, acceptor, state));
                return Ok(Response::new(Full::default()));
            }
            respond(request, scheme, state).await
        }
    });
    // A browser may hang up whenever it likes.
    let _ = hyper::server::conn::http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades()
        .await;
}

/// Returns a boxed future, since it contains the one of `accept`.
fn tunnel(
    request: Request<Incoming>,
    acceptor: TlsAcceptor,
    state: Arc<State>,
) -> Pin<Box<dyn Future<Output = ()> + Send>> {
    Box::pin(async move {
        if let Ok(stream) = hyper::upgrade::on(request).await {
            accept(TokioIo::new(stream), acceptor, state).await;
        }
    })
}

async fn respond(
    mut request: Request<Incoming>,
    scheme: &'static str,
    state: Arc<State>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    // A proxy gets the whole URL of a request over plain http.
    let target = request.uri().path_and_query().cloned();
    *request.uri_mut() = target.unwrap_or(PathAndQuery::from_static("/")).into();
    request.headers_mut().remove("proxy-connection");
    let host = request.headers().get(header::HOST);
    let host = host.and_then(|host| host.to_str().ok()).unwrap_or_default();
    let first_label = host.split(['.', ':']).next().unwrap_or_default();
    let server = state.servers.get(first_label);
    if request.uri().path() == PAGE {
        return Ok(page(server.is_some()));
    }
    let Some(server) = server else {
        let mut response = Response::new(Full::default());
        *response.status_mut() = StatusCode::NOT_FOUND;
        return Ok(response);
    };
    let query = request.uri().query().unwrap_or_default();
    let scenario = parameter(query, "case").and_then(|case| case.parse().ok());
    let method = request.method().to_string();
    let url = format!("{scheme}://{host}{}", request.uri());
    let headers = compared(request.headers());
    let response = if upgrade::is_wanted(request.headers()) {
        upgrade::pass_on(*server, request).await
    } else {
        let (head, body) = request.into_parts();
        let body = body
            .collect()
            .await
            .map(http_body_util::Collected::to_bytes);
        let request = Request::from_parts(head, Full::new(body.unwrap_or_default()));
        pass_on(*server, request).await
    };
    if let Some(scenario) = scenario {
        let seen = Seen {
            method,
            url,
            headers,
            status: response.status().as_u16(),
            ran: response.headers().contains_key(RAN),
        };
        let mut all = state.seen.lock().expect("no panic");
        all.entry(scenario).or_default().push(seen);
    }
    Ok(response)
}

/// Sends a request as it is over a connection of its own.
pub(crate) async fn pass_on(
    server: SocketAddr,
    request: Request<Full<Bytes>>,
) -> Response<Full<Bytes>> {
    let stream = TcpStream::connect(server).await.expect("it listens");
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .expect("a connection");
    let connection = tokio::spawn(connection);
    let response = sender.send_request(request).await.expect("a response");
    let (head, body) = response.into_parts();
    let body = body.collect().await.expect("the whole body").to_bytes();
    connection.abort();
    Response::from_parts(head, Full::new(body))
}

fn page(is_server: bool) -> Response<Full<Bytes>> {
    let mut headers = HeaderMap::new();
    headers.insert(
        header::CONTENT_TYPE,
        "text/html; charset=utf-8".parse().expect("a value"),
    );
    if is_server {
        for cookie in COOKIES {
            headers.append(header::SET_COOKIE, cookie.parse().expect("a value"));
        }
    }
    let mut response = Response::new(Full::from(include_str!("page.html")));
    *response.headers_mut() = headers;
    response
}
