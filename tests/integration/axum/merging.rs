//! Merged routers: annotated, plain and opaque parts of one app, and of one path.

use axum::{Router, http::StatusCode, middleware, routing};
use cors_runtime::{
    axum::{
        CorsMethodRouter, CorsRouter,
        routing::{any, get, post},
    },
    cors,
};

use cors_tests::{
    ADMIN, APP, EVIL, HIDDEN, NONE, Server, get as get_, post as post_, preflight, readable_by,
    request,
};

#[cors(origins = ["https://app.example.com"])]
async fn read() -> &'static str {
    "read"
}

#[cors(origins = ["https://admin.example.com"])]
async fn write() -> &'static str {
    "written"
}

async fn plain() -> &'static str {
    "plain"
}

/// `GET` for one site, `POST` for another, and `PUT` without a policy.
async fn check(server: &Server, path: &str) {
    let response = server.send(get_(path).origin(APP)).await;
    assert_eq!((response.status, response.text()), (200, "read"), "{path}");
    assert_eq!(response.cors(), readable_by(APP), "{path}");
    let response = server.send(post_(path).origin(ADMIN)).await;
    assert_eq!(
        (response.status, response.text()),
        (200, "written"),
        "{path}"
    );
    assert_eq!(response.cors(), readable_by(ADMIN), "{path}");
    assert_eq!(
        server.send(post_(path).origin(APP)).await.cors(),
        HIDDEN,
        "{path}"
    );

    for (origin, method, status) in [
        (APP, "GET", 204),
        (ADMIN, "POST", 204),
        (APP, "POST", 403),
        (ADMIN, "GET", 403),
        (EVIL, "GET", 403),
        (APP, "PUT", 403),
    ] {
        let response = server.send(preflight(path, origin, method)).await;
        assert_eq!(response.status, status, "{method} {path} from {origin}");
    }
    let response = server.send(request("OPTIONS", path)).await;
    assert_eq!(response.status, 204, "{path}");
    assert_eq!(
        response.allow(),
        ["GET", "HEAD", "OPTIONS", "POST"],
        "{path}"
    );
    let response = server.send(request("PUT", path)).await;
    assert_eq!(response.status, 405, "{path}");
    assert_eq!(
        response.allow(),
        ["GET", "HEAD", "OPTIONS", "POST"],
        "{path}"
    );
}

#[tokio::test]
async fn path_composed_in_every_way_of_axum_keeps_policies() {
    let layer = || middleware::map_response(async |response: axum::response::Response| response);
    let apps = [
        CorsRouter::new().route("/", get(read).post(write)),
        CorsRouter::new()
            .route("/", get(read))
            .route("/", post(write)),
        CorsRouter::new()
            .route("/", post(write))
            .route("/", get(read)),
        CorsRouter::new().route("/", get(read).merge(post(write))),
        CorsRouter::new()
            .route("/", get(read))
            .merge(CorsRouter::new().route("/", post(write))),
        CorsRouter::new()
            .route("/", get(read))
            .layer(layer())
            .route("/", post(write)),
        CorsRouter::new()
            .route("/", get(read))
            .layer(layer())
            .merge(CorsRouter::new().route("/", post(write)).layer(layer()))
            .layer(layer()),
        CorsRouter::new()
            .route("/", CorsMethodRouter::new().get(read))
            .route("/", CorsMethodRouter::default().post(write)),
        CorsRouter::new()
            .merge(CorsRouter::new())
            .route("/", get(read).post(write)),
        Router::new().into(),
    ];
    for app in apps {
        if app.has_routes() {
            check(&Server::start(app).await, "/").await;
        }
    }
}

#[tokio::test]
async fn one_path_may_be_nested_twice() {
    let app = CorsRouter::new()
        .nest(
            "/api",
            CorsRouter::new()
                .route("/", get(read))
                .route("/users", get(read)),
        )
        .nest("/api", CorsRouter::new().route("/users", post(write)))
        .route("/api", post(write));
    let server = Server::start(app).await;
    check(&server, "/api").await;
    check(&server, "/api/users").await;
}

#[tokio::test]
async fn plain_methods_beside_annotated_ones_stay_without_cors() {
    let app = CorsRouter::new()
        .route("/", get(read).put(plain))
        .route("/layered", get(read).put(plain))
        .route_layer(middleware::map_response(
            async |response: axum::response::Response| response,
        ));
    let server = Server::start(app).await;
    for path in ["/", "/layered"] {
        let response = server.send(request("PUT", path).origin(APP)).await;
        assert_eq!((response.status, response.text()), (200, "plain"), "{path}");
        assert_eq!(response.cors(), NONE, "{path}");
        assert_eq!(
            server.send(preflight(path, APP, "PUT")).await.status,
            403,
            "{path}"
        );
        let response = server.send(preflight(path, APP, "GET")).await;
        assert_eq!(
            response.all("access-control-allow-methods"),
            ["GET,HEAD"],
            "{path}"
        );
        let response = server.send(request("OPTIONS", path)).await;
        assert_eq!(
            response.allow(),
            ["GET", "HEAD", "OPTIONS", "PUT"],
            "{path}"
        );
    }
}

#[tokio::test]
async fn plain_route_may_stand_beside_annotated_methods() {
    let apps = [
        CorsRouter::new().route("/", get(read).merge(routing::put(plain))),
        CorsRouter::new()
            .route("/", routing::put(plain))
            .route("/", get(read)),
        CorsRouter::new()
            .route("/", get(read))
            .nest("/api", Router::new())
            .merge(CorsRouter::new().route("/", routing::put(plain))),
    ];
    for app in apps {
        let server = Server::start(app).await;
        let response = server.send(get_("/").origin(APP)).await;
        assert_eq!(
            (response.text(), response.cors()),
            ("read", readable_by(APP))
        );
        let response = server.send(request("PUT", "/").origin(APP)).await;
        assert_eq!(
            (response.status, response.text(), response.cors()),
            (200, "plain", Vec::new())
        );

        assert_eq!(server.send(preflight("/", APP, "GET")).await.status, 204);
        let refused = server.send(preflight("/", APP, "PUT")).await;
        assert!(matches!(refused.status, 403 | 405), "{refused:?}");
        assert_eq!(refused.all("access-control-allow-origin"), NONE);
        let response = server.send(request("DELETE", "/")).await;
        assert_eq!(response.status, 405);
        assert!(
            ["GET", "HEAD", "PUT"]
                .iter()
                .all(|method| response.allow().contains(&(*method).to_owned()))
        );
    }
}

#[tokio::test]
async fn opaque_route_receives_the_preflights_it_handles() {
    let opaque = routing::put(plain).options(|| async {
        let headers = [("access-control-allow-origin", "https://own.example")];
        (StatusCode::NO_CONTENT, headers)
    });
    let merged = get(read).merge(opaque);
    for route in [merged.clone(), merged.fallback(plain)] {
        let server = Server::start(CorsRouter::new().route("/", route)).await;

        let response = server.send(preflight("/", APP, "GET")).await;
        assert_eq!(
            (response.status, response.all("access-control-allow-origin")),
            (204, vec![APP.to_owned()])
        );
        assert_eq!(server.send(preflight("/", EVIL, "GET")).await.status, 403);

        let response = server
            .send(preflight("/", "https://own.example", "PUT"))
            .await;
        assert_eq!(
            (response.status, response.cors()),
            (
                204,
                vec!["access-control-allow-origin: https://own.example".to_owned(),]
            )
        );
        let response = server.send(request("OPTIONS", "/")).await;
        assert_eq!(
            response.all("access-control-allow-origin"),
            ["https://own.example"]
        );
    }
}

#[tokio::test]
async fn plain_method_beside_any_does_not_inherit_its_policy() {
    let server = Server::start(CorsRouter::new().route("/", any(read).get(plain))).await;
    let response = server.send(get_("/").origin(APP)).await;
    assert_eq!((response.text(), response.cors()), ("plain", Vec::new()));
    let response = server.send(post_("/").origin(APP)).await;
    assert_eq!(
        (response.text(), response.cors()),
        ("read", readable_by(APP))
    );
    assert_eq!(server.send(preflight("/", APP, "GET")).await.status, 403);
}

#[tokio::test]
async fn head_of_a_plain_route_does_not_inherit_the_get_policy() {
    let route = get(read).merge(routing::head(plain));
    let server = Server::start(CorsRouter::new().route("/", route)).await;
    let response = server.send(request("HEAD", "/").origin(APP)).await;
    assert_eq!((response.status, response.cors()), (200, Vec::new()));
}

#[tokio::test]
async fn merged_routers_keep_their_own_layers() {
    async fn deny() -> StatusCode {
        StatusCode::IM_A_TEAPOT
    }
    let closed = CorsRouter::new()
        .route("/closed", get(read).post(write))
        .layer(middleware::from_fn(
            async |_: axum::extract::Request, _: middleware::Next| deny().await,
        ));
    let plain = Router::new().route("/plain", routing::get(plain));
    let app = CorsRouter::new()
        .route("/open", get(read).post(write))
        .merge(closed)
        .merge(plain);
    let server = Server::start(app).await;
    check(&server, "/open").await;
    let response = server.send(get_("/closed").origin(APP)).await;
    assert_eq!((response.status, response.cors()), (418, readable_by(APP)));
    let response = server.send(get_("/plain").origin(APP)).await;
    assert_eq!((response.text(), response.cors()), ("plain", Vec::new()));
    assert_eq!(server.send(get_("/unknown")).await.status, 404);
}

#[tokio::test]
async fn one_route_can_be_adopted_by_a_plain_router() {
    let stamp = middleware::map_response(async |response: axum::response::Response| {
        (StatusCode::ACCEPTED, response)
    });
    let inside = get(read).post(write);
    let outside = get(read).post(write).layer(stamp);
    let app = Router::new()
        .route("/inside", inside.clone().into())
        .route("/outside", outside.into())
        .nest("/below", Router::new().route("/inside", inside.into()))
        .route("/plain", routing::get(plain));
    let server = Server::start_plain(app).await;
    check(&server, "/inside").await;
    check(&server, "/below/inside").await;

    let response = server.send(get_("/outside").origin(APP)).await;
    assert_eq!((response.status, response.cors()), (202, readable_by(APP)));
    assert_eq!(
        server.send(preflight("/outside", APP, "GET")).await.status,
        204
    );
    assert_eq!(
        server.send(preflight("/outside", APP, "PUT")).await.status,
        403
    );
    // Its layer stands around its 405, too.
    assert_eq!(
        server
            .send(request("PUT", "/outside").origin(APP))
            .await
            .status,
        202
    );
    assert_eq!(server.send(get_("/plain").origin(APP)).await.cors(), NONE);
}
