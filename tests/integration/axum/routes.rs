//! Paths of routes, and the ways to serve a router.

use axum::{
    extract::{ConnectInfo, Path},
    http::Method,
};
use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};
use std::net::SocketAddr;

use cors_tests::{APP, Server, assert_policy, get as get_, preflight, readable_by};

#[cors(origins = ["https://app.example.com"])]
async fn echo_path(Path(path): Path<String>) -> String {
    path
}

#[cors(origins = ["https://app.example.com"])]
async fn echo_method(method: Method) -> String {
    method.to_string()
}

#[tokio::test]
async fn parameters_and_wildcards_reach_the_handler_and_the_preflight() {
    let app = CorsRouter::new()
        .route("/users/{id}", get(echo_path))
        .route("/files/{*rest}", get(echo_path));
    let server = Server::start(app).await;
    let cases = [
        ("/users/7", "7"),
        ("/users/%C3%A9", "é"),
        ("/users/a%2Fb?x=y", "a/b"),
        ("/files/a", "a"),
        ("/files/a/b/c.txt", "a/b/c.txt"),
    ];
    for (path, text) in cases {
        let response = server.send(get_(path).origin(APP)).await;
        assert_eq!((response.status, response.text()), (200, text));
        assert_policy(&server, "GET", path, APP, 200).await;
    }
    // The extractor rejects bytes that are not UTF-8.
    let response = server.send(get_("/users/%ff").origin(APP)).await;
    assert_eq!((response.status, response.cors()), (400, readable_by(APP)));
}

#[tokio::test]
async fn path_with_a_trailing_slash_is_another_path() {
    let app = CorsRouter::new()
        .route("/users", get(echo_method))
        .route("/posts/", get(echo_method));
    let server = Server::start(app).await;
    for (path, status, preflight_status) in [
        ("/users", 200, 204),
        ("/posts/", 200, 204),
        ("/users/", 404, 404),
        ("/posts", 404, 404),
        ("//users", 404, 404),
    ] {
        let response = server.send(get_(path).origin(APP)).await;
        assert_eq!(response.status, status, "{path}");
        let expected = if status == 200 {
            readable_by(APP)
        } else {
            Vec::new()
        };
        assert_eq!(response.cors(), expected, "{path}");
        let response = server.send(preflight(path, APP, "GET")).await;
        assert_eq!(response.status, preflight_status, "{path}");
        assert_eq!(
            response.cors().is_empty(),
            preflight_status == 404,
            "{path}"
        );
    }
}

#[tokio::test]
async fn paths_of_axum_0_7_are_literal_without_checks() {
    let app = CorsRouter::new()
        .without_v07_checks()
        .route("/:id/*rest", get(echo_method))
        .nest(
            "/api",
            CorsRouter::new()
                .without_v07_checks()
                .route("/:id", get(echo_method)),
        );
    let server = Server::start(app).await;
    for path in ["/:id/*rest", "/api/:id"] {
        assert_policy(&server, "GET", path, APP, 200).await;
    }
    assert_eq!(server.send(get_("/7/a")).await.status, 404);
}

#[tokio::test]
async fn router_with_path_checks_merges_into_one_without() {
    let checked = CorsRouter::new().route("/users", get(echo_method));
    let app = CorsRouter::new()
        .without_v07_checks()
        .route("/:id", get(echo_method))
        .merge(checked);
    let server = Server::start(app).await;
    for path in ["/:id", "/users"] {
        assert_eq!(
            server.send(get_(path).origin(APP)).await.cors(),
            readable_by(APP),
            "{path}"
        );
    }
}

#[tokio::test]
async fn every_way_to_serve_a_router_serves_its_policies() {
    #[cors(origins = ["https://app.example.com"])]
    async fn peer(ConnectInfo(peer): ConnectInfo<SocketAddr>) -> String {
        peer.ip().to_string()
    }
    let bind = async || {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        let address = listener.local_addr().expect("an address");
        (listener, address)
    };
    let app = CorsRouter::new()
        .route("/", get(echo_method))
        .route("/peer", get(peer));

    let (listener, address) = bind().await;
    tokio::spawn(axum::serve(listener, app.clone().into_make_service()).into_future());
    let mut connection = cors_tests::Connection::open(address).await;
    assert_eq!(
        connection.send(&get_("/").origin(APP)).await.cors(),
        readable_by(APP)
    );
    assert_eq!(
        connection.send(&preflight("/", APP, "GET")).await.status,
        204
    );

    let (listener, address) = bind().await;
    let with_info = app.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(axum::serve(listener, with_info).into_future());
    let mut connection = cors_tests::Connection::open(address).await;
    let response = connection.send(&get_("/peer").origin(APP)).await;
    assert_eq!(
        (response.text(), response.cors()),
        ("127.0.0.1", readable_by(APP))
    );
    assert_eq!(
        connection
            .send(&preflight("/peer", APP, "GET"))
            .await
            .status,
        204
    );
}
