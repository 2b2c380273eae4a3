//! `verify` on axum: preflights reach the routes through all layers.

mod defaults;
mod in_front;

use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{HeaderValue, Response, StatusCode, Uri, header},
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
use tower::{Layer, ServiceBuilder, service_fn, util::MapRequest};
use tower_http::{cors::CorsLayer, normalize_path::NormalizePathLayer};

#[cors(origins = ["https://app.example.com"], credentials, max_age = 600)]
async fn list_users() {}

#[cors(origins = ["https://*.example.com"], headers = ["authorization", "content-type"])]
async fn create_user() {}

#[cors(origins = any, methods = any, headers = ["*", "authorization"])]
async fn public() {}

async fn plain() {}

/// An app whose paths begin with this word.
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
async fn good_app_is_verified_by_one_preflight_per_policy() {
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
    let mine = app("mine").layer(middleware::from_fn(auth)).into_router();
    let other = app("other").into_router();
    let twin = app("mine").into_router();
    // The layer of the first responds with 401 where it has no route, too.
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
async fn unfinished_router_is_verified() {
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
    let app = CorsRouter::new()
        .route("/never", get(never).post(never))
        .into_router();
    assert_eq!(verify(&app).await.expect("no obstacle").preflights(), 1);
}

#[tokio::test]
async fn policy_without_origins_has_no_preflight_to_verify() {
    #[cors(dev_origins = ["http://localhost:3000"])]
    async fn internal() {}
    let app = app("closed")
        .route("/internal", get(internal))
        .into_router();
    let development = usize::from(cfg!(debug_assertions));
    let verified = verify(&app).await.expect("no obstacle");
    assert_eq!(verified.preflights(), PREFLIGHTS + development);
}

#[tokio::test]
async fn failing_service_is_reported_with_its_error() {
    let _routes = app("failing").into_router();
    let service = service_fn(async |_: Request| Err::<Response<Body>, _>("the upstream is gone"));
    let (_, text) = obstructed(verify(&service).await);
    assert!(
        text.contains("the service returned an error in place of a response: the upstream is gone"),
        "{text}"
    );
}

#[tokio::test]
async fn router_below_a_prefix_is_verified_there() {
    let nested = |router: CorsRouter| {
        Router::new()
            .nest("/api", router.into_router())
            .route("/health", routing::get(plain))
    };
    let hidden = |router| MapRequest::new(nested(router), |request: Request| request);
    let error = verify(&hidden(app("below"))).await.expect_err("hidden");
    assert!(matches!(error, VerifyError::NoRoutes), "{error}");
    assert_eq!(
        error.to_string(),
        "no preflight was sent: no route with a policy was found, or their policies allow no origin at this \
         moment; put `#[cors(…)]` on a handler; if another service hides the router, verify the router \
         itself, or call `verify_below(&service, \"/prefix\")` if it has a prefix and a fallback of its own"
    );
    let with_fallback = hidden(app("below").fallback(plain));
    for verified in [
        verify(&nested(app("below"))).await,
        verify_below(&nested(app("below")), "/api").await,
        verify_below(&with_fallback, "/api").await,
    ] {
        assert_eq!(verified.expect("no obstacle").preflights(), PREFLIGHTS);
    }

    let behind = nested(app("below")).layer(middleware::from_fn(auth));
    let (preflights, _) = obstructed(verify_below(&behind, "/api").await);
    assert_eq!(preflights.len(), PREFLIGHTS);
}

/// A plain router does not report the prefix, so requests are sent to the routes themselves.
#[tokio::test]
async fn routers_below_prefixes_of_a_plain_router_are_found() {
    let nested = || {
        Router::new()
            .merge(app("root").into_router())
            .nest("/one", app("one").into_router())
            .nest("/two", app("two").into_router())
    };
    let verified = verify(&nested()).await.expect("no obstacle");
    assert_eq!(verified.preflights(), 3 * PREFLIGHTS);

    let guarded = app("api").into_router().layer(middleware::from_fn(auth));
    let (preflights, text) = obstructed(verify(&nested().nest("/api", guarded)).await);
    assert_eq!(preflights.len(), PREFLIGHTS, "{text}");
    assert!(text.contains("GET /api/users"), "{text}");
    assert!(
        text.contains("a layer in front responds with 401"),
        "{text}"
    );
}

#[tokio::test]
async fn nested_routes_are_verified_at_their_whole_path() {
    let app = CorsRouter::new()
        .nest("/{tenant}", app("nested"))
        .into_router();
    assert_eq!(
        verify(&app).await.expect("no obstacle").preflights(),
        PREFLIGHTS
    );
}

#[tokio::test]
async fn policy_for_methods_its_route_does_not_serve_is_reported() {
    #[cors(origins = ["https://app.example.com"], methods = [POST])]
    async fn write() {}

    let app = CorsRouter::new().route("/idle", get(write));
    let report = verify(&app)
        .await
        .expect_err("no route can be called")
        .to_string();
    assert_eq!(
        report,
        "one preflight failed:\n  POST /idle from https://app.example.com: no handler \
         with this policy serves the methods it names, so no page can ever call it: remove \
         `methods`, or name methods that the route serves"
    );
    let served = CorsRouter::new().route("/served", get(write).post(write));
    drop(app);
    verify(&served).await.expect("the handler serves `POST`");
}
