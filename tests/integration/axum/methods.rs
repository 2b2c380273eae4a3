//! Methods of a route: those with a handler, `any`, `on`, and services.

use axum::{
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

use cors_tests::{APP, HIDDEN, NONE, Server, get as get_, preflight, readable_by, request};

#[cors(origins = ["https://app.example.com"])]
async fn echo_method(method: Method) -> String {
    method.to_string()
}

async fn plain() -> &'static str {
    "plain"
}

#[tokio::test]
async fn head_uses_get_unless_it_has_its_own_handler() {
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
async fn method_beside_any_keeps_its_policy() {
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
async fn request_outside_the_policy_methods_runs_hidden() {
    #[cors(origins = ["https://app.example.com"], methods = [GET])]
    async fn search() -> &'static str {
        "found"
    }
    #[cors(origins = any, methods = [GET, PUT])]
    async fn file() -> &'static str {
        "stored"
    }
    let app = CorsRouter::new()
        .route(
            "/search",
            on(MethodFilter::GET.or(MethodFilter::POST), search),
        )
        .route("/file", any(file));
    let server = Server::start(app).await;

    for method in ["GET", "HEAD"] {
        let response = server.send(request(method, "/search").origin(APP)).await;
        assert_eq!(response.cors(), readable_by(APP), "{method}");
    }
    let response = server.send(request("POST", "/search").origin(APP)).await;
    assert_eq!((response.status, response.text()), (200, "found"));
    assert_eq!(response.cors(), HIDDEN);
    assert_eq!(
        server.send(preflight("/search", APP, "POST")).await.status,
        403
    );

    assert_eq!(
        server
            .send(request("PUT", "/file").origin(APP))
            .await
            .cors(),
        ["access-control-allow-origin: *"]
    );
    let response = server.send(request("DELETE", "/file").origin(APP)).await;
    assert_eq!((response.status, response.text()), (200, "stored"));
    assert_eq!(response.cors(), NONE);
    assert_eq!(
        server.send(preflight("/file", APP, "DELETE")).await.status,
        403
    );
}
