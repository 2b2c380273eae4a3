//! Starts and stops the servers.

use std::{
    env,
    error::Error,
    fmt,
    io::{self, ErrorKind},
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{Router, middleware::from_fn_with_state};
use cors_runtime::rocket::Cors;
use rocket::{Config, config::LogLevel, fairing::AdHoc};
use tokio::{
    net::TcpListener,
    sync::{oneshot, watch},
    task::JoinSet,
    time::timeout,
};

use crate::{
    Framework, PAGE_PORTS, axum_api,
    card::Cards,
    page::{self, Api, Shared},
    record::{self, Recorder},
    rocket_api,
};

/// The time that requests in progress have when the servers stop.
const GRACE: Duration = Duration::from_secs(2);

/// The ports of the servers. 0 is any free port.
#[derive(Clone, Copy, Debug)]
pub struct Ports {
    /// The ports of the pages. The policies allow only [`PAGE_PORTS`].
    pub pages: [u16; 4],
    /// The port of the API on axum.
    pub axum: u16,
    /// The port of the API on Rocket.
    pub rocket: u16,
}

const AXUM_PORT: (&str, u16) = ("PLAYGROUND_AXUM_PORT", 4110);
const ROCKET_PORT: (&str, u16) = ("PLAYGROUND_ROCKET_PORT", 4111);

impl Ports {
    /// The default ports, or those of the variables `PLAYGROUND_AXUM_PORT` and `PLAYGROUND_ROCKET_PORT`.
    pub fn from_env() -> Result<Self, StartError> {
        let port = |(name, default): (&str, u16)| match env::var(name) {
            Err(env::VarError::NotPresent) => Ok(default),
            Ok(value) => value
                .parse()
                .map_err(|_| StartError::InvalidPort(name.to_owned())),
            Err(env::VarError::NotUnicode(_)) => Err(StartError::InvalidPort(name.to_owned())),
        };
        Ok(Self {
            pages: PAGE_PORTS,
            axum: port(AXUM_PORT)?,
            rocket: port(ROCKET_PORT)?,
        })
    }
}

/// The error of a start.
#[derive(Debug)]
pub enum StartError {
    /// The environment variable is not a port.
    InvalidPort(String),
    /// A port cannot be listened on.
    Listen {
        /// The port of 127.0.0.1.
        port: u16,
        /// The error of the operating system.
        error: io::Error,
    },
    /// Rocket does not launch.
    Rocket(String),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidPort(name) => {
                write!(f, "`{name}` is not a port: write a number, such as `4200`")
            }
            Self::Rocket(error) => write!(f, "Rocket does not launch: {error}"),
            Self::Listen { port, error } => {
                if error.kind() == ErrorKind::AddrInUse {
                    writeln!(f, "port {port} of 127.0.0.1 is taken")?;
                } else {
                    writeln!(f, "cannot listen on port {port} of 127.0.0.1: {error}")?;
                }
                if PAGE_PORTS.contains(port) {
                    write!(
                        f,
                        "  note: the policies name `http://localhost:{port}`, so the page needs this port\n  \
                         help: stop the program that listens there; find it with `ss -ltnp 'sport = :{port}'` or \
                         `lsof -i :{port}`"
                    )
                } else {
                    write!(
                        f,
                        "  help: choose another one by `{}` or `{}`",
                        AXUM_PORT.0, ROCKET_PORT.0
                    )
                }
            }
        }
    }
}

impl Error for StartError {}

/// The running servers.
#[derive(Debug)]
pub struct Playground {
    page: SocketAddr,
    axum: SocketAddr,
    rocket: SocketAddr,
    stop: watch::Sender<bool>,
    shutdown: rocket::Shutdown,
    servers: JoinSet<()>,
}

impl Playground {
    /// Starts the two APIs, and the pages.
    pub async fn start(ports: Ports) -> Result<Self, StartError> {
        let (stop, stopped) = watch::channel(false);
        let mut servers = JoinSet::new();
        let recorder = Recorder::default();

        // Bind all ports before serving any of them.
        let mut pages = Vec::new();
        for port in ports.pages {
            pages.push(listen(port).await?);
        }
        let axum = listen(ports.axum).await?;
        let address = |listener: &TcpListener| {
            let port = ports.axum;
            listener
                .local_addr()
                .map_err(|error| StartError::Listen { port, error })
        };
        let (page_address, axum_address) = (address(&pages[0])?, address(&axum)?);

        let axum_app = axum_api::api();
        let axum_report = axum_app.report();
        // This layer is outside of CORS, so it sees preflights and the CORS headers of responses.
        let axum_app = axum_app
            .into_router()
            .layer(from_fn_with_state(recorder.clone(), record::layer));
        serve(&mut servers, axum, axum_app, stopped.clone());

        let (rocket_address, rocket_cards, shutdown) =
            launch(&mut servers, ports.rocket, recorder.clone()).await?;

        let api = |framework, address: SocketAddr, cards| Api {
            framework,
            address,
            url: format!("http://localhost:{}", address.port()),
            cards,
        };
        let axum_cards = Cards::of(Framework::Axum, &axum_report);
        let shared = Arc::new(Shared {
            apis: [
                api(Framework::Axum, axum_address, axum_cards),
                api(Framework::Rocket, rocket_address, rocket_cards),
            ],
            recorder,
        });
        for listener in pages {
            let pages = page::router(Arc::clone(&shared), address(&listener)?);
            serve(&mut servers, listener, pages, stopped.clone());
        }
        Ok(Self {
            page: page_address,
            axum: axum_address,
            rocket: rocket_address,
            stop,
            shutdown,
            servers,
        })
    }

    /// The address of the page.
    #[must_use]
    pub const fn page(&self) -> SocketAddr {
        self.page
    }

    /// The address of an API.
    #[must_use]
    pub const fn api(&self, framework: Framework) -> SocketAddr {
        match framework {
            Framework::Axum => self.axum,
            Framework::Rocket => self.rocket,
        }
    }

    /// Stops all servers. Requests in progress have two seconds.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        self.shutdown.notify();
        let ended = async { while self.servers.join_next().await.is_some() {} };
        // Requests that take longer are dropped.
        let _ = timeout(GRACE, ended).await;
    }
}

async fn listen(port: u16) -> Result<TcpListener, StartError> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .map_err(|error| StartError::Listen { port, error })
}

fn serve(
    servers: &mut JoinSet<()>,
    listener: TcpListener,
    app: Router,
    mut stopped: watch::Receiver<bool>,
) {
    servers.spawn(async move {
        let stopped = async move {
            let _ = stopped.wait_for(|stopped| *stopped).await;
        };
        // `serve` returns no error: axum retries if it cannot accept a connection.
        let _ = axum::serve(listener, app)
            .with_graceful_shutdown(stopped)
            .await;
    });
}

/// Launches Rocket, and waits until it listens.
async fn launch(
    servers: &mut JoinSet<()>,
    port: u16,
    recorder: Recorder,
) -> Result<(SocketAddr, Cards, rocket::Shutdown), StartError> {
    let mut config = Config {
        address: Ipv4Addr::LOCALHOST.into(),
        port,
        log_level: LogLevel::Off,
        cli_colors: false,
        ..Config::default()
    };
    // `main` handles signals.
    config.shutdown.ctrlc = false;
    config.shutdown.signals.clear();
    config.shutdown.grace = 1;
    config.shutdown.mercy = 1;

    let (sender, listening) = oneshot::channel();
    let sender = Mutex::new(Some(sender));
    let listening_at = AdHoc::on_liftoff("playground address", move |rocket| {
        let address = SocketAddr::new(rocket.config().address, rocket.config().port);
        let sender = sender.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(sender) = sender {
            // The receiver is gone if the start was cancelled.
            let _ = sender.send(address);
        }
        Box::pin(async {})
    });
    let rocket = rocket_api::api(config)
        .attach(recorder)
        .attach(listening_at)
        .ignite()
        .await
        .map_err(|error| StartError::Rocket(error.to_string()))?;
    let cards = Cards::of(Framework::Rocket, &Cors::report(&rocket));
    let shutdown = rocket.shutdown();
    let (sender, failed) = oneshot::channel();
    servers.spawn(async move {
        if let Err(error) = rocket.launch().await {
            let failure = match error.kind() {
                rocket::error::ErrorKind::Bind(error) => StartError::Listen {
                    port,
                    error: io::Error::new(error.kind(), error.to_string()),
                },
                kind => StartError::Rocket(kind.to_string()),
            };
            let _ = sender.send(failure);
        }
    });
    tokio::select! {
        Ok(address) = listening => Ok((address, cards, shutdown)),
        Ok(error) = failed => Err(error),
        else => Err(StartError::Rocket("it stopped at once".to_owned())),
    }
}
