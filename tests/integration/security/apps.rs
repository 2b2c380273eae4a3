//! One app on both frameworks, on axum once more with a layer around every handler.

use axum::middleware;
use cors_runtime::{LiveOrigins, Policy, WithCredentials, axum::CorsRouter, policy};

use cors_tests::{EVIL, HIDDEN, PREFLIGHT_VARY, Recorded, Request, Server, get, preflight};

/// The origin that most policies here list.
pub(crate) const API: &str = "https://api.example.com";

static EXACT: Policy = policy!(
    origins = ["https://api.example.com"],
    credentials,
    headers = ["x-ok", "content-type"],
    expose_headers = ["etag"],
    max_age = 600,
);
static SUBDOMAINS: Policy = policy!(origins = ["https://*.example.com"], credentials);
static SIBLINGS: Policy = policy!(
    origins = ["https://foo.com", "https://bar.com"],
    credentials
);
static PORTS: Policy = policy!(
    origins = ["http://localhost:*"],
    credentials,
    allow(loopback_origins)
);
static NULL: Policy = policy!(origins = ["null"], allow(null_origin));
static ANY: Policy = policy!(origins = any, methods = any, headers = any);
static ADMIN: Policy = policy!(origins = ["https://admin.example.com"], credentials);
static ENFORCED: Policy = policy!(origins = ["https://api.example.com"], credentials, enforce);
/// A set without an origin.
static NO_ORIGINS: LiveOrigins<WithCredentials> = LiveOrigins::with_credentials();
static EMPTY: Policy = policy!(origins = NO_ORIGINS, credentials, expose_headers = ["etag"]);

/// The headers that a careless handler writes by itself.
const BY_HAND: [(&str, &str); 4] = [
    ("vary", "accept-encoding"),
    ("access-control-allow-origin", "https://evil.example"),
    ("access-control-allow-credentials", "true"),
    ("access-control-allow-private-network", "true"),
];

macro_rules! same_routes {
    ($($name:ident: $method:ident $path:literal $policy:ident;)*) => {
        mod on_axum {
            use axum::{
                extract::Path,
                http::{HeaderName, HeaderValue, StatusCode},
                response::{AppendHeaders, IntoResponse},
            };
            use cors_runtime::{
                axum::{CorsRouter, routing},
                cors,
            };

            $(
                #[cors(policy = crate::apps::$policy)]
                async fn $name() {}
            )*

            #[cors(policy = super::EXACT)]
            async fn status(Path(status): Path<u16>) -> StatusCode {
                StatusCode::from_u16(status).expect("a status")
            }

            #[cors(policy = super::EXACT)]
            async fn by_hand() -> impl IntoResponse {
                AppendHeaders(super::BY_HAND.map(|(name, value)| {
                    (HeaderName::from_static(name), HeaderValue::from_static(value))
                }))
            }

            #[cors(disabled)]
            async fn disabled() {}

            async fn plain() {}

            pub(super) fn app() -> CorsRouter {
                CorsRouter::new()
                    $(.route($path, routing::$method($name)))*
                    .route("/status/{status}", routing::get(status))
                    .route("/by-hand", routing::get(by_hand))
                    .route("/methods", routing::delete(disabled).patch(plain))
                    .route("/plain", routing::get(plain))
            }
        }

        mod on_rocket {
            use cors_runtime::{
                cors,
                rocket::{Cors, routes},
            };
            use rocket::{Build, Request, Response, Rocket, http::Status, response::{self, Responder}};

            $(
                mod $name {
                    // Rocket takes no name for a route from the caller of a macro.
                    use cors_runtime::cors;
                    use rocket::$method;

                    #[cors(policy = crate::apps::$policy)]
                    #[$method($path)]
                    pub(super) fn route() {}
                }
            )*

            #[cors(policy = super::EXACT)]
            #[rocket::get("/status/<status>")]
            fn status(status: u16) -> Result<RawResponse, Status> {
                let status = Status::new(status);
                // Errors go through a catcher.
                if status.code < 400 { Ok(RawResponse(status)) } else { Err(status) }
            }

            struct RawResponse(Status);

            impl<'r> Responder<'r, 'static> for RawResponse {
                fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
                    Response::build().status(self.0).ok()
                }
            }

            struct ByHand;

            impl<'r> Responder<'r, 'static> for ByHand {
                fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
                    let mut response = Response::new();
                    for (name, value) in super::BY_HAND {
                        response.adjoin_raw_header(name, value);
                    }
                    Ok(response)
                }
            }

            #[cors(policy = super::EXACT)]
            #[rocket::get("/by-hand")]
            fn by_hand() -> ByHand {
                ByHand
            }

            #[cors(disabled)]
            #[rocket::delete("/methods")]
            fn disabled() {}

            #[rocket::patch("/methods")]
            fn unannotated() {}

            #[rocket::get("/plain")]
            fn plain() {}

            pub(super) fn app() -> Rocket<Build> {
                rocket::build().attach(Cors::fairing()).mount(
                    "/",
                    routes![$($name::route,)* status, by_hand, disabled, unannotated, plain],
                )
            }
        }
    };
}

same_routes! {
    exact: get "/exact" EXACT;
    subdomains: get "/subdomains" SUBDOMAINS;
    siblings: get "/siblings" SIBLINGS;
    ports: get "/ports" PORTS;
    null: get "/null" NULL;
    any: get "/any" ANY;
    empty: get "/empty" EMPTY;
    read: get "/methods" EXACT;
    write: post "/methods" ADMIN;
    replace: put "/methods" ANY;
    enforced: post "/enforced" ENFORCED;
}

/// The paths whose policy is not `any`, and an origin that each allows.
pub(crate) const LISTED: [(&str, &str); 5] = [
    ("/exact", API),
    ("/subdomains", "https://a.example.com"),
    ("/siblings", "https://foo.com"),
    ("/ports", "http://localhost:3000"),
    ("/methods", API),
];

pub(crate) fn axum() -> CorsRouter {
    on_axum::app()
}

pub(crate) fn rocket() -> rocket::Rocket<rocket::Build> {
    // Before Rocket takes the log of the process for itself.
    Recorded::install();
    on_rocket::app()
}

pub(crate) async fn servers() -> [(&'static str, Server); 3] {
    let layer = middleware::map_response(async |response: axum::response::Response| response);
    [
        ("axum", Server::start(axum()).await),
        (
            "axum behind a layer",
            Server::start(axum().layer(layer)).await,
        ),
        ("Rocket", Server::launch(rocket()).await),
    ]
}

/// Asserts that pages of these origins can neither read the path nor get a preflight permission.
pub(crate) async fn refused(path: &str, origins: &[&str]) {
    for (framework, server) in servers().await {
        let mut connection = server.connect().await;
        for origin in origins {
            let what = format!("{origin} at {path} of {framework}");
            let response = connection.send(&get(path).origin(origin)).await;
            assert_eq!(
                (response.status, response.cors()),
                (200, hidden()),
                "{what}"
            );
            let response = connection.send(&preflight(path, origin, "GET")).await;
            assert_eq!(response.status, 403, "{what}");
            assert_eq!(response.cors(), [PREFLIGHT_VARY], "{what}");
        }
    }
}

/// Asserts that pages of each of these origins may read the path, with the user's cookies.
pub(crate) async fn admitted(path: &str, origins: &[&str]) {
    for (framework, server) in servers().await {
        let mut connection = server.connect().await;
        for origin in origins {
            let what = format!("{origin} at {path} of {framework}");
            for request in [get(path).origin(origin), preflight(path, origin, "GET")] {
                let response = connection.send(&request).await;
                let allowed = response.all("access-control-allow-origin");
                assert_eq!(allowed, [*origin], "{what}");
                let credentials = response.all("access-control-allow-credentials");
                assert_eq!(credentials, ["true"], "{what}");
            }
        }
    }
}

/// A request and a preflight of an unlisted page.
pub(crate) fn from_evil(path: &str) -> [Request; 2] {
    [get(path).origin(EVIL), preflight(path, EVIL, "GET")]
}

pub(crate) fn hidden() -> Vec<String> {
    HIDDEN.map(str::to_owned).to_vec()
}
