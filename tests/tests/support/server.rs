//! Routers on a socket.

use std::net::SocketAddr;

use axum::Router;
use cors_runtime::axum::CorsRouter;
use tokio::{net::TcpListener, task::JoinHandle};

use super::{Answer, Connection, Request};

/// A server on a free port of the loopback interface, stopped when dropped.
pub(crate) struct Server {
    address: SocketAddr,
    task: JoinHandle<std::io::Result<()>>,
}

impl Server {
    /// Serves a `CorsRouter` as it is.
    pub(crate) async fn start(app: CorsRouter) -> Self {
        let (listener, address) = bind().await;
        let task = tokio::spawn(async move { axum::serve(listener, app).await });
        Self { address, task }
    }

    /// Serves a plain router.
    pub(crate) async fn start_plain(app: Router) -> Self {
        let (listener, address) = bind().await;
        let task = tokio::spawn(async move { axum::serve(listener, app).await });
        Self { address, task }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) async fn connect(&self) -> Connection {
        Connection::open(self.address).await
    }

    /// Sends a request over a connection of its own.
    pub(crate) async fn send(&self, request: Request) -> Answer {
        self.connect().await.send(&request).await
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn bind() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    (listener, address)
}
