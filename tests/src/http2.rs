//! An HTTP/2 client. HTTP/2 names the host in `:authority`.

use http::{Method, Request};
use http_body_util::Empty;
use hyper::client::conn::http2::{self, SendRequest};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::TcpStream;

use super::Server;

/// A connection over HTTP/2 with prior knowledge.
pub async fn connect_http2(server: &Server) -> SendRequest<Empty<&'static [u8]>> {
    let stream = TcpStream::connect(server.address())
        .await
        .expect("the server listens");
    let (client, connection) = http2::handshake(TokioExecutor::new(), TokioIo::new(stream))
        .await
        .expect("HTTP/2");
    tokio::spawn(connection);
    client
}

/// Sends a `POST`, or a preflight if a header requests one, over HTTP/2 with prior knowledge. Returns the status and
/// the allowed origin.
pub async fn send_http2(
    server: &Server,
    authority: &str,
    headers: &[(&str, &str)],
) -> (u16, Option<String>) {
    send_http2_over("http", server, authority, headers).await
}

/// The same with another `:scheme`, such as one that a proxy forwards.
pub async fn send_http2_over(
    scheme: &str,
    server: &Server,
    authority: &str,
    headers: &[(&str, &str)],
) -> (u16, Option<String>) {
    let mut client = connect_http2(server).await;
    let mut request = Request::builder().uri(format!("{scheme}://{authority}/"));
    request = request.method(
        if headers
            .iter()
            .any(|(name, _)| name.starts_with("access-control-"))
        {
            Method::OPTIONS
        } else {
            Method::POST
        },
    );
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Empty::new()).expect("a request");
    let response = client.send_request(request).await.expect("a response");
    let origin = response.headers().get("access-control-allow-origin");
    (
        response.status().as_u16(),
        origin.map(|value| value.to_str().expect("text").to_owned()),
    )
}
