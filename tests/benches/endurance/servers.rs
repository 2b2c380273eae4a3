//! The servers, each a process of its own, so that its memory is its own.

use core::time::Duration;
use std::{
    fs,
    io::{BufRead, BufReader},
    net::{Ipv4Addr, SocketAddr},
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
};

use axum::{
    Json, Router, extract::Request, http::StatusCode, middleware::Next, response::Response, routing,
};
use rocket::fairing::AdHoc;

/// The variable that makes this program a server.
pub(crate) const CHILD: &str = "CORS_ENDURANCE_SERVER";

/// The servers, each with a twin.
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
        let process = Command::new(std::env::current_exe().expect("the path of this program"))
            .env(CHILD, name)
            .stdout(Stdio::piped())
            .spawn();
        let mut server = Self {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            process: process.expect("the server starts"),
        };
        // It takes a free port itself and prints it, so no listener of another process is measured.
        let output = server.process.stdout.take().expect("it is piped");
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            let mut line = String::new();
            let read = BufReader::new(output).read_line(&mut line);
            // The receiver is gone if it took too long.
            let _ = sender.send(read.map(|_| line));
        });
        let line = receiver.recv_timeout(Duration::from_secs(30));
        let port = line.ok().and_then(Result::ok);
        let port = port.and_then(|line| line.trim().parse().ok());
        let port: u16 = port.unwrap_or_else(|| panic!("{name} does not listen"));
        server.address.set_port(port);
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
    match name {
        "axum-quickstart" => on_axum(axum_quickstart::app().into_router()),
        "bare axum" => on_axum(bare_axum()),
        "rocket-quickstart" => on_rocket(rocket_quickstart::app()),
        "bare Rocket" => on_rocket(bare_rocket::app()),
        name => panic!("no server is called {name}"),
    }
}

/// The only line on the standard output: where it listens.
fn tell(port: u16) {
    println!("{port}");
}

fn on_axum(app: Router) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
        let listener = listener.expect("a listener");
        tell(listener.local_addr().expect("an address").port());
        let served = axum::serve(listener, app).await;
        served.expect("it serves");
    });
}

fn on_rocket(app: rocket::Rocket<rocket::Build>) {
    let figment = app
        .figment()
        .clone()
        .merge(("address", Ipv4Addr::LOCALHOST))
        .merge(("port", 0))
        .merge(("log_level", "off"));
    let listening = AdHoc::on_liftoff("where it listens", |rocket| {
        tell(rocket.config().port);
        Box::pin(async {})
    });
    let app = app.configure(figment).attach(listening);
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
