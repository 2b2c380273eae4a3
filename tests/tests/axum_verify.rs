//! `verify`: does a browser get through to the routes, whatever stands around the finished router?
//!
//! `verify` knows the routes of a whole process, so each test here has it for itself.

// Handlers are async functions whether they wait for something or not.
#![allow(clippy::unused_async)]

use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{HeaderValue, Response, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Redirect},
    routing,
};
use cors_runtime::{
    axum::{
        CorsRouter,
        routing::{any, get},
    },
    cors, verify,
    verify::{Obstacle, Obstructed, VerifyError},
    verify_below,
};
use tokio::sync::{Mutex, MutexGuard};
use tower::{Layer, ServiceBuilder, service_fn};
use tower_http::{cors::CorsLayer, normalize_path::NormalizePathLayer};

#[cors(origins = ["https://app.example.com"], credentials, max_age = 600)]
async fn list_users() {}

#[cors(origins = ["https://*.example.com"], headers = ["authorization", "content-type"])]
async fn create_user() {}

#[cors(origins = any, methods = any, headers = ["*", "authorization"])]
async fn public() {}

async fn plain() {}

/// Keeps the other tests waiting, so that no app but those of one test is alive.
async fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::const_new(());
    ALONE.lock().await
}

/// An app whose paths begin with a word of its own.
fn app(word: &str) -> CorsRouter {
    CorsRouter::new()
        .route(&format!("/{word}/users"), get(list_users).post(create_user))
        .route(
            &format!("/{word}/users/{{id}}/{{*rest}}"),
            get(list_users).put(list_users),
        )
        .route(&format!("/{word}/public"), any(public))
        .route(&format!("/{word}/plain"), get(plain))
}

/// Two policies on `/users`, one on each of the others, none on `/plain`.
const PREFLIGHTS: usize = 4;

fn obstructed(report: Result<verify::Verified, VerifyError>) -> (Vec<Obstructed>, String) {
    match report.expect_err("an obstacle") {
        error @ VerifyError::Obstructed(_) => {
            let text = error.to_string();
            let VerifyError::Obstructed(preflights) = error else {
                unreachable!()
            };
            (preflights, text)
        }
        other => panic!("{other}"),
    }
}

async fn auth(request: Request, next: Next) -> Response<Body> {
    if request.headers().contains_key(header::AUTHORIZATION) {
        next.run(request).await
    } else {
        StatusCode::UNAUTHORIZED.into_response()
    }
}

#[tokio::test]
async fn a_good_app_passes_with_one_preflight_for_each_policy_of_each_path() {
    let _alone = alone().await;
    let app = app("good").layer(middleware::from_fn(auth));
    let verified = verify(&app.clone().into_router())
        .await
        .expect("no obstacle");
    assert_eq!(verified.preflights(), PREFLIGHTS);

    let service = ServiceBuilder::new()
        .map_response(|mut response: Response<Body>| {
            response
                .headers_mut()
                .append(header::VARY, HeaderValue::from_static("accept"));
            response
        })
        .service(app.into_router());
    let verified = verify(&service).await.expect("no obstacle");
    assert_eq!(verified.preflights(), PREFLIGHTS);
}

#[tokio::test]
async fn other_apps_of_the_process_do_not_disturb() {
    let _alone = alone().await;
    let mine = app("mine").layer(middleware::from_fn(auth)).into_router();
    let other = app("other").into_router();
    let twin = app("mine").into_router();
    // The layer of the first answers 401 where it has no route, too.
    assert_eq!(
        verify(&mine).await.expect("no obstacle").preflights(),
        PREFLIGHTS
    );
    assert_eq!(
        verify(&other).await.expect("no obstacle").preflights(),
        PREFLIGHTS
    );

    let guarded = twin.layer(middleware::from_fn(async |request: Request, next: Next| {
        if request.uri().path().ends_with("/public") {
            StatusCode::FORBIDDEN.into_response()
        } else {
            next.run(request).await
        }
    }));
    let (preflights, text) = obstructed(verify(&guarded).await);
    assert_eq!(preflights.len(), 1, "{text}");
}

#[tokio::test]
async fn a_router_is_verified_before_it_is_finished_as_well() {
    let _alone = alone().await;
    let app = app("unfinished");
    let verified = verify(&app).await.expect("no obstacle");
    assert_eq!(verified.preflights(), PREFLIGHTS);
}

#[tokio::test]
async fn no_handler_runs() {
    #[cors(origins = ["https://app.example.com"])]
    async fn never() {
        panic!("a handler ran");
    }
    let _alone = alone().await;
    let app = CorsRouter::new()
        .route("/never", get(never).post(never))
        .into_router();
    assert_eq!(verify(&app).await.expect("no obstacle").preflights(), 1);
}

#[tokio::test]
async fn an_auth_layer_outside_is_reported_with_every_preflight_it_stops() {
    let _alone = alone().await;
    let app = app("auth").into_router().layer(middleware::from_fn(auth));
    let (preflights, text) = obstructed(verify(&app).await);
    assert_eq!(preflights.len(), PREFLIGHTS);
    for preflight in &preflights {
        assert_eq!(
            preflight.obstacle(),
            &Obstacle::Authentication(StatusCode::UNAUTHORIZED)
        );
    }
    let post = preflights
        .iter()
        .find(|preflight| preflight.method() == "POST")
        .expect("POST");
    assert_eq!(post.path(), "/auth/users");
    assert!(post.origin().ends_with(".example.com"), "{}", post.origin());

    assert!(
        text.starts_with("4 preflights do not get through:\n"),
        "{text}"
    );
    let line = "GET /auth/users from https://app.example.com: a layer in front answers 401 \
                Unauthorized; a preflight carries no credentials, so no browser gets past it: add \
                the layer to the `CorsRouter` instead";
    assert!(text.contains(line), "{text}");
    assert!(
        text.contains("PUT /auth/users/{id}/{*rest}")
            || text.contains("GET /auth/users/{id}/{*rest}"),
        "{text}"
    );
    assert!(
        text.contains("GET /auth/public from https://any.example"),
        "{text}"
    );
}

#[tokio::test]
async fn a_redirect_outside_is_reported_with_its_target() {
    async fn to_https(request: Request, _: Next) -> impl IntoResponse {
        Redirect::permanent(&format!("https://api.example.com{}", request.uri()))
    }
    let _alone = alone().await;
    let app = app("redirect")
        .into_router()
        .layer(middleware::from_fn(to_https));
    let (preflights, text) = obstructed(verify(&app).await);
    assert_eq!(preflights.len(), PREFLIGHTS);
    let line = "GET /redirect/users from https://app.example.com: a layer in front answers 308 \
                Permanent Redirect to `https://api.example.com/redirect/users`; no browser follows \
                a redirect of a preflight: pages have to call the final address, or the layer has \
                to leave `OPTIONS` alone";
    assert!(text.contains(line), "{text}");
}

#[tokio::test]
async fn a_layer_that_normalises_paths_lets_every_preflight_through() {
    let _alone = alone().await;
    let app = NormalizePathLayer::trim_trailing_slash().layer(app("normalised").into_router());
    assert_eq!(
        verify(&app).await.expect("no obstacle").preflights(),
        PREFLIGHTS
    );
}

#[tokio::test]
async fn a_layer_that_appends_slashes_hides_the_routes() {
    let _alone = alone().await;
    let app = NormalizePathLayer::append_trailing_slash().layer(app("slashes").into_router());
    // Only the path with a wildcard at its end is still found.
    let (preflights, text) = obstructed(verify(&app).await);
    assert_eq!(preflights.len(), PREFLIGHTS - 1);
    let line = "GET /slashes/users from https://app.example.com: a layer in front answers 404 Not \
                Found in the route's place: add it to the `CorsRouter` instead";
    assert!(text.contains(line), "{text}");

    let route = CorsRouter::new()
        .route("/slash", get(list_users))
        .into_router();
    let app = NormalizePathLayer::append_trailing_slash().layer(route);
    let error = verify(&app).await.expect_err("nobody gets through");
    assert!(matches!(error, VerifyError::NoRoutes), "{error}");
}

#[tokio::test]
async fn a_policy_that_lets_nobody_in_has_no_preflight_to_verify() {
    #[cors(dev_origins = ["http://localhost:3000"])]
    async fn internal() {}
    let _alone = alone().await;
    let app = app("closed")
        .route("/internal", get(internal))
        .into_router();
    let development = usize::from(cfg!(debug_assertions));
    let verified = verify(&app).await.expect("no obstacle");
    assert_eq!(verified.preflights(), PREFLIGHTS + development);
}

#[tokio::test]
async fn another_cors_layer_outside_is_reported() {
    let _alone = alone().await;
    let very_permissive = CorsLayer::permissive();
    let app = app("second").into_router().layer(very_permissive);
    // It answers the preflights itself.
    let (preflights, text) = obstructed(verify(&app).await);
    assert_eq!(preflights.len(), PREFLIGHTS);
    assert!(text.contains("a layer in front answers 200 OK"), "{text}");
}

#[tokio::test]
async fn a_doubled_header_is_reported() {
    let _alone = alone().await;
    let app = app("doubled").into_router().layer(middleware::map_response(
        async |mut response: Response<Body>| {
            let star = HeaderValue::from_static("*");
            response
                .headers_mut()
                .append(header::ACCESS_CONTROL_ALLOW_ORIGIN, star);
            response
        },
    ));
    let (preflights, text) = obstructed(verify(&app).await);
    assert_eq!(preflights.len(), PREFLIGHTS);
    for preflight in &preflights {
        let doubled = Obstacle::Doubled(header::ACCESS_CONTROL_ALLOW_ORIGIN);
        assert_eq!(preflight.obstacle(), &doubled);
    }
    let line = "`access-control-allow-origin` comes out twice, which every browser refuses: remove \
                the other CORS layer";
    assert!(text.contains(line), "{text}");
}

#[tokio::test]
async fn a_changed_and_a_removed_header_are_reported() {
    let _alone = alone().await;
    let changed = app("changed").into_router().layer(middleware::map_response(
        async |mut response: Response<Body>| {
            let star = HeaderValue::from_static("*");
            response
                .headers_mut()
                .insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, star);
            response
        },
    ));
    let (preflights, text) = obstructed(verify(&changed).await);
    // The public path says `*` anyway.
    assert_eq!(preflights.len(), PREFLIGHTS - 1);
    assert!(
        text.contains("`access-control-allow-origin` comes out as `*`"),
        "{text}"
    );

    let removed = app("removed").into_router().layer(middleware::map_response(
        async |mut response: Response<Body>| {
            response
                .headers_mut()
                .remove(header::ACCESS_CONTROL_ALLOW_HEADERS);
            response
        },
    ));
    let (preflights, text) = obstructed(verify(&removed).await);
    // Two policies have a list of headers.
    assert_eq!(preflights.len(), 2);
    let line = "`access-control-allow-headers` does not come out: a layer in front removes it";
    assert!(text.contains(line), "{text}");
}

#[tokio::test]
async fn a_changed_status_is_reported() {
    let _alone = alone().await;
    let app = app("status").into_router().layer(middleware::map_response(
        async |mut response: Response<Body>| {
            *response.status_mut() = StatusCode::BAD_GATEWAY;
            response
        },
    ));
    let (preflights, text) = obstructed(verify(&app).await);
    assert_eq!(preflights.len(), PREFLIGHTS);
    assert!(
        text.contains("the answer left with status 502 Bad Gateway instead of 204"),
        "{text}"
    );
}

#[tokio::test]
async fn a_layer_that_answers_in_the_routes_place_is_reported() {
    let _alone = alone().await;
    let app =
        app("limited")
            .into_router()
            .layer(middleware::from_fn(async |_: Request, _: Next| {
                StatusCode::TOO_MANY_REQUESTS
            }));
    let (preflights, text) = obstructed(verify(&app).await);
    assert_eq!(preflights.len(), PREFLIGHTS);
    assert!(
        text.contains("a layer in front answers 429 Too Many Requests in the route's place"),
        "{text}"
    );
}

#[tokio::test]
async fn a_service_that_fails_is_reported_with_its_error() {
    let _alone = alone().await;
    let _routes = app("failing").into_router();
    let service = service_fn(async |_: Request| Err::<Response<Body>, _>("the upstream is gone"));
    let (_, text) = obstructed(verify(&service).await);
    assert!(
        text.contains("the service failed: the upstream is gone"),
        "{text}"
    );
}

#[tokio::test]
async fn a_router_below_a_prefix_is_verified_there() {
    let _alone = alone().await;
    let finished = app("below").into_router();
    let app = Router::new()
        .nest("/api", finished)
        .route("/health", routing::get(plain));
    let error = verify(&app).await.expect_err("nothing at the root");
    assert!(matches!(error, VerifyError::NoRoutes), "{error}");
    assert_eq!(
        error.to_string(),
        "no route with a policy was reached through this service; if the router is nested below a \
         prefix in a plain one, call `verify_below(&service, \"/prefix\")`"
    );
    assert_eq!(
        verify_below(&app, "/api")
            .await
            .expect("no obstacle")
            .preflights(),
        PREFLIGHTS
    );

    let behind = app.layer(middleware::from_fn(auth));
    let (preflights, _) = obstructed(verify_below(&behind, "/api").await);
    assert_eq!(preflights.len(), PREFLIGHTS);
}

#[tokio::test]
async fn nested_routes_are_verified_at_their_whole_path() {
    let _alone = alone().await;
    let app = CorsRouter::new()
        .nest("/{tenant}", app("nested"))
        .into_router();
    assert_eq!(
        verify(&app).await.expect("no obstacle").preflights(),
        PREFLIGHTS
    );
}

#[tokio::test]
async fn a_layer_around_one_route_of_many_is_found() {
    let _alone = alone().await;
    let guarded = app("guarded").into_router().layer(middleware::from_fn(
        async |request: Request, next: Next| {
            if request.uri().path().ends_with("/public") {
                StatusCode::FORBIDDEN.into_response()
            } else {
                next.run(request).await
            }
        },
    ));
    let (preflights, text) = obstructed(verify(&guarded).await);
    assert_eq!(preflights.len(), 1);
    assert_eq!(preflights[0].path(), "/guarded/public");
    let forbidden = Obstacle::Authentication(StatusCode::FORBIDDEN);
    assert_eq!(preflights[0].obstacle(), &forbidden, "{text}");
}

#[tokio::test]
async fn a_layer_that_looks_at_the_requested_headers_is_found() {
    let _alone = alone().await;
    let picky = app("picky").into_router().layer(middleware::from_fn(
        async |request: Request, next: Next| {
            let requested = request
                .headers()
                .get(header::ACCESS_CONTROL_REQUEST_HEADERS);
            if requested.is_some_and(|names| names == "authorization") {
                StatusCode::BAD_REQUEST.into_response()
            } else {
                next.run(request).await
            }
        },
    ));
    // Two policies let `authorization` be sent.
    let (preflights, text) = obstructed(verify(&picky).await);
    assert_eq!(preflights.len(), 2, "{text}");
}
