//! `AllowedOrigin`, as an extractor and as a guard.

use core::convert::Infallible;

use axum::{
    Router,
    body::Body,
    extract::FromRequestParts,
    http::{self, request::Parts},
    response::Response,
};
use cors_runtime::{
    AllowedOrigin, LiveOrigins, Policy, WithCredentials,
    axum::{CorsRouter, routing},
    cors,
    layer::CorsLayer,
    policy,
    rocket::routes,
};
use rocket::{get, post};
use tower::ServiceExt;

use crate::servers;
use cors_tests::{self, Request, Server, readable_by};

static TENANTS: LiveOrigins<WithCredentials> = LiveOrigins::with_credentials();
static LISTED: Policy = policy!(
    origins = ["https://a.example", TENANTS, "null"],
    allow(null_origin),
    methods = [GET],
);

mod on_axum {
    use super::{AllowedOrigin, cors};

    #[cors(policy = super::LISTED)]
    pub(super) async fn required(origin: AllowedOrigin) -> String {
        origin.to_string()
    }

    #[cors(policy = super::LISTED)]
    pub(super) async fn optional(origin: Option<AllowedOrigin>) -> String {
        origin.map_or_else(|| "none".to_owned(), |origin| origin.to_string())
    }

    pub(super) async fn plain(_: AllowedOrigin) {}
}

// Guards are taken by value.
#[allow(clippy::needless_pass_by_value)]
mod on_rocket {
    use super::{AllowedOrigin, cors, get, post};

    #[cors(policy = super::LISTED)]
    #[get("/required")]
    pub(super) fn required(origin: AllowedOrigin) -> String {
        origin.to_string()
    }

    #[cors(policy = super::LISTED)]
    #[get("/optional")]
    pub(super) fn optional(origin: Option<AllowedOrigin>) -> String {
        origin.map_or_else(|| "none".to_owned(), |origin| origin.to_string())
    }

    #[get("/plain")]
    pub(super) fn plain(_origin: AllowedOrigin) {}

    #[post("/plain")]
    pub(super) fn plain_post() {}
}

#[rocket::async_test]
async fn allowed_origin_names_the_calling_page() {
    TENANTS
        .replace(["https://*.tenants.example"])
        .expect("a pattern");
    let app = CorsRouter::new()
        .route("/required", routing::get(on_axum::required))
        .route("/optional", routing::get(on_axum::optional))
        .route("/plain", routing::get(on_axum::plain));
    let routes = routes![
        on_rocket::required,
        on_rocket::optional,
        on_rocket::plain,
        on_rocket::plain_post,
    ];
    for server in servers(app, routes).await {
        let send = async |path: &str, origins: &[&str]| {
            let request = origins.iter().fold(cors_tests::get(path), Request::origin);
            server.send(request).await
        };
        for origin in ["https://a.example", "https://x.tenants.example"] {
            for path in ["/required", "/optional"] {
                let response = send(path, &[origin]).await;
                assert_eq!((response.status, response.text()), (200, origin));
                assert_eq!(response.cors(), readable_by(origin));
            }
        }
        let foreign: [&[&str]; 5] = [
            &[],
            &["null"],
            &["https://evil.example"],
            &["https://tenants.example"],
            &["https://a.example", "https://a.example"],
        ];
        for origins in foreign {
            assert_eq!(send("/required", origins).await.status, 403, "{origins:?}");
            let response = send("/optional", origins).await;
            assert_eq!((response.status, response.text()), (200, "none"));
        }
        // Every site can have a page whose origin is `null`.
        assert_eq!(
            send("/required", &["null"]).await.cors(),
            readable_by("null")
        );
        let response = send("/plain", &["https://a.example"]).await;
        assert_eq!(response.status, 500);
    }
}

async fn text(app: Router, method: &str, origin: &str) -> (u16, String) {
    let request = http::Request::builder()
        .method(method)
        .uri("/")
        .header("origin", origin);
    let request = request.body(Body::empty()).expect("a request");
    let response: Response = app.oneshot(request).await.expect("a response");
    let status = response.status().as_u16();
    let body = axum::body::to_bytes(response.into_body(), 1 << 16).await;
    let body = body.expect("a body");
    (status, String::from_utf8_lossy(&body).into_owned())
}

/// An extractor of the app reads the origin where the argument itself would not compile.
struct Looked(Option<AllowedOrigin>);

impl<S: Sync> FromRequestParts<S> for Looked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let origin = AllowedOrigin::from_request_parts(parts, state).await;
        Ok(Self(origin.ok()))
    }
}

async fn whose(origin: Option<AllowedOrigin>) -> String {
    origin.map_or_else(|| "none".to_owned(), |origin| origin.to_string())
}

#[tokio::test]
async fn allowed_origin_in_a_plain_handler_uses_the_default() {
    static OUTER: Policy = policy!(origins = ["https://outer.example"], methods = [GET, POST]);

    #[cors(policy = OUTER)]
    fn default() -> CorsRouter {
        CorsRouter::new().route("/", routing::get(whose).post(inner))
    }

    #[cors(policy = OUTER)]
    fn default_of_a_hidden_router() -> CorsRouter {
        // A plain router used as a service does not report its routes.
        let route: axum::routing::MethodRouter = routing::get(whose).post(inner).put(closed).into();
        CorsRouter::new().fallback_service(Router::new().route("/", route))
    }

    #[cors(origins = ["https://inner.example"])]
    async fn inner(origin: Option<AllowedOrigin>) -> String {
        whose(origin).await
    }

    #[cors(disabled)]
    async fn closed(Looked(origin): Looked) -> String {
        whose(origin).await
    }

    let layered = Router::new()
        .route("/", axum::routing::get(whose))
        .layer(CorsLayer::new(&OUTER));
    for app in [
        default().into_router(),
        default_of_a_hidden_router().into_router(),
        layered.clone(),
    ] {
        let (_, body) = text(app.clone(), "GET", "https://outer.example").await;
        assert_eq!(body, "https://outer.example");
        let (_, body) = text(app, "GET", "https://inner.example").await;
        assert_eq!(body, "none");
    }
    // The most specific policy decides alone.
    for app in [
        default().into_router(),
        default_of_a_hidden_router().into_router(),
    ] {
        let (_, body) = text(app.clone(), "POST", "https://inner.example").await;
        assert_eq!(body, "https://inner.example");
        let (_, body) = text(app, "POST", "https://outer.example").await;
        assert_eq!(body, "none");
    }
    #[cors(policy = OUTER)]
    fn default_of_a_layered_route() -> CorsRouter {
        let inside = CorsRouter::new().route("/", routing::put(closed));
        let layered = inside.layer(tower::layer::util::Identity::new());
        CorsRouter::new().fallback_service(layered.into_router())
    }

    for app in [
        default_of_a_hidden_router().into_router(),
        default_of_a_layered_route().into_router(),
    ] {
        let (_, body) = text(app, "PUT", "https://outer.example").await;
        assert_eq!(body, "none");
    }
}

#[tokio::test]
async fn allowed_origin_does_not_leak_between_requests() {
    #[cors(origins = ["https://a.example"])]
    async fn inside(_: AllowedOrigin) {
        panic!("in the middle of it");
    }

    let app = CorsRouter::new()
        .route("/", routing::get(inside))
        .into_router();
    let panicked = tokio::spawn(text(app, "GET", "https://a.example")).await;
    assert!(panicked.is_err());
    let plain = Router::new().route("/", axum::routing::get(on_axum::plain));
    let (status, _) = text(plain, "GET", "https://a.example").await;
    assert_eq!(status, 500);
    drop(Server::start(CorsRouter::new()).await);
}
