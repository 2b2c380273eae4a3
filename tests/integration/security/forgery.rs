//! Cross-site request forgery: CORS hides the response only; `enforce` refuses the request.

use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::Bytes;
use cors_runtime::{
    axum::{CorsRouter, routing},
    cors,
    rocket::{Cors, routes},
};
use rocket::{
    Data, Request,
    data::{FromData, Outcome},
    get, post,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use cors_tests::{APP, EVIL, Recorded, Server, post as post_, preflight};

/// The readers of a request's body.
static READ: AtomicUsize = AtomicUsize::new(0);

#[cors(origins = ["https://app.example.com"], credentials, allow(form_enforce))]
async fn hidden(_: Bytes) {
    READ.fetch_add(1, Ordering::SeqCst);
}

#[cors(origins = ["https://app.example.com"], credentials, enforce)]
async fn enforced(_: Bytes) {
    READ.fetch_add(1, Ordering::SeqCst);
}

struct Body;

#[rocket::async_trait]
impl<'r> FromData<'r> for Body {
    type Error = ();

    async fn from_data(_: &'r Request<'_>, _: Data<'r>) -> Outcome<'r, Self> {
        READ.fetch_add(1, Ordering::SeqCst);
        Outcome::Success(Self)
    }
}

#[cors(origins = ["https://app.example.com"], credentials, allow(form_enforce))]
#[post("/hidden", data = "<_body>")]
fn on_rocket(_body: Body) {}

#[cors(origins = ["https://app.example.com"], credentials, enforce)]
#[post("/enforced", data = "<_body>")]
fn enforced_on_rocket(_body: Body) {}

/// Also RUSTSEC-2026-0140 (dynoxide) and CVE-2021-32677 (FastAPI): a form or a `fetch` without preflight
/// reaches the handler from any site.
#[rocket::async_test]
async fn cve_2024_23639_simple_requests_of_foreign_sites() {
    Recorded::install();
    let app = CorsRouter::new()
        .route("/hidden", routing::post(hidden))
        .route("/enforced", routing::post(enforced));
    let rocket = rocket::build()
        .attach(Cors::fairing())
        .mount("/", routes![on_rocket, enforced_on_rocket]);
    for server in [Server::start(app).await, Server::launch(rocket).await] {
        let mut connection = server.connect().await;
        let mut status = async |path: &str, origin: &str, content_type: &str| {
            let before = READ.load(Ordering::SeqCst);
            let request = post_(path).origin(origin).body(content_type, "amount=1000");
            let response = connection.send(&request).await;
            (response.status, READ.load(Ordering::SeqCst) - before)
        };
        for content_type in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
        ] {
            for origin in [EVIL, "null", "http://127.0.0.1:8000"] {
                // CORS alone does this, as the README says.
                assert_eq!(status("/hidden", origin, content_type).await, (200, 1));
                assert_eq!(status("/enforced", origin, content_type).await, (403, 0));
            }
            assert_eq!(status("/enforced", APP, content_type).await, (200, 1));
        }

        // The body is not awaited. Rocket looks at its first bytes; the rest never comes.
        let mut stream = TcpStream::connect(server.address())
            .await
            .expect("the server listens");
        let head = format!(
            "POST /enforced HTTP/1.1\r\nhost: api.example.com\r\norigin: {EVIL}\r\ncontent-type: text/plain\r\ncontent-length: 1000000\r\n\r\n"
        );
        let begun = [head.as_bytes(), &[b'a'; 1024]].concat();
        stream.write_all(&begun).await.expect("it is sent");
        let mut response = [0; 12];
        tokio::time::timeout(
            std::time::Duration::from_secs(20),
            stream.read_exact(&mut response),
        )
        .await
        .expect("a response in time")
        .expect("a response");
        assert_eq!(&response, b"HTTP/1.1 403");
    }
}

/// Transfers that were carried out.
static TRANSFERRED: AtomicUsize = AtomicUsize::new(0);

async fn list() {}

#[cors(origins = ["https://app.example.com"], enforce)]
async fn transfer(_: Bytes) {
    TRANSFERRED.fetch_add(1, Ordering::SeqCst);
}

#[cors(origins = any, methods = [GET], headers = any)]
fn open_by_default() -> CorsRouter {
    CorsRouter::new().route("/accounts", routing::get(list).post(transfer))
}

#[cors(origins = any, headers = any)]
#[get("/accounts")]
fn list_on_rocket() {}

#[cors(origins = ["https://app.example.com"], enforce)]
#[post("/accounts")]
fn transfer_on_rocket() {
    TRANSFERRED.fetch_add(1, Ordering::SeqCst);
}

/// A browser remembers for a URL which headers a script may set, whatever the requested method is: the policy of `GET`
/// then allows a foreign page to send `X-Forwarded-Host` with its `POST`. On plain http no `Sec-Fetch-Site`
/// distinguishes the page from the site.
#[rocket::async_test]
async fn script_cannot_forge_the_host_it_is_compared_with() {
    Recorded::install();
    let rocket = rocket::build()
        .attach(Cors::fairing())
        .mount("/", routes![list_on_rocket, transfer_on_rocket]);
    let evil = "http://evil.example";
    for server in [
        Server::start(open_by_default()).await,
        Server::launch(rocket).await,
    ] {
        let mut connection = server.connect().await;
        let sent = preflight("/accounts", evil, "GET")
            .header("access-control-request-headers", "x-forwarded-host");
        let permission = connection.send(&sent).await;
        assert_eq!(permission.status, 204);
        assert_eq!(permission.all("access-control-allow-headers"), ["*"]);
        for (name, value) in [
            ("x-forwarded-host", "evil.example"),
            ("x-forwarded-server", "evil.example"),
            ("x-original-host", "evil.example"),
            ("x-host", "evil.example"),
            ("forwarded", "host=evil.example"),
            ("forwarded", "host=\"evil.example\";proto=http"),
        ] {
            let request = post_("/accounts").origin(evil).header(name, value);
            let response = connection.send(&request).await;
            assert_eq!(response.status, 403, "{name}: {value}");
        }
        assert_eq!(TRANSFERRED.load(Ordering::SeqCst), 0);
    }
}
