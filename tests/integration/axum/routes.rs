//! Paths and methods of axum.

use axum::{
    extract::{ConnectInfo, Path},
    http::{Method, Response},
    response::IntoResponse,
};
use cors_runtime::{
    axum::{
        CorsRouter,
        routing::{self, MethodFilter, any, delete, get, head, on, patch, post, put},
    },
    cors,
};
use std::net::SocketAddr;

use cors_tests::{APP, EVIL, HIDDEN, NONE, Server, get as get_, preflight, readable_by, request};

#[cors(origins = ["https://app.example.com"])]
async fn echo_path(Path(path): Path<String>) -> String {
    path
}

#[cors(origins = ["https://app.example.com"])]
async fn echo_method(method: Method) -> String {
    method.to_string()
}

async fn plain() -> &'static str {
    "plain"
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
        assert_eq!(response.cors(), readable_by(APP));
        assert_eq!(
            server.send(preflight(path, APP, "GET")).await.status,
            204,
            "{path}"
        );
        assert_eq!(
            server.send(preflight(path, EVIL, "GET")).await.status,
            403,
            "{path}"
        );
    }
    // An octet sequence that is no UTF-8 is the extractor's business.
    let response = server.send(get_("/users/%ff").origin(APP)).await;
    assert_eq!((response.status, response.cors()), (400, readable_by(APP)));
}

#[tokio::test]
async fn a_trailing_slash_is_another_path() {
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
async fn head_goes_with_get_unless_it_has_a_handler_of_its_own() {
    #[cors(origins = ["https://admin.example.com"])]
    async fn own_head() -> impl IntoResponse {
        [("x-head", "own")]
    }
    let app = CorsRouter::new()
        .route("/", get(echo_method))
        .route("/own", get(echo_method).head(own_head))
        .route("/plain", get(echo_method).head(plain))
        .route("/only", head(own_head));
    let server = Server::start(app).await;

    let response = server.send(request("HEAD", "/").origin(APP)).await;
    assert_eq!(
        (response.status, response.all("content-length")),
        (200, vec!["4".to_owned()])
    );
    assert_eq!(response.cors(), readable_by(APP));

    for path in ["/own", "/only"] {
        let response = server.send(request("HEAD", path).origin(APP)).await;
        assert_eq!(response.all("x-head"), ["own"], "{path}");
        assert_eq!(response.cors(), HIDDEN, "{path}");
        assert_eq!(
            server.send(preflight(path, APP, "HEAD")).await.status,
            403,
            "{path}"
        );
        let allowed = server
            .send(preflight(path, "https://admin.example.com", "HEAD"))
            .await;
        assert_eq!(
            allowed.all("access-control-allow-methods"),
            ["HEAD"],
            "{path}"
        );
    }
    let response = server.send(preflight("/own", APP, "GET")).await;
    assert_eq!(response.all("access-control-allow-methods"), ["GET"]);
    assert_eq!(
        server
            .send(request("HEAD", "/plain").origin(APP))
            .await
            .cors(),
        NONE
    );
    assert_eq!(
        server.send(preflight("/plain", APP, "HEAD")).await.status,
        403
    );
}

#[tokio::test]
async fn every_method_has_its_function() {
    let app: CorsRouter = CorsRouter::new()
        .route("/GET", get(echo_method))
        .route("/POST", post(echo_method))
        .route("/PUT", put(echo_method))
        .route("/PATCH", patch(echo_method))
        .route("/DELETE", delete(echo_method))
        .route("/chained/GET", get(echo_method).post(plain))
        .route("/chained/POST", get(plain).post(echo_method))
        .route("/chained/PUT", get(plain).put(echo_method))
        .route("/chained/PATCH", get(plain).patch(echo_method))
        .route("/chained/DELETE", get(plain).delete(echo_method));
    let server = Server::start(app).await;
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
        for path in [format!("/{method}"), format!("/chained/{method}")] {
            let response = server.send(request(method, &path).origin(APP)).await;
            assert_eq!((response.status, response.text()), (200, method));
            assert_eq!(response.cors(), readable_by(APP));
            assert_eq!(server.send(preflight(&path, APP, method)).await.status, 204);
        }
    }
}

#[tokio::test]
async fn forbidden_methods_are_served() {
    let app: CorsRouter = CorsRouter::new()
        .route("/trace", routing::trace(echo_method))
        .route("/get", get(plain).trace(echo_method));
    let server = Server::start(app).await;
    for path in ["/trace", "/get"] {
        let response = server.send(request("TRACE", path)).await;
        assert_eq!((response.status, response.text()), (200, "TRACE"));
    }
}

#[tokio::test]
async fn on_serves_all_methods_of_its_filter_under_one_policy() {
    let filter = MethodFilter::PUT.or(MethodFilter::PATCH);
    let app: CorsRouter = CorsRouter::new()
        .route("/", on(filter, echo_method))
        .route("/chained", get(plain).on(filter, echo_method));
    let server = Server::start(app).await;
    for path in ["/", "/chained"] {
        for method in ["PUT", "PATCH"] {
            let response = server.send(request(method, path).origin(APP)).await;
            assert_eq!(
                (response.text(), response.cors()),
                (method, readable_by(APP))
            );
            let response = server.send(preflight(path, APP, method)).await;
            assert_eq!(response.all("access-control-allow-methods"), ["PUT,PATCH"]);
        }
        assert_eq!(server.send(preflight(path, APP, "GET")).await.status, 403);
    }
}

#[tokio::test]
async fn any_serves_every_method_and_offers_pages_the_seven() {
    #[cors(origins = ["https://app.example.com"], methods = any)]
    async fn whatever(method: Method) -> String {
        method.to_string()
    }
    #[cors(origins = ["https://app.example.com"], methods = [GET, "PURGE"])]
    async fn purge(method: Method) -> String {
        method.to_string()
    }
    let app = CorsRouter::new()
        .route("/", any(echo_method))
        .route("/whatever", any(whatever))
        .route("/purge", any(purge));
    let server = Server::start(app).await;
    for method in [
        "GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PURGE", "patch",
    ] {
        let response = server.send(request(method, "/")).await;
        assert_eq!((response.status, response.text()), (200, method));
    }
    let methods = async |path, method| {
        let response = server.send(preflight(path, APP, method)).await;
        response.all("access-control-allow-methods")
    };
    for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
        let seven = ["GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS"];
        assert_eq!(methods("/", method).await, seven, "{method}");
    }
    for method in ["PURGE", "patch", "TRACE", "CONNECT"] {
        assert_eq!(methods("/", method).await, NONE, "{method}");
    }
    for method in ["GET", "PURGE", "patch"] {
        assert_eq!(methods("/whatever", method).await, ["*"], "{method}");
        let response = server.send(request(method, "/whatever").origin(APP)).await;
        assert_eq!(
            (response.text(), response.cors()),
            (method, readable_by(APP))
        );
    }
    assert_eq!(methods("/purge", "PURGE").await, ["GET,HEAD,PURGE"]);
    assert_eq!(methods("/purge", "POST").await, NONE);
    let response = server.send(request("PURGE", "/purge").origin(APP)).await;
    assert_eq!(
        (response.text(), response.cors()),
        ("PURGE", readable_by(APP))
    );
}

#[tokio::test]
async fn a_more_specific_method_beside_any_keeps_its_policy() {
    #[cors(origins = ["https://admin.example.com"])]
    async fn remove() -> &'static str {
        "removed"
    }
    let app = CorsRouter::new().route("/", any(echo_method).delete(remove));
    let server = Server::start(app).await;
    let admin = "https://admin.example.com";
    let response = server.send(request("DELETE", "/").origin(admin)).await;
    assert_eq!(
        (response.text(), response.cors()),
        ("removed", readable_by(admin))
    );
    assert_eq!(
        server.send(request("DELETE", "/").origin(APP)).await.cors(),
        HIDDEN
    );
    assert_eq!(server.send(preflight("/", APP, "DELETE")).await.status, 403);
    let response = server.send(preflight("/", APP, "PUT")).await;
    assert_eq!(
        response.all("access-control-allow-methods"),
        ["GET,HEAD,POST,PUT,PATCH,OPTIONS"]
    );
}

#[tokio::test]
async fn services_of_a_route_have_no_policy() {
    let service = tower::service_fn(async |_: axum::extract::Request| {
        Ok::<_, std::convert::Infallible>(Response::new(axum::body::Body::from("service")))
    });
    let app = CorsRouter::new()
        .route("/", routing::get_service(service))
        .route("/beside", get(echo_method).post_service(service))
        .route("/any", routing::any_service(service))
        .route("/on", routing::on_service(MethodFilter::PUT, service));
    let server = Server::start(app).await;
    for (method, path) in [
        ("GET", "/"),
        ("POST", "/beside"),
        ("PURGE", "/any"),
        ("PUT", "/on"),
    ] {
        let response = server.send(request(method, path).origin(APP)).await;
        assert_eq!(
            (response.status, response.text()),
            (200, "service"),
            "{path}"
        );
        assert_eq!(response.cors(), NONE, "{path}");
    }
    assert_eq!(
        server.send(get_("/beside").origin(APP)).await.cors(),
        readable_by(APP)
    );
    assert_eq!(
        server.send(preflight("/beside", APP, "POST")).await.status,
        403
    );
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
        let response = server.send(get_(path).origin(APP)).await;
        assert_eq!(
            (response.status, response.cors()),
            (200, readable_by(APP)),
            "{path}"
        );
        assert_eq!(
            server.send(preflight(path, APP, "GET")).await.status,
            204,
            "{path}"
        );
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
