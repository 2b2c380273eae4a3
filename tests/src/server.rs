//! Servers of axum and Rocket on a socket.

use std::net::SocketAddr;

use axum::Router;
use cors_runtime::axum::CorsRouter;
use rocket::{Build, Config, Rocket, config::LogLevel, fairing::AdHoc};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

use super::{Connection, RawResponse, Request};

/// A server on a free port of the loopback interface, stopped when dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl Server {
    /// Serves a `CorsRouter`.
    pub async fn start(app: CorsRouter) -> Self {
        let (listener, address) = bind().await;
        let task =
            tokio::spawn(async move { axum::serve(listener, app).await.expect("it serves") });
        Self { address, task }
    }

    /// Serves a plain router.
    pub async fn start_plain(app: Router) -> Self {
        let (listener, address) = bind().await;
        let task =
            tokio::spawn(async move { axum::serve(listener, app).await.expect("it serves") });
        Self { address, task }
    }

    /// Launches a Rocket without a log.
    pub async fn launch(rocket: Rocket<Build>) -> Self {
        let (sender, receiver) = oneshot::channel();
        let sender = std::sync::Mutex::new(Some(sender));
        let listening = AdHoc::on_liftoff("a test listens", move |rocket| {
            let config = rocket.config();
            let address = SocketAddr::new(config.address, config.port);
            let sender = sender.lock().ok().and_then(|mut sender| sender.take());
            Box::pin(async move {
                if let Some(sender) = sender {
                    let _ = sender.send(address);
                }
            })
        });
        let rocket = rocket.configure(quiet()).attach(listening);
        let task = tokio::spawn(async move {
            rocket.launch().await.expect("it launches");
        });
        let address = receiver.await.expect("it launches");
        Self { address, task }
    }

    /// The address of its socket.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Opens a connection.
    pub async fn connect(&self) -> Connection {
        Connection::open(self.address).await
    }

    /// Sends a request over a new connection.
    pub async fn send(&self, request: Request) -> RawResponse {
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

/// The configuration of a Rocket under test: a free port of the loopback interface, and no log.
#[must_use]
pub fn quiet() -> Config {
    Config {
        port: 0,
        log_level: LogLevel::Off,
        ..Config::debug_default()
    }
}
