//! Routers and Rockets on a socket.

use std::net::SocketAddr;

use axum::Router;
use cors_runtime::axum::CorsRouter;
use rocket::{Build, Config, Rocket, config::LogLevel, fairing::AdHoc};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

use super::{Answer, Connection, Request};

/// A server on a free port of the loopback interface, stopped when dropped.
pub(crate) struct Server {
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl Server {
    /// Serves a `CorsRouter` as it is.
    pub(crate) async fn start(app: CorsRouter) -> Self {
        let (listener, address) = bind().await;
        let task =
            tokio::spawn(async move { axum::serve(listener, app).await.expect("it serves") });
        Self { address, task }
    }

    /// Serves a plain router.
    pub(crate) async fn start_plain(app: Router) -> Self {
        let (listener, address) = bind().await;
        let task =
            tokio::spawn(async move { axum::serve(listener, app).await.expect("it serves") });
        Self { address, task }
    }

    /// Launches a Rocket, in silence.
    pub(crate) async fn launch(rocket: Rocket<Build>) -> Self {
        let (tell, told) = oneshot::channel();
        let tell = std::sync::Mutex::new(Some(tell));
        let listening = AdHoc::on_liftoff("a test listens", move |rocket| {
            let config = rocket.config();
            let address = SocketAddr::new(config.address, config.port);
            let tell = tell.lock().ok().and_then(|mut tell| tell.take());
            Box::pin(async move {
                if let Some(tell) = tell {
                    let _ = tell.send(address);
                }
            })
        });
        let rocket = rocket.configure(quiet()).attach(listening);
        let task = tokio::spawn(async move {
            rocket.launch().await.expect("it launches");
        });
        let address = told.await.expect("it launches");
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

/// The configuration of a Rocket under test: a free port of the loopback interface, and no log.
pub(crate) fn quiet() -> Config {
    Config {
        port: 0,
        log_level: LogLevel::Off,
        ..Config::debug_default()
    }
}
