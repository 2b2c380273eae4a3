//! A refused request runs no handler code: no guard, no extractor, no layer. Its body is not awaited.

use std::time::Duration;

use cors_tests::{
    APP, EVIL, RawResponse, Request, Server, assert_refused, get, post, preflight, readable_by,
    request,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::ran_hidden;
use crate::counting::Ran;

mod on_axum {
    use axum::{
        extract::{Request, State},
        middleware::{self, Next},
        response::Response,
    };
    use cors_runtime::{
        axum::{CorsRouter, routing::get},
        cors,
    };

    use crate::counting::{Body, Guard, Ran};

    #[cors(origins = ["https://app.example.com"], enforce)]
    async fn transfer(_: Guard, body: Body) -> String {
        format!("{} bytes", body.0)
    }

    #[cors(origins = ["https://app.example.com"], enforce)]
    async fn balance(_: Guard) -> &'static str {
        "3 bytes"
    }

    async fn plain_transfer(_: Guard, body: Body) -> String {
        format!("{} bytes", body.0)
    }

    async fn plain_balance(_: Guard) -> &'static str {
        "3 bytes"
    }

    async fn count(State(ran): State<Ran>, request: Request, next: Next) -> Response {
        ran.count();
        next.run(request).await
    }

    pub(super) fn annotated(ran: &Ran) -> CorsRouter {
        let router = CorsRouter::new().route("/", get(balance).post(transfer));
        router.with_state(ran.clone())
    }

    pub(super) fn layered(ran: &Ran) -> CorsRouter {
        let layer = middleware::from_fn_with_state(ran.clone(), count);
        annotated(ran).layer(layer)
    }

    #[cors(origins = ["https://app.example.com"], enforce)]
    pub(super) fn by_default(ran: &Ran) -> CorsRouter {
        let router = CorsRouter::new().route("/", get(plain_balance).post(plain_transfer));
        router.with_state(ran.clone())
    }
}

mod on_rocket {
    // Rocket passes arguments by value.
    #![allow(clippy::needless_pass_by_value)]

    use cors_runtime::{
        cors,
        rocket::{Cors, routes},
    };
    use rocket::{Build, Rocket, get, post};

    use crate::counting::{Body, Guard, Ran};

    #[cors(origins = ["https://app.example.com"], enforce)]
    #[post("/", data = "<body>")]
    fn transfer(_guard: Guard, body: Body) -> String {
        format!("{} bytes", body.0)
    }

    #[cors(origins = ["https://app.example.com"], enforce)]
    #[get("/")]
    fn balance(_guard: Guard) -> &'static str {
        "3 bytes"
    }

    #[post("/", data = "<body>")]
    fn plain_transfer(_guard: Guard, body: Body) -> String {
        format!("{} bytes", body.0)
    }

    #[get("/")]
    fn plain_balance(_guard: Guard) -> &'static str {
        "3 bytes"
    }

    pub(super) fn annotated(ran: &Ran) -> Rocket<Build> {
        rocket::build()
            .attach(Cors::fairing())
            .manage(ran.clone())
            .mount("/", routes![transfer, balance])
    }

    #[cors(origins = ["https://app.example.com"], enforce)]
    pub(super) fn by_default(ran: &Ran) -> Rocket<Build> {
        let rocket = rocket::build().manage(ran.clone());
        rocket.mount("/", routes![plain_transfer, plain_balance])
    }
}

fn transfer() -> Request {
    post("/").body("text/plain", "abc")
}

/// Asserts that a page of another site gets a response although its body never ends.
async fn assert_refused_before_its_body(what: &str, server: &Server) {
    // Rocket looks at the first bytes of every body. The rest is not sent.
    let mut stream = TcpStream::connect(server.address())
        .await
        .expect("the server listens");
    let head = format!(
        "POST / HTTP/1.1\r\nhost: api.example.com\r\norigin: {EVIL}\r\ncontent-length: 1000000\r\n\r\n"
    );
    let begun = [head.as_bytes(), &[b'a'; 1024]].concat();
    stream.write_all(&begun).await.expect("it is sent");
    let mut response = [0; 12];
    tokio::time::timeout(Duration::from_secs(20), stream.read_exact(&mut response))
        .await
        .expect("a response in time")
        .expect("a response");
    assert_eq!(&response, b"HTTP/1.1 403", "{what}");
}

#[rocket::async_test]
async fn refused_request_runs_nothing_and_awaits_no_body() {
    let ran = Ran::default();
    for (what, server) in [
        ("axum", Server::start(on_axum::annotated(&ran)).await),
        ("axum, layered", Server::start(on_axum::layered(&ran)).await),
        (
            "axum, by default",
            Server::start(on_axum::by_default(&ran)).await,
        ),
        ("Rocket", Server::launch(on_rocket::annotated(&ran)).await),
        (
            "Rocket, by default",
            Server::launch(on_rocket::by_default(&ran)).await,
        ),
    ] {
        let runs = |request: u8| usize::from(request) + usize::from(what == "axum, layered");

        let own = preflight("/", "https://api.example.com", "POST");
        for preflight in [
            preflight("/", APP, "POST"),
            preflight("/", EVIL, "POST"),
            own.header("sec-fetch-site", "same-origin"),
        ] {
            server.send(preflight).await;
        }
        assert_eq!(ran.take(), 0, "preflights of {what}");

        let readable = server.send(transfer().origin(APP)).await;
        assert_eq!(
            (readable.status, readable.text()),
            (200, "3 bytes"),
            "{what}"
        );
        assert_eq!(readable.cors(), readable_by(APP), "{what}");
        assert_eq!(ran.take(), runs(2), "the guard and the body of {what}");
        let own: RawResponse = server
            .send(transfer().origin("https://api.example.com"))
            .await;
        ran_hidden(what, &own);
        assert_eq!(ran.take(), runs(2), "the guard and the body of {what}");
        ran_hidden(what, &server.send(get("/")).await);
        assert_eq!(ran.take(), runs(1), "the guard of {what}");

        for request in [
            transfer().origin(EVIL),
            transfer().origin("null"),
            get("/").origin(EVIL),
            request("HEAD", "/").origin(EVIL),
            get("/").origin(APP).origin(APP),
        ] {
            assert_refused(what, &server.send(request).await);
        }
        assert_refused_before_its_body(what, &server).await;
        assert_eq!(ran.take(), 0, "{what}");
    }
}

/// axum does not read a body that no extractor takes. Rocket reads its first bytes.
#[rocket::async_test]
async fn refused_request_on_axum_needs_no_byte_of_its_body() {
    let ran = Ran::default();
    for app in [
        on_axum::annotated(&ran),
        on_axum::layered(&ran),
        on_axum::by_default(&ran),
    ] {
        let server = Server::start(app).await;
        let announced = post("/").origin(EVIL).header("content-length", "1000000");
        let response = server.send(announced.clone()).await.unexplained();
        assert_eq!((response.status, response.text()), (403, ""));
        let expecting = announced.header("expect", "100-continue");
        assert_eq!(server.send(expecting).await.status, 403);
    }
    assert_eq!(ran.take(), 0);
}
