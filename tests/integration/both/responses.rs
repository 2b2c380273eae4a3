//! Responses of handlers: their status and headers stay, except the headers that belong to the policy. Each response
//! that depends on the origin has `Vary: origin`, so that caches keep it apart.

use cors_tests::{APP, EVIL, HIDDEN, NONE, RawResponse, Server, get, post, readable_by, request};

use crate::servers;

/// Header lines that a handler writes.
type Lines = &'static [(&'static str, &'static str)];

mod on_axum {
    use axum::{
        body::Body,
        extract::Path,
        http::{Response, StatusCode},
        response::{IntoResponse, Redirect},
    };
    use cors_runtime::{
        axum::{CorsRouter, routing::get},
        cors,
    };

    use super::{ECHO, HAND_WRITTEN, Lines, NOT_MODIFIED, VARY};

    fn by_hand(lines: Lines) -> Response<Body> {
        let response = Response::builder();
        let response = lines.iter().fold(response, |response, (name, value)| {
            response.header(*name, *value)
        });
        response.body(Body::from("by hand")).expect("a response")
    }

    #[cors(origins = ["https://app.example.com"])]
    async fn vary(Path(row): Path<usize>) -> Response<Body> {
        by_hand(VARY[row].0)
    }

    #[cors(origins = any)]
    async fn public() -> impl IntoResponse {
        [("vary", "accept-encoding")]
    }

    async fn plain() {}

    #[cors(origins = ["https://app.example.com"])]
    async fn hand_written() -> Response<Body> {
        by_hand(HAND_WRITTEN)
    }

    #[cors(origins = any)]
    async fn echo() -> Response<Body> {
        by_hand(ECHO)
    }

    #[cors(origins = ["https://app.example.com"])]
    async fn upper_case() -> Response<Body> {
        by_hand(&[("ACCESS-CONTROL-ALLOW-ORIGIN", "*")])
    }

    async fn plain_echo() -> Response<Body> {
        by_hand(ECHO)
    }

    #[cors(origins = ["https://app.example.com"])]
    async fn status(Path(status): Path<u16>) -> (StatusCode, &'static str) {
        (StatusCode::from_u16(status).expect("a status"), "text")
    }

    #[cors(origins = ["https://app.example.com"])]
    async fn moved() -> Redirect {
        Redirect::permanent("/elsewhere")
    }

    #[cors(origins = ["https://app.example.com"])]
    async fn part() -> impl IntoResponse {
        let headers = [("content-range", "bytes 0-3/8")];
        (StatusCode::PARTIAL_CONTENT, headers, "part")
    }

    #[cors(origins = ["https://app.example.com"])]
    async fn unchanged() -> impl IntoResponse {
        let headers = [NOT_MODIFIED[0], NOT_MODIFIED[1]];
        (StatusCode::NOT_MODIFIED, headers)
    }

    pub(super) fn app() -> CorsRouter {
        CorsRouter::new()
            .route("/vary/{row}", get(vary))
            .route("/public", get(public))
            .route("/plain", get(plain).post(public))
            .route("/hand-written", get(hand_written))
            .route("/echo", get(echo))
            .route("/upper-case", get(upper_case))
            .route("/plain-echo", get(plain_echo))
            .route("/status/{status}", get(status))
            .route("/moved", get(moved))
            .route("/part", get(part))
            .route("/unchanged", get(unchanged))
    }
}

mod on_rocket {
    use std::io::Cursor;

    use cors_runtime::{
        cors,
        rocket::{Cors, routes},
    };
    use rocket::{
        Build, Request, Response, Rocket, get,
        http::Status,
        post,
        response::{self, Redirect, Responder, status::Custom},
    };

    use super::{ECHO, HAND_WRITTEN, Lines, NOT_MODIFIED, VARY};

    struct ByHand(Status, Lines);

    impl<'r> Responder<'r, 'static> for ByHand {
        fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
            let mut response = Response::build();
            response.status(self.0);
            if self.0 != Status::NotModified {
                response.sized_body(7, Cursor::new("by hand"));
            }
            for (name, value) in self.1 {
                response.raw_header_adjoin(*name, *value);
            }
            response.ok()
        }
    }

    fn by_hand(lines: Lines) -> ByHand {
        ByHand(Status::Ok, lines)
    }

    #[cors(origins = ["https://app.example.com"])]
    #[get("/vary/<row>")]
    fn vary(row: usize) -> ByHand {
        by_hand(VARY[row].0)
    }

    #[cors(origins = any)]
    #[get("/public")]
    fn public() -> ByHand {
        by_hand(&[("vary", "accept-encoding")])
    }

    #[get("/plain")]
    fn plain() {}

    #[cors(origins = any)]
    #[post("/plain")]
    fn public_post() -> ByHand {
        by_hand(&[("vary", "accept-encoding")])
    }

    #[cors(origins = ["https://app.example.com"])]
    #[get("/hand-written")]
    fn hand_written() -> ByHand {
        by_hand(HAND_WRITTEN)
    }

    #[cors(origins = any)]
    #[get("/echo")]
    fn echo() -> ByHand {
        by_hand(ECHO)
    }

    #[cors(origins = ["https://app.example.com"])]
    #[get("/upper-case")]
    fn upper_case() -> ByHand {
        by_hand(&[("ACCESS-CONTROL-ALLOW-ORIGIN", "*")])
    }

    #[get("/plain-echo")]
    fn plain_echo() -> ByHand {
        by_hand(ECHO)
    }

    #[cors(origins = ["https://app.example.com"])]
    #[get("/status/<code>")]
    fn status(code: u16) -> Custom<&'static str> {
        Custom(Status::new(code), "text")
    }

    #[cors(origins = ["https://app.example.com"])]
    #[get("/moved")]
    fn moved() -> Redirect {
        Redirect::permanent("/elsewhere")
    }

    #[cors(origins = ["https://app.example.com"])]
    #[get("/part")]
    fn part() -> ByHand {
        ByHand(Status::PartialContent, &[("content-range", "bytes 0-3/8")])
    }

    #[cors(origins = ["https://app.example.com"])]
    #[get("/unchanged")]
    fn unchanged() -> ByHand {
        ByHand(Status::NotModified, NOT_MODIFIED)
    }

    pub(super) fn app() -> Rocket<Build> {
        let routes = routes![
            vary,
            public,
            plain,
            public_post,
            hand_written,
            echo,
            upper_case,
            plain_echo,
            status,
            moved,
            part,
            unchanged
        ];
        rocket::build().attach(Cors::fairing()).mount("/", routes)
    }
}

async fn apps() -> [(&'static str, Server); 2] {
    servers(on_axum::app(), on_rocket::app()).await
}

/// The `Vary` lines of a handler, and those of its response.
const VARY: [(Lines, &[&str]); 9] = [
    (
        &[("vary", "accept-encoding")],
        &["accept-encoding", "origin"],
    ),
    (
        &[("Vary", "accept"), ("vary", "accept-language")],
        &["accept", "accept-language", "origin"],
    ),
    (&[("vary", "*")], &["*"]),
    (&[("vary", "accept, *")], &["accept, *"]),
    (&[("VARY", "Origin")], &["Origin"]),
    (
        &[("vary", "accept-encoding,ORIGIN , accept")],
        &["accept-encoding,ORIGIN , accept"],
    ),
    (
        &[("vary", "accept"), ("vary", "origin")],
        &["accept", "origin"],
    ),
    (
        &[("vary", "x-origin, origin-x")],
        &["x-origin, origin-x", "origin"],
    ),
    (&[("vary", "")], &["", "origin"]),
];

#[rocket::async_test]
async fn origin_is_added_to_vary_of_the_handler_once() {
    for (framework, server) in apps().await {
        let mut connection = server.connect().await;
        for (row, (_, expected)) in VARY.iter().enumerate() {
            let path = format!("/vary/{row}");
            for request in [
                get(&path).origin(APP),
                get(&path).origin(EVIL),
                get(&path),
                request("HEAD", &path).origin(APP),
            ] {
                let response = connection.send(&request).await;
                assert_eq!(response.status, 200, "{path} on {framework}");
                assert_eq!(&response.all("vary"), expected, "{path} on {framework}");
            }
        }
    }
}

#[rocket::async_test]
async fn response_equal_for_all_origins_does_not_vary() {
    for (framework, server) in apps().await {
        for (request, vary) in [
            (get("/public"), &["accept-encoding"][..]),
            (get("/plain"), &[]),
            (post("/plain"), &["accept-encoding"]),
        ] {
            let response = server.send(request.origin(APP)).await;
            assert_eq!(response.all("vary"), vary, "{framework}");
        }
    }
}

/// The headers of a handler that a policy replaces or removes, and two that it does not own.
const HAND_WRITTEN: Lines = &[
    ("Access-Control-Allow-Origin", "*"),
    ("access-control-allow-origin", "https://evil.example"),
    ("access-control-allow-credentials", "true"),
    ("ACCESS-CONTROL-EXPOSE-HEADERS", "*"),
    ("access-control-allow-private-network", "true"),
    ("x-access-control-note", "kept"),
    ("x-total-count", "7"),
];

const ECHO: Lines = &[
    ("access-control-allow-origin", "https://evil.example"),
    ("vary", "accept-encoding"),
];

#[rocket::async_test]
async fn cors_headers_set_by_hand_are_replaced_or_removed() {
    let assert_kept = |response: &RawResponse| {
        assert_eq!(response.text(), "by hand");
        assert_eq!(response.all("x-access-control-note"), ["kept"]);
        assert_eq!(response.all("x-total-count"), ["7"]);
    };
    let hand_written = || get("/hand-written");
    for (framework, server) in apps().await {
        let response = server.send(hand_written().origin(APP)).await;
        assert_eq!(response.cors(), readable_by(APP), "{framework}");
        assert_kept(&response);
        for request in [
            hand_written().origin(EVIL),
            hand_written(),
            hand_written().origin(APP).origin(APP),
            hand_written().origin("null"),
        ] {
            let response = server.send(request).await;
            assert_eq!(response.cors(), HIDDEN, "{framework}");
            assert_kept(&response);
        }
        let response = server.send(get("/upper-case").origin(EVIL)).await;
        assert_eq!(response.cors(), HIDDEN, "{framework}");
        let star = ["access-control-allow-origin: *", "vary: accept-encoding"];
        let response = server.send(get("/echo").origin(EVIL)).await;
        assert_eq!(response.cors(), star, "{framework}");
        // Without a policy the headers stay as written.
        let response = server.send(get("/plain-echo").origin(APP)).await;
        let own = [
            "access-control-allow-origin: https://evil.example",
            "vary: accept-encoding",
        ];
        assert_eq!(response.cors(), own, "{framework}");
    }
}

#[rocket::async_test]
async fn responses_of_every_status_are_readable_and_vary() {
    let paths = [
        ("/status/201", 201),
        ("/status/204", 204),
        ("/part", 206),
        ("/status/301", 301),
        ("/moved", 308),
        ("/status/304", 304),
        ("/status/401", 401),
        ("/status/404", 404),
        ("/status/429", 429),
        ("/status/500", 500),
        ("/status/503", 503),
        ("/status/599", 599),
    ];
    for (framework, server) in apps().await {
        let mut connection = server.connect().await;
        for (path, status) in paths {
            let what = format!("{path} on {framework}");
            for method in ["GET", "HEAD"] {
                let response = connection.send(&request(method, path).origin(APP)).await;
                assert_eq!(response.status, status, "{method} {what}");
                assert_eq!(response.cors(), readable_by(APP), "{method} {what}");
            }
            for request in [get(path), get(path).origin(EVIL), get(path).origin("null")] {
                let response = connection.send(&request).await;
                assert_eq!(response.status, status, "{what}");
                assert_eq!(response.cors(), HIDDEN, "{what}");
            }
        }
    }
}

const NOT_MODIFIED: Lines = &[("etag", "\"7\""), ("vary", "accept-encoding")];

#[rocket::async_test]
async fn not_modified_has_the_headers_that_a_cache_needs() {
    for (framework, server) in apps().await {
        for (request, origins) in [
            (get("/unchanged").origin(APP), &[APP][..]),
            (get("/unchanged").origin(EVIL), &[]),
            (get("/unchanged"), &[]),
        ] {
            let response = server.send(request.header("if-none-match", "\"7\"")).await;
            assert_eq!(response.status, 304, "{framework}");
            assert_eq!(response.all("access-control-allow-origin"), origins);
            assert_eq!(response.all("vary"), ["accept-encoding", "origin"]);
            assert_eq!(response.all("etag"), ["\\\"7\\\""], "{framework}");
            assert_eq!(response.all("transfer-encoding"), NONE, "{framework}");
        }
    }
}
