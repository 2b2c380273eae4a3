//! HTTP/2, which names the host in `:authority`.

use http::{Method, Request};
use http_body_util::Empty;
use hyper::client::conn::http2::{self, SendRequest};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::TcpStream;

use super::Server;

/// A connection over HTTP/2 with prior knowledge.
pub(crate) async fn connect_http2(server: &Server) -> SendRequest<Empty<&'static [u8]>> {
    let stream = TcpStream::connect(server.address())
        .await
        .expect("the server listens");
    let (client, connection) = http2::handshake(TokioExecutor::new(), TokioIo::new(stream))
        .await
        .expect("HTTP/2");
    tokio::spawn(connection);
    client
}

/// The status of a `POST` over HTTP/2 with prior knowledge, or of a preflight if the headers make it
/// one, and who may read the answer.
pub(crate) async fn send_http2(
    server: &Server,
    authority: &str,
    headers: &[(&str, &str)],
) -> (u16, Option<String>) {
    send_http2_over("http", server, authority, headers).await
}

/// The same with another `:scheme`: that of a proxy which passes on the browser's.
pub(crate) async fn send_http2_over(
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
    let answer = client.send_request(request).await.expect("an answer");
    let origin = answer.headers().get("access-control-allow-origin");
    (
        answer.status().as_u16(),
        origin.map(|value| value.to_str().expect("text").to_owned()),
    )
}
