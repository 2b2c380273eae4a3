//! Running servers, by their address.

use std::{
    net::{SocketAddr, TcpListener},
    thread,
};

use cors_runtime::{
    axum::{
        CorsRouter,
        routing::{get, put},
    },
    cors,
    rocket::{Cors, routes},
    testing::{self, Browser, Reason, Stage},
};

use crate::{API, APP, EVIL};
use cors_tests::Server;

#[cors(origins = ["https://app.example.com"], headers = ["content-type"], credentials, allow(form_enforce))]
async fn rename(headers: http::HeaderMap, body: String) -> String {
    let line = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = line("host").unwrap_or_default();
    format!(
        "{body} of {} at {host}",
        line("cookie").unwrap_or("no cookie")
    )
}

#[cors(origins = any, expose_headers = ["x-total-count"])]
#[rocket::get("/users")]
fn list() -> &'static str {
    "list"
}

#[tokio::test]
async fn page_calls_a_listening_server() {
    let server = Server::start(CorsRouter::new().route("/users/{id}", put(rename))).await;
    let browser = Browser::at(APP).open_at(API, server.address());
    browser.set_cookie(API, "session=1; SameSite=Lax");
    let rename = || testing::put("/users/1?a=b").json("{}").credentials();
    let response = browser.fetch(rename()).await.expect("it is allowed");
    // The app uses the address that the browser requests.
    assert_eq!(response.text(), "{} of session=1 at api.example.com");

    let blocked = browser
        .go_to(EVIL)
        .fetch(rename())
        .await
        .expect_err("another site");
    assert_eq!(
        (blocked.reason(), blocked.stage()),
        (Reason::OriginNotAllowed, Stage::Preflight)
    );
}

#[rocket::async_test]
async fn page_calls_a_launched_rocket() {
    let rocket = rocket::build()
        .attach(Cors::fairing())
        .mount("/", routes![list]);
    let server = Server::launch(rocket).await;
    let browser = Browser::at(EVIL).open(format!("http://{}", server.address()));
    let response = browser
        .fetch(testing::get("/users"))
        .await
        .expect("any may");
    assert_eq!(response.text(), "list");
}

#[test]
fn blocking_test_needs_no_runtime() {
    #[cors(origins = ["https://app.example.com"])]
    async fn status() -> &'static str {
        "up"
    }
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(async {
            listener.set_nonblocking(true).expect("a socket option");
            let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
            let app = CorsRouter::new().route("/", get(status));
            axum::serve(listener, app).await.expect("it serves");
        });
    });
    let open = |page: &str| Browser::at(page).open_at(API, address);
    let response = open(APP).fetch_blocking(testing::get("/"));
    assert_eq!(response.expect("it is allowed").text(), "up");
    let blocked = open(EVIL).fetch_blocking(testing::get("/"));
    assert_eq!(
        blocked.expect_err("another site").reason(),
        Reason::OriginNotAllowed
    );
}

#[tokio::test]
async fn missing_server_is_an_error() {
    // Bound as long as the test runs, so no other process can listen there.
    let bound = tokio::net::TcpSocket::new_v4().expect("a socket");
    let any = SocketAddr::from(([127, 0, 0, 1], 0));
    bound.bind(any).expect("a free port");
    let address = bound.local_addr().expect("an address");
    let browser = Browser::at(APP).open_at(API, address);
    let blocked = browser
        .fetch(testing::get("/"))
        .await
        .expect_err("no server listens");
    assert_eq!(blocked.reason(), Reason::ServerFailed);
    assert!(
        blocked.to_string().contains(&address.to_string()),
        "{blocked}"
    );
}

#[tokio::test]
async fn running_server_as_release_is_an_error() {
    let server = Server::start(CorsRouter::new().route("/users/{id}", put(rename))).await;
    let browser = Browser::at(APP).open_at(API, server.address()).as_release();
    let blocked = browser
        .fetch(testing::put("/users/1"))
        .await
        .expect_err("it cannot");
    assert_eq!(blocked.reason(), Reason::ServerFailed);
    assert!(
        blocked.to_string().contains("as it was compiled"),
        "{blocked}"
    );
}

#[test]
fn invalid_addresses_are_reported() {
    for address in [
        "https://api.example.com",
        "http://localhost/api",
        "localhost:3000",
        "",
    ] {
        let opened = std::panic::catch_unwind(|| Browser::at(APP).open_at(API, address));
        assert!(opened.is_err(), "{address}");
    }
}
