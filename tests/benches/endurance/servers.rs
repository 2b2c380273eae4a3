//! The servers, each a process of its own, so that its memory is its own.

use core::time::Duration;
use std::{
    fs,
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    thread,
    time::Instant,
};

use axum::{
    Json, Router, extract::Request, http::StatusCode, middleware::Next, response::Response, routing,
};

/// The variable that makes this program a server.
pub(crate) const CHILD: &str = "CORS_ENDURANCE_SERVER";
const PORT: &str = "CORS_ENDURANCE_PORT";

/// What is compared, a twin behind each.
pub(crate) const SERVERS: [&str; 4] = [
    "axum-quickstart",
    "bare axum",
    "rocket-quickstart",
    "bare Rocket",
];

/// A server that runs until this is dropped.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    process: Child,
}

impl Server {
    pub(crate) fn start(name: &str) -> Self {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|it| it.local_addr());
        let address = free.expect("a free port");
        let process = Command::new(std::env::current_exe().expect("the path of this program"))
            .env(CHILD, name)
            .env(PORT, address.port().to_string())
            .stdout(Stdio::null())
            .spawn();
        let server = Self {
            address,
            process: process.expect("the server starts"),
        };
        let start = Instant::now();
        while TcpStream::connect(address).is_err() {
            assert!(
                start.elapsed() < Duration::from_secs(30),
                "{name} does not listen"
            );
            thread::sleep(Duration::from_millis(50));
        }
        server
    }

    /// Resident memory, in KiB.
    pub(crate) fn memory(&self) -> u64 {
        let status = format!("/proc/{}/status", self.process.id());
        let status = fs::read_to_string(status).expect("the server is alive");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = line.and_then(|line| line.trim().strip_suffix(" kB"));
        kib.and_then(|kib| kib.parse().ok()).expect("its memory")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have died.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// Serves until it is killed.
pub(crate) fn run(name: &str) {
    let port: u16 = std::env::var(PORT)
        .ok()
        .and_then(|port| port.parse().ok())
        .expect("a port");
    match name {
        "axum-quickstart" => on_axum(port, axum_quickstart::app().into_router()),
        "bare axum" => on_axum(port, bare_axum()),
        "rocket-quickstart" => on_rocket(port, rocket_quickstart::app()),
        "bare Rocket" => on_rocket(port, bare_rocket::app()),
        name => panic!("no server is called {name}"),
    }
}

fn on_axum(port: u16, app: Router) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await;
        let served = axum::serve(listener.expect("a listener"), app).await;
        served.expect("it serves");
    });
}

fn on_rocket(port: u16, app: rocket::Rocket<rocket::Build>) {
    let figment = app
        .figment()
        .clone()
        .merge(("port", port))
        .merge(("log_level", "off"));
    let app = app.configure(figment);
    rocket::execute(app.launch()).expect("it serves");
}

fn bare_axum() -> Router {
    let list = || async { ([("x-total-count", "0")], Json(Vec::<u8>::new())) };
    let none = || async { StatusCode::NO_CONTENT };
    Router::new()
        .route("/notes", routing::get(list).post(none))
        .route("/notes/{id}", routing::delete(none))
        .layer(axum::middleware::from_fn(require_token))
        .route("/health", routing::get(|| async { "ok" }))
}

async fn require_token(request: Request, next: Next) -> Result<Response, StatusCode> {
    if request.method().is_safe() {
        Ok(next.run(request).await)
    } else {
        Err(StatusCode::UNAUTHORIZED)
    }
}

mod bare_rocket {
    use rocket::{
        Build, Config, Rocket, get,
        http::{Header, Status},
        post, routes,
        serde::json::Json,
    };

    #[derive(rocket::Responder)]
    struct List {
        notes: Json<Vec<u8>>,
        total: Header<'static>,
    }

    #[get("/notes")]
    fn list() -> List {
        List {
            notes: Json(Vec::new()),
            total: Header::new("x-total-count", "0"),
        }
    }

    #[post("/notes", format = "json")]
    fn create() -> Status {
        Status::Unauthorized
    }

    #[get("/health")]
    fn health() -> &'static str {
        "ok"
    }

    pub(super) fn app() -> Rocket<Build> {
        rocket::custom(Config::default()).mount("/", routes![list, create, health])
    }
}
