//! Layers run inside CORS: preflights do not reach them, and their responses have CORS headers.

use axum::{
    body::Body,
    extract::Request,
    http::{Response, StatusCode},
    middleware::{self, Next},
    response::IntoResponse,
};
use cors_runtime::{
    axum::{
        CorsMethodRouter, CorsRouter,
        routing::{get, post},
    },
    cors,
};
use tower_http::normalize_path::NormalizePathLayer;

use cors_tests::{
    ADMIN, APP, EVIL, HIDDEN, NONE, Server, get as get_, post as post_, preflight, readable_by,
    request,
};

#[cors(origins = ["https://app.example.com"], headers = ["authorization"])]
async fn list_users() -> &'static str {
    "users"
}

#[cors(origins = ["https://admin.example.com"])]
async fn create_user() -> &'static str {
    "created"
}

async fn health() -> &'static str {
    "healthy"
}

/// Responds with 401 to requests without a token, preflights included.
async fn auth(request: Request, next: Next) -> Response<Body> {
    if request.headers().contains_key("authorization") {
        next.run(request).await
    } else {
        (
            StatusCode::UNAUTHORIZED,
            [("www-authenticate", "Bearer")],
            "who are you?",
        )
            .into_response()
    }
}

/// Adds its name to every response.
async fn stamp(request: Request, next: Next) -> Response<Body> {
    let mut response = next.run(request).await;
    response
        .headers_mut()
        .append("x-stamp", "here".parse().expect("a value"));
    response
}

fn users() -> CorsMethodRouter {
    get(list_users).post(create_user)
}

/// Every way to put a layer around all handlers of one path.
fn behind_auth() -> [(&'static str, CorsRouter); 4] {
    let auth = || middleware::from_fn(auth);
    [
        (
            "CorsRouter::layer",
            CorsRouter::new().route("/users", users()).layer(auth()),
        ),
        (
            "CorsRouter::route_layer",
            CorsRouter::new()
                .route("/users", users())
                .route_layer(auth()),
        ),
        (
            "CorsMethodRouter::layer",
            CorsRouter::new().route("/users", users().layer(auth())),
        ),
        (
            "CorsMethodRouter::route_layer",
            CorsRouter::new().route("/users", users().route_layer(auth())),
        ),
    ]
}

#[tokio::test]
async fn preflights_pass_an_auth_layer_by() {
    for (way, app) in behind_auth() {
        let server = Server::start(app).await;
        let response = server.send(preflight("/users", APP, "GET")).await;
        assert_eq!(response.status, 204, "{way}");
        assert_eq!(
            response.all("access-control-allow-methods"),
            ["GET,HEAD"],
            "{way}"
        );
        let response = server.send(preflight("/users", ADMIN, "POST")).await;
        assert_eq!(response.status, 204, "{way}");
        assert_eq!(
            response.all("access-control-allow-methods"),
            ["POST"],
            "{way}"
        );
        assert_eq!(
            server.send(preflight("/users", EVIL, "GET")).await.status,
            403,
            "{way}"
        );
        assert_eq!(
            server.send(preflight("/users", APP, "PATCH")).await.status,
            403,
            "{way}"
        );
    }
}

#[tokio::test]
async fn response_of_an_auth_layer_has_the_headers_of_the_method() {
    for (way, app) in behind_auth() {
        let server = Server::start(app).await;
        let response = server.send(get_("/users").origin(APP)).await;
        assert_eq!(
            (response.status, response.text()),
            (401, "who are you?"),
            "{way}"
        );
        assert_eq!(response.cors(), readable_by(APP), "{way}");
        let response = server.send(post_("/users").origin(ADMIN)).await;
        assert_eq!(
            (response.status, response.cors()),
            (401, readable_by(ADMIN)),
            "{way}"
        );
        for request in [
            get_("/users").origin(EVIL),
            get_("/users"),
            post_("/users").origin(APP),
        ] {
            let response = server.send(request).await;
            assert_eq!(response.status, 401, "{way}");
            assert_eq!(response.cors(), HIDDEN, "{way}");
        }

        let response = server
            .send(get_("/users").origin(APP).header("authorization", "x"))
            .await;
        assert_eq!((response.status, response.text()), (200, "users"), "{way}");
        assert_eq!(response.cors(), readable_by(APP), "{way}");
    }
}

#[tokio::test]
async fn layer_wraps_routes_added_before_it_only() {
    let app = CorsRouter::new()
        .route("/closed", users())
        .route("/closed-health", get(health))
        .layer(middleware::from_fn(auth))
        .route("/open", users())
        .route("/health", get(health));
    let server = Server::start(app).await;
    for (path, status) in [("/closed", 401), ("/open", 200)] {
        let response = server.send(get_(path).origin(APP)).await;
        assert_eq!(
            (response.status, response.cors()),
            (status, readable_by(APP)),
            "{path}"
        );
        assert_eq!(
            server.send(preflight(path, APP, "GET")).await.status,
            204,
            "{path}"
        );
    }
    for (path, status) in [("/closed-health", 401), ("/health", 200)] {
        let response = server.send(get_(path).origin(APP)).await;
        assert_eq!(response.status, status, "{path}");
        assert_eq!(response.cors(), NONE, "{path}");
    }
}

#[tokio::test]
async fn layer_between_two_methods_of_a_path_wraps_the_first_only() {
    let apps = [
        CorsRouter::new()
            .route("/users", get(list_users))
            .layer(middleware::from_fn(auth))
            .route("/users", post(create_user)),
        CorsRouter::new().route(
            "/users",
            get(list_users)
                .layer(middleware::from_fn(auth))
                .post(create_user),
        ),
    ];
    for app in apps {
        let server = Server::start(app).await;
        let response = server.send(get_("/users").origin(APP)).await;
        assert_eq!((response.status, response.cors()), (401, readable_by(APP)));
        let response = server.send(post_("/users").origin(ADMIN)).await;
        assert_eq!(
            (response.status, response.cors()),
            (200, readable_by(ADMIN))
        );
        assert_eq!(
            server.send(preflight("/users", APP, "GET")).await.status,
            204
        );
        assert_eq!(
            server.send(preflight("/users", ADMIN, "POST")).await.status,
            204
        );
    }
}

#[tokio::test]
async fn layer_that_writes_cors_headers_exposes_nothing() {
    async fn open(request: Request, next: Next) -> Response<Body> {
        let mut response = next.run(request).await;
        let headers = response.headers_mut();
        headers.append("access-control-allow-origin", "*".parse().expect("a value"));
        headers.append(
            "access-control-allow-credentials",
            "true".parse().expect("a value"),
        );
        headers.append("vary", "accept".parse().expect("a value"));
        response
    }
    let app = CorsRouter::new()
        .route("/users", users())
        .route("/health", get(health))
        .layer(middleware::from_fn(open));
    let server = Server::start(app).await;
    assert_eq!(
        server.send(get_("/users").origin(APP)).await.cors(),
        [
            "access-control-allow-origin: https://app.example.com",
            "vary: accept",
            "vary: origin"
        ]
    );
    assert_eq!(
        server.send(get_("/users").origin(EVIL)).await.cors(),
        ["vary: accept", "vary: origin"]
    );
}

#[tokio::test]
async fn fallback_behind_a_layer_has_no_policy() {
    let app = CorsRouter::new()
        .route("/users", users())
        .layer(middleware::from_fn(stamp))
        .route("/health", get(health));
    let server = Server::start(app).await;
    let unknown = server.send(get_("/unknown").origin(APP)).await;
    assert_eq!(
        (unknown.status, unknown.all("x-stamp")),
        (404, vec!["here".to_owned()])
    );
    assert_eq!(unknown.cors(), NONE);

    let app = CorsRouter::new()
        .route("/users", users())
        .route_layer(middleware::from_fn(stamp));
    let server = Server::start(app).await;
    let unknown = server.send(get_("/unknown").origin(APP)).await;
    assert_eq!((unknown.status, unknown.all("x-stamp")), (404, Vec::new()));
    assert_eq!(unknown.cors(), NONE);
    let response = server.send(get_("/users").origin(APP)).await;
    assert_eq!(response.all("x-stamp"), ["here"]);
}

#[tokio::test]
async fn layer_runs_once_per_request_and_never_for_a_preflight() {
    let app = CorsRouter::new()
        .route("/users", users())
        .route("/users/{id}", users())
        .route("/health", get(health))
        .layer(middleware::from_fn(stamp));
    let server = Server::start(app).await;
    for path in ["/users", "/users/1", "/health", "/unknown"] {
        let response = server.send(get_(path).origin(APP)).await;
        assert_eq!(response.all("x-stamp"), ["here"], "{path}");
    }
    let response = server.send(request("PURGE", "/users").origin(APP)).await;
    assert_eq!(
        (response.status, response.all("x-stamp")),
        (405, vec!["here".to_owned()])
    );
    for origin in [APP, EVIL] {
        let response = server.send(preflight("/users", origin, "GET")).await;
        assert_eq!(response.all("x-stamp"), NONE, "{origin}");
    }
}

#[tokio::test]
async fn layers_stack_in_the_order_of_axum() {
    fn add(name: &'static str) -> impl Fn(Request, Next) -> Ready + Clone {
        move |request, next| {
            Box::pin(async move {
                let mut response = next.run(request).await;
                response
                    .headers_mut()
                    .append("x-trace", name.parse().expect("a value"));
                response
            })
        }
    }
    type Ready = std::pin::Pin<Box<dyn Future<Output = Response<Body>> + Send>>;

    let app = CorsRouter::new()
        .route("/users", users().layer(middleware::from_fn(add("route"))))
        .layer(middleware::from_fn(add("inner")))
        .layer(middleware::from_fn(add("outer")));
    let server = Server::start(app).await;
    let response = server.send(get_("/users").origin(APP)).await;
    assert_eq!(response.all("x-trace"), ["route", "inner", "outer"]);
}

#[tokio::test]
async fn layer_that_rewrites_the_path_keeps_the_chosen_route() {
    let app = CorsRouter::new()
        .route("/users", users())
        .layer(NormalizePathLayer::trim_trailing_slash());
    let server = Server::start(app).await;
    let response = server.send(get_("/users").origin(APP)).await;
    assert_eq!((response.status, response.cors()), (200, readable_by(APP)));
    assert_eq!(server.send(get_("/users/").origin(APP)).await.status, 404);
}
