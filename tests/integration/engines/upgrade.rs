//! Upgrades that the front passes on to a server.

use std::net::SocketAddr;

use http::{HeaderMap, Request, Response, StatusCode, header};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper_util::rt::TokioIo;
use tokio::{io::copy_bidirectional, net::TcpStream};

/// True if the request is to change the protocol of its connection.
pub(crate) fn is_wanted(headers: &HeaderMap) -> bool {
    headers.contains_key(header::UPGRADE)
}

/// Passes the request on. If the server agrees, both connections become one.
pub(crate) async fn pass_on(
    server: SocketAddr,
    mut request: Request<Incoming>,
) -> Response<Full<Bytes>> {
    let upgrade = hyper::upgrade::on(&mut request);
    let stream = TcpStream::connect(server).await.expect("it listens");
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .expect("a connection");
    tokio::spawn(connection.with_upgrades());
    let request = request.map(|_| Full::<Bytes>::default());
    let mut response = sender.send_request(request).await.expect("a response");
    if response.status() == StatusCode::SWITCHING_PROTOCOLS {
        let upgraded = hyper::upgrade::on(&mut response);
        tokio::spawn(async move {
            // Either side may hang up.
            if let (Ok(browser), Ok(server)) = tokio::join!(upgrade, upgraded) {
                let (mut browser, mut server) = (TokioIo::new(browser), TokioIo::new(server));
                let _ = copy_bidirectional(&mut browser, &mut server).await;
            }
        });
    }
    response.map(|_| Full::default())
}
