//! Caches: every response that depends on the origin has `Vary: origin`, also an error, and keeps the `Vary` of the
//! handler.

use axum::{
    body::Body,
    http::{Response, StatusCode},
    response::{IntoResponse, Redirect},
};
use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

use cors_tests::{APP, EVIL, Server, get as get_, post};

/// A route whose responses have these `Vary` lines.
macro_rules! varying {
    ($name:ident, $($line:literal),*) => {
        #[cors(origins = ["https://app.example.com"])]
        async fn $name() -> Response<Body> {
            let response = Response::builder();
            $(let response = response.header("vary", $line);)*
            response.body(Body::empty()).expect("a response")
        }
    };
}

varying!(encoding, "accept-encoding");
varying!(two_lines, "accept", "accept-language");
varying!(star, "*");
varying!(star_among_others, "accept, *");
varying!(origin, "Origin");
varying!(origin_among_others, "accept-encoding,ORIGIN , accept");
varying!(origin_on_second_line, "accept-encoding", "origin");
varying!(similar_name, "x-origin, origin-x");
varying!(empty, "");

#[tokio::test]
async fn origin_is_added_to_vary_of_the_handler_once() {
    let app = CorsRouter::new()
        .route("/encoding", get(encoding))
        .route("/two-lines", get(two_lines))
        .route("/star", get(star))
        .route("/star-among-others", get(star_among_others))
        .route("/origin", get(origin))
        .route("/origin-among-others", get(origin_among_others))
        .route("/origin-on-second-line", get(origin_on_second_line))
        .route("/similar-name", get(similar_name))
        .route("/empty", get(empty));
    let server = Server::start(app).await;
    let mut connection = server.connect().await;
    let cases: [(&str, &[&str]); 9] = [
        ("/encoding", &["accept-encoding", "origin"]),
        ("/two-lines", &["accept", "accept-language", "origin"]),
        ("/star", &["*"]),
        ("/star-among-others", &["accept, *"]),
        ("/origin", &["Origin"]),
        ("/origin-among-others", &["accept-encoding,ORIGIN , accept"]),
        ("/origin-on-second-line", &["accept-encoding", "origin"]),
        ("/similar-name", &["x-origin, origin-x", "origin"]),
        ("/empty", &["", "origin"]),
    ];
    for (path, expected) in cases {
        for request in [get_(path).origin(APP), get_(path).origin(EVIL), get_(path)] {
            assert_eq!(
                connection.send(&request).await.all("vary"),
                expected,
                "{path}"
            );
        }
    }
}

#[tokio::test]
async fn error_responses_vary_and_are_readable() {
    #[cors(origins = ["https://app.example.com"])]
    async fn status(axum::extract::Path(status): axum::extract::Path<u16>) -> StatusCode {
        StatusCode::from_u16(status).expect("a status")
    }
    #[cors(origins = ["https://app.example.com"])]
    async fn moved() -> impl IntoResponse {
        Redirect::permanent("/elsewhere")
    }
    #[cors(origins = ["https://app.example.com"])]
    async fn part() -> impl IntoResponse {
        let headers = [("content-range", "bytes 0-3/8")];
        (StatusCode::PARTIAL_CONTENT, headers, "part")
    }
    let app = CorsRouter::new()
        .route("/status/{status}", get(status))
        .route("/moved", get(moved))
        .route("/part", get(part));
    let server = Server::start(app).await;
    let mut connection = server.connect().await;
    let paths = [
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
        ("/status/no-number", 400),
    ];
    for (path, status) in paths {
        let response = connection.send(&get_(path).origin(APP)).await;
        assert_eq!(response.status, status);
        assert_eq!(response.all("vary"), ["origin"], "{path}");
        assert_eq!(response.all("access-control-allow-origin"), [APP], "{path}");
        for request in [get_(path), get_(path).origin(EVIL)] {
            let response = connection.send(&request).await;
            assert_eq!(
                (response.status, response.cors()),
                (status, vec!["vary: origin".to_owned()])
            );
        }
    }
}

#[tokio::test]
async fn response_equal_for_all_origins_does_not_vary() {
    #[cors(origins = any)]
    async fn public() -> impl IntoResponse {
        [("vary", "accept-encoding")]
    }
    async fn plain() {}
    let app = CorsRouter::new()
        .route("/public", get(public))
        .route("/plain", get(plain).post(public));
    let server = Server::start(app).await;
    assert_eq!(
        server.send(get_("/public").origin(APP)).await.all("vary"),
        ["accept-encoding"]
    );
    assert_eq!(
        server.send(get_("/plain").origin(APP)).await.all("vary"),
        [""; 0]
    );
    assert_eq!(
        server.send(post("/plain").origin(APP)).await.all("vary"),
        ["accept-encoding"]
    );
}
