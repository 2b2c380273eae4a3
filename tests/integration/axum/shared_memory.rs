//! Handlers of one path with several policies, requested by a browser that caches preflights.

use std::panic::catch_unwind;

use axum::{
    Router,
    routing::{self as plain, MethodRouter},
};
use cors_runtime::{
    axum::{
        CorsRouter,
        routing::{any, get, put},
    },
    cors,
    testing::{Browser, request},
};

use cors_tests::{ADMIN, Server, preflight, request as request_};

const API: &str = "https://api.example.com";
const PARTNER: &str = "https://partner.example";
const JSON: (&str, &str) = ("content-type", "application/json");
const X_ADMIN: (&str, &str) = ("x-admin", "1");
const TOKEN: (&str, &str) = ("authorization", "Bearer x");

async fn secret() -> &'static str {
    "secret"
}

#[cors(origins = ["https://admin.example.com"], credentials)]
async fn strict() -> &'static str {
    "strict"
}

#[cors(origins = ["https://admin.example.com"], headers = ["x-admin", "authorization"], credentials)]
async fn wide() {}

#[cors(origins = any)]
async fn public() {}

#[cors(origins = ["https://partner.example"], headers = ["content-type"], credentials, max_age = "1h")]
async fn read_only() {}

#[cors(
    origins = ["https://partner.example"],
    methods = [GET, PUT, DELETE],
    headers = ["content-type"],
    credentials,
    max_age = "1h"
)]
fn of_partner(router: CorsRouter) -> CorsRouter {
    router
}

/// The requests that a page sends: a preflight is the method with a question mark.
async fn sent(
    router: CorsRouter,
    page: &str,
    header: (&str, &str),
    methods: &[&str],
) -> Vec<String> {
    let browser = Browser::at(page).open_at(API, router);
    for method in methods {
        let request = request(*method, "/x").header(header.0, header.1);
        let _ = browser.fetch(request.credentials()).await;
    }
    let exchanges = browser.exchanges().into_iter();
    let names =
        exchanges.map(
            |exchange| match exchange.request_header("access-control-request-method") {
                Some(method) => format!("{method}?"),
                None => exchange.method().to_owned(),
            },
        );
    names.collect()
}

/// A router, the origin of the page, the header and the methods of its requests, and the requests that a browser sends.
type Case = (
    &'static str,
    CorsRouter,
    &'static str,
    (&'static str, &'static str),
    &'static [&'static str],
    &'static [&'static str],
);

/// Each refused request ends with its preflight.
#[tokio::test]
async fn grant_for_one_handler_sends_no_request_to_another() {
    let doc = || get(secret).put(secret).delete(strict).post(strict);
    let hidden: Router = CorsRouter::new().route("/x", doc()).into();
    let at_x = |route| CorsRouter::new().route("/x", route);
    let cases: [Case; 9] = [
        (
            "a PUT beside a strict DELETE and POST",
            of_partner(at_x(doc())),
            PARTNER,
            JSON,
            &["PUT", "DELETE", "POST"],
            &["PUT?", "PUT", "DELETE?", "POST?"],
        ),
        (
            "the same, hidden in a service",
            of_partner(CorsRouter::new().fallback_service(hidden)),
            PARTNER,
            JSON,
            &["PUT", "DELETE", "POST"],
            &["PUT?", "PUT", "DELETE?", "POST?"],
        ),
        (
            "a fallback",
            at_x(get(read_only).fallback(secret)),
            PARTNER,
            JSON,
            &["GET", "POST"],
            &["GET?", "GET", "POST?"],
        ),
        (
            "a handler for other methods",
            at_x(get(read_only)).method_not_allowed_fallback(secret),
            PARTNER,
            JSON,
            &["GET", "POST"],
            &["GET?", "GET", "POST?"],
        ),
        (
            "a plain POST",
            at_x(get(read_only).post(secret)),
            PARTNER,
            JSON,
            &["GET", "POST"],
            &["GET?", "GET", "POST?"],
        ),
        (
            "a header that GET and DELETE do not grant",
            at_x(put(wide).get(strict).delete(strict)),
            ADMIN,
            X_ADMIN,
            &["PUT", "GET", "DELETE"],
            &["PUT?", "PUT", "GET?", "DELETE?"],
        ),
        (
            "a token that the policy of GET does not grant",
            at_x(get(public).post(wide)),
            ADMIN,
            TOKEN,
            &["GET", "POST", "GET"],
            &["GET?", "POST?", "POST", "GET?"],
        ),
        // No other handler serves the path, so a grant is cached.
        (
            "one handler",
            at_x(get(read_only)),
            PARTNER,
            JSON,
            &["GET", "GET", "POST"],
            &["GET?", "GET", "GET", "POST"],
        ),
        (
            "one policy",
            of_partner(at_x(get(secret).put(secret).delete(secret).post(secret))),
            PARTNER,
            JSON,
            &["PUT", "DELETE"],
            &["PUT?", "PUT", "DELETE?", "DELETE"],
        ),
    ];
    for (what, router, page, header, methods, expected) in cases {
        assert_eq!(
            sent(router, page, header, methods).await,
            expected,
            "{what}"
        );
    }
}

/// A plain `GET` and a handler for other methods stand beside a strict `PUT`, under the default of the partner.
#[tokio::test]
async fn strict_method_beside_plain_ones_keeps_its_policy() {
    let route = put(strict).merge(plain::get(secret));
    let router = CorsRouter::new().route("/x", route);
    let server = Server::start(of_partner(router.method_not_allowed_fallback(secret))).await;
    for (origin, status) in [(PARTNER, 403), (ADMIN, 204)] {
        let response = server.send(preflight("/x", origin, "PUT")).await;
        assert_eq!(response.status, status, "{origin}");
    }
    let response = server.send(request_("PUT", "/x").origin(PARTNER)).await;
    assert!(response.all("access-control-allow-origin").is_empty());
    let response = server.send(request_("PUT", "/x").origin(ADMIN)).await;
    assert_eq!(response.all("access-control-allow-origin"), [ADMIN]);
}

/// axum itself adds an `OPTIONS` that would take the preflights of the strict handler.
#[test]
fn options_beside_a_finished_handler_for_any_method_is_refused() {
    async fn own() {}
    let refused = catch_unwind(|| {
        let route = MethodRouter::from(any(strict)).options(own);
        of_partner(CorsRouter::new().route("/x", route))
    });
    let panic = refused.expect_err("refused");
    let text = panic.downcast_ref::<String>().expect("a text");
    assert!(text.contains("Overlapping method route"), "{text}");
}
