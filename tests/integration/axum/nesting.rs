//! Nested routers: a policy belongs to its route, at any path.

use axum::{
    Router,
    body::Body,
    extract::{MatchedPath, NestedPath, OriginalUri, Path, Request},
    http::{Response, StatusCode, Uri},
    middleware::{self, Next},
    routing,
};
use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

use cors_tests::{APP, EVIL, HIDDEN, NONE, Server, get as get_, preflight, readable_by, request};

#[cors(origins = ["https://app.example.com"])]
async fn users() -> &'static str {
    "users"
}

/// Responds with the paths that axum passes to a handler.
#[cors(origins = ["https://app.example.com"])]
async fn place(
    nested: NestedPath,
    OriginalUri(original): OriginalUri,
    matched: MatchedPath,
    Path(parameters): Path<Vec<(String, String)>>,
    uri: Uri,
) -> String {
    let parameters: Vec<_> = parameters
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    format!(
        "uri {uri}, original {original}, nested {}, matched {}, {}",
        nested.as_str(),
        matched.as_str(),
        parameters.join(" ")
    )
}

async fn plain_place(
    nested: NestedPath,
    original: OriginalUri,
    matched: MatchedPath,
    parameters: Path<Vec<(String, String)>>,
    uri: Uri,
) -> String {
    place()
        .call(nested, original, matched, parameters, uri)
        .await
}

async fn health() -> &'static str {
    "healthy"
}

/// Writes the URI of the request on the response.
async fn witness(request: Request, next: Next) -> Response<Body> {
    let uri = request.uri().to_string();
    let mut response = next.run(request).await;
    response
        .headers_mut()
        .append("x-saw", uri.parse().expect("a value"));
    response
}

async fn check(server: &Server, path: &str) {
    let response = server.send(get_(path).origin(APP)).await;
    assert_eq!(
        (response.status, response.cors()),
        (200, readable_by(APP)),
        "{path}"
    );
    let response = server.send(get_(path).origin(EVIL)).await;
    assert_eq!(response.status, 200, "{path}");
    assert_eq!(response.cors(), HIDDEN, "{path}");
    let response = server.send(preflight(path, APP, "GET")).await;
    assert_eq!(response.status, 204, "{path}");
    assert_eq!(
        response.all("access-control-allow-methods"),
        ["GET,HEAD"],
        "{path}"
    );
    assert_eq!(
        server.send(preflight(path, EVIL, "GET")).await.status,
        403,
        "{path}"
    );
    assert_eq!(
        server.send(preflight(path, APP, "PUT")).await.status,
        403,
        "{path}"
    );
    let response = server.send(request("OPTIONS", path)).await;
    assert_eq!(
        (response.status, response.allow().join(" ")),
        (204, "GET HEAD OPTIONS".to_owned())
    );
}

#[tokio::test]
async fn policies_hold_two_levels_down_and_at_the_root_of_a_nest() {
    let inner = CorsRouter::new()
        .route("/", get(users))
        .route("/users", get(users));
    let middle = CorsRouter::new()
        .nest("/v1", inner)
        .route("/health", get(health));
    let server = Server::start(CorsRouter::new().nest("/api", middle)).await;
    check(&server, "/api/v1").await;
    check(&server, "/api/v1/users").await;

    let response = server.send(get_("/api/health").origin(APP)).await;
    assert_eq!(response.status, 200);
    assert_eq!(response.cors(), NONE);
    for path in [
        "/api",
        "/api/",
        "/api/v1/",
        "/api/v1/unknown",
        "/v1/users",
        "/users",
    ] {
        let response = server.send(get_(path).origin(APP)).await;
        assert_eq!(response.status, 404, "{path}");
        assert_eq!(response.cors(), NONE, "{path}");
        let response = server.send(preflight(path, APP, "GET")).await;
        assert_eq!(response.status, 404, "{path}");
        assert_eq!(response.cors(), NONE, "{path}");
    }
}

#[tokio::test]
async fn prefix_that_ends_with_a_slash_is_the_one_of_axum() {
    let inner = CorsRouter::new()
        .route("/", get(users))
        .route("/users", get(users));
    let server = Server::start(CorsRouter::new().nest("/api/", inner)).await;
    check(&server, "/api/").await;
    check(&server, "/api/users").await;
    assert_eq!(server.send(get_("/api")).await.status, 404);
}

#[tokio::test]
async fn extractors_match_those_of_plain_axum() {
    let annotated = CorsRouter::new().nest(
        "/{tenant}",
        CorsRouter::new().nest(
            "/users",
            CorsRouter::new().route("/{id}/{*rest}", get(place)),
        ),
    );
    let plain = Router::new().nest(
        "/{tenant}",
        Router::new().nest(
            "/users",
            Router::new().route("/{id}/{*rest}", routing::get(plain_place)),
        ),
    );
    let target = "/acme/users/7/a/b?c=d";
    let annotated = Server::start(annotated)
        .await
        .send(get_(target).origin(APP))
        .await;
    let plain = Server::start_plain(plain).await.send(get_(target)).await;
    assert_eq!(annotated.text(), plain.text());
    assert_eq!(
        annotated.text(),
        "uri /7/a/b?c=d, original /acme/users/7/a/b?c=d, nested /{tenant}/users, \
         matched /{tenant}/users/{id}/{*rest}, tenant=acme id=7 rest=a/b"
    );
    assert_eq!(annotated.cors(), readable_by(APP));
}

#[tokio::test]
async fn preflights_find_routes_with_parameters_in_the_prefix() {
    let inner = CorsRouter::new().route("/users/{id}", get(place));
    let server = Server::start(CorsRouter::new().nest("/{tenant}", inner)).await;
    check(&server, "/acme/users/7").await;
    check(&server, "/acme%20inc/users/%7Bid%7D").await;
}

#[tokio::test]
async fn layer_sees_the_uri_of_its_nesting_level() {
    let inner = CorsRouter::new()
        .route("/users", get(users))
        .layer(middleware::from_fn(witness));
    let app = CorsRouter::new()
        .nest("/api", inner)
        .layer(middleware::from_fn(witness));
    let server = Server::start(app).await;
    let response = server.send(get_("/api/users").origin(APP)).await;
    assert_eq!(response.all("x-saw"), ["/users", "/api/users"]);
    check(&server, "/api/users").await;
}

#[tokio::test]
async fn finished_app_keeps_its_policies_below_a_plain_router() {
    let finished = CorsRouter::new()
        .route("/users", get(users))
        .nest("/v1", CorsRouter::new().route("/users", get(users)));
    let apps = [
        Router::new().nest("/api", finished.clone().into_router()),
        Router::new().nest("/api", finished.clone().into()),
        Router::new().nest_service("/api", finished.clone().into_router()),
        Router::new().nest_service("/api", finished.clone()),
        Router::new().nest("/api", Router::new().merge(finished)),
    ];
    for app in apps {
        let server = Server::start_plain(app.route("/health", routing::get(health))).await;
        check(&server, "/api/users").await;
        check(&server, "/api/v1/users").await;
        let response = server.send(get_("/health").origin(APP)).await;
        assert_eq!((response.status, response.cors()), (200, Vec::new()));
        assert_eq!(
            server.send(get_("/api/unknown").origin(APP)).await.cors(),
            NONE
        );
    }
}

#[tokio::test]
async fn finished_app_keeps_its_policies_among_annotated_routes() {
    let finished = || CorsRouter::new().route("/users", get(users)).into_router();
    let apps = [
        CorsRouter::new().nest("/api", finished()),
        CorsRouter::new().nest("/api", Router::new().merge(finished())),
        CorsRouter::new().merge(Router::new().nest("/api", finished())),
        CorsRouter::new().nest_service("/api", finished()),
        CorsRouter::new().nest_service("/api", CorsRouter::new().route("/users", get(users))),
    ];
    for app in apps {
        let server = Server::start(app.route("/users", get(users))).await;
        check(&server, "/api/users").await;
        check(&server, "/users").await;
    }
}

#[tokio::test]
async fn router_nested_as_a_service_keeps_outer_layers_outside() {
    let inner = CorsRouter::new().route("/users", get(users));
    let app = CorsRouter::new()
        .nest_service("/api", inner)
        .layer(middleware::from_fn(async |_: Request, _: Next| {
            StatusCode::UNAUTHORIZED
        }));
    let server = Server::start(app).await;
    assert_eq!(
        server
            .send(preflight("/api/users", APP, "GET"))
            .await
            .status,
        204
    );
    let response = server.send(get_("/api/users").origin(APP)).await;
    assert_eq!((response.status, response.cors()), (401, readable_by(APP)));
}

#[tokio::test]
async fn plain_router_nested_beside_annotated_has_no_cors() {
    let plain = Router::new()
        .route("/health", routing::get(health))
        .fallback(|| async { "fallback below" });
    let app = CorsRouter::new()
        .route("/users", get(users))
        .nest("/plain", plain);
    let server = Server::start(app).await;
    check(&server, "/users").await;
    for (path, text) in [
        ("/plain/health", "healthy"),
        ("/plain/unknown", "fallback below"),
    ] {
        let response = server.send(get_(path).origin(APP)).await;
        assert_eq!((response.status, response.text()), (200, text), "{path}");
        assert_eq!(response.cors(), NONE, "{path}");
    }
    let response = server.send(preflight("/plain/health", APP, "GET")).await;
    assert_eq!(response.status, 405);
    assert_eq!(response.cors(), NONE);
}

#[tokio::test]
async fn nested_service_without_a_policy_stays_unchanged() {
    let service = routing::any(|uri: Uri| async move { format!("path {}", uri.path()) });
    let app = CorsRouter::new()
        .route("/users", get(users))
        .nest_service("/files", service.clone())
        .route_service("/one-file", service);
    let server = Server::start(app).await;
    check(&server, "/users").await;
    for (path, text) in [
        ("/files", "path /"),
        ("/files/a/b", "path /a/b"),
        ("/one-file", "path /one-file"),
    ] {
        for request in [get_(path).origin(APP), preflight(path, APP, "GET")] {
            let response = server.send(request).await;
            assert_eq!((response.status, response.text()), (200, text));
            assert_eq!(response.cors(), NONE, "{path}");
        }
    }
}
