//! axum apps: `CorsRouter`, plain routers, layers around them.

use std::{
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use cors_runtime::{
    axum::{
        CorsRouter,
        routing::{get, post, put},
    },
    cors,
    testing::{self, Browser, Engine, Form, Kind, Mode, Reason, Stage},
};
use futures_util::stream;
use tower_http::cors::CorsLayer;

use crate::{ADMIN, API, APP, EVIL};

type Calls = Arc<AtomicUsize>;

#[cors(origins = any, expose_headers = ["x-total-count"], max_age = "1h")]
async fn list(State(calls): State<Calls>) -> ([(&'static str, &'static str); 3], &'static str) {
    calls.fetch_add(1, Ordering::Relaxed);
    (
        [
            ("x-total-count", "2"),
            ("etag", "\"1\""),
            ("set-cookie", "a=1"),
        ],
        "list",
    )
}

#[cors(origins = ["https://app.example.com"], headers = ["content-type"], credentials, max_age = "1h")]
async fn rename(State(calls): State<Calls>, headers: HeaderMap) -> String {
    calls.fetch_add(1, Ordering::Relaxed);
    let cookie = headers
        .get(header::COOKIE)
        .and_then(|value| value.to_str().ok());
    cookie.unwrap_or("no cookie").to_owned()
}

#[cors(origins = ["https://app.example.com"])]
async fn import(State(calls): State<Calls>) -> StatusCode {
    calls.fetch_add(1, Ordering::Relaxed);
    StatusCode::CREATED
}

#[cors(origins = ["https://app.example.com"], credentials, enforce)]
async fn transfer(State(calls): State<Calls>) {
    calls.fetch_add(1, Ordering::Relaxed);
}

#[cors(origins = ["https://app.example.com"])]
async fn moved() -> Redirect {
    Redirect::temporary("https://files.example.net/a")
}

fn app(calls: &Calls) -> CorsRouter {
    CorsRouter::new()
        .route("/users", get(list).post(import))
        .route("/users/{id}", put(rename))
        .route("/transfer", post(transfer))
        .route("/moved", get(moved))
        .with_state(calls.clone())
}

fn open(page: &str, calls: &Calls) -> Browser {
    Browser::at(page).open_at(API, app(calls))
}

#[tokio::test]
async fn page_calls_and_reads_as_the_policy_allows() {
    let calls = Calls::default();
    let browser = open(APP, &calls);
    browser.set_cookie(API, "session=1; SameSite=Lax");
    let rename = testing::put("/users/1").json("{}").credentials();
    let response = browser.fetch(rename).await.expect("it is allowed");
    assert_eq!(
        (response.kind(), response.text().as_str()),
        (Kind::Cors, "session=1")
    );

    let response = open(EVIL, &calls)
        .fetch(testing::get("/users"))
        .await
        .expect("any origin may");
    assert_eq!(response.header("x-total-count"), Some("2"));
    assert_eq!(
        (response.header("etag"), response.header("set-cookie")),
        (None, None)
    );
    assert_eq!(response.text(), "list");
}

#[tokio::test]
async fn other_site_is_stopped_by_the_preflight() {
    let calls = Calls::default();
    for (page, request, reason) in [
        (
            EVIL,
            testing::put("/users/1").credentials(),
            Reason::OriginNotAllowed,
        ),
        (ADMIN, testing::put("/users/1"), Reason::OriginNotAllowed),
        (
            APP,
            testing::put("/users/1").header("x-a", "1"),
            Reason::HeaderNotAllowed,
        ),
        (
            APP,
            testing::put("/users/1").header("authorization", "Bearer x"),
            Reason::AuthorizationNotAllowed,
        ),
        (
            APP,
            testing::post("/users").json("{}"),
            Reason::HeaderNotAllowed,
        ),
        (APP, testing::delete("/users/1"), Reason::OriginNotAllowed),
        (
            APP,
            testing::request("patch", "/users/1"),
            Reason::OriginNotAllowed,
        ),
    ] {
        let blocked = open(page, &calls)
            .fetch(request)
            .await
            .expect_err("it is blocked");
        assert_eq!(
            (blocked.reason(), blocked.stage()),
            (reason, Stage::Preflight),
            "{blocked}"
        );
    }
    let sandboxed = Browser::sandboxed().open_at(API, app(&calls));
    let blocked = sandboxed
        .fetch(testing::put("/users/1"))
        .await
        .expect_err("`null` is not allowed");
    assert_eq!(blocked.reason(), Reason::OriginNotAllowed);
    assert_eq!(calls.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn safelisted_request_runs_with_a_hidden_response() {
    let calls = Calls::default();
    let blocked = open(EVIL, &calls)
        .fetch(testing::post("/users").body("x"))
        .await
        .expect_err("no");
    assert_eq!(
        (blocked.reason(), blocked.stage()),
        (Reason::OriginNotAllowed, Stage::Response)
    );
    let opaque = open(EVIL, &calls)
        .fetch(testing::post("/users").mode(Mode::NoCors))
        .await;
    assert_eq!(opaque.expect("it is sent").status(), 0);
    assert_eq!(calls.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn enforce_refuses_the_form_of_another_site() {
    let calls = Calls::default();
    let form = || Form::post("/transfer").field("to", "mallory");
    let browser = open(EVIL, &calls);
    browser.set_cookie(API, "session=1; SameSite=None; Secure");
    let page = browser.submit(form()).await.expect("a form goes anywhere");
    assert_eq!((page.status(), calls.load(Ordering::Relaxed)), (403, 0));
    let page = open(APP, &calls)
        .submit(form())
        .await
        .expect("a form goes anywhere");
    assert_eq!((page.status(), calls.load(Ordering::Relaxed)), (200, 1));
    let own = open("https://api.example.com/page", &calls);
    let response = own
        .fetch(testing::post("/transfer"))
        .await
        .expect("its own");
    assert_eq!(
        (response.kind(), calls.load(Ordering::Relaxed)),
        (Kind::Basic, 2)
    );
}

#[tokio::test]
async fn wildcards_do_not_go_with_credentials() {
    let blocked = open(APP, &Calls::default())
        .fetch(testing::get("/users").credentials())
        .await;
    assert_eq!(
        blocked.expect_err("`*` is no origin").reason(),
        Reason::WildcardWithCredentials
    );
}

#[tokio::test]
async fn preflight_is_cached_for_the_max_age_of_the_policy() {
    let browser = open(APP, &Calls::default()).engine(Engine::Standard);
    let preflights = || {
        browser
            .exchanges()
            .iter()
            .filter(|exchange| exchange.is_preflight())
            .count()
    };
    for (pause, expected) in [(0, 1), (3599, 1), (1, 2)] {
        browser.advance(Duration::from_secs(pause));
        browser
            .fetch(testing::put("/users/1"))
            .await
            .expect("it is allowed");
        assert_eq!(preflights(), expected, "{pause}");
    }
}

#[tokio::test]
async fn redirect_to_another_origin_arrives_as_null() {
    #[cors(origins = ["https://app.example.com"])]
    async fn file() -> &'static str {
        "file"
    }
    let files = CorsRouter::new().route("/a", get(file));
    let browser = open(APP, &Calls::default()).open_at("https://files.example.net", files);
    let blocked = browser
        .fetch(testing::get("/moved"))
        .await
        .expect_err("`null` is not listed");
    assert_eq!(
        (blocked.reason(), blocked.stage()),
        (Reason::OriginNotAllowed, Stage::Response)
    );
    let last = browser.exchanges().pop().expect("an exchange");
    assert_eq!(last.request_header("origin").as_deref(), Some("null"));
}

#[tokio::test]
async fn shared_cache_does_not_mix_up_pages() {
    #[cors(origins = ["https://app.example.com", "https://admin.example.com"], credentials)]
    async fn shared() -> ([(&'static str, &'static str); 1], &'static str) {
        ([("cache-control", "max-age=60")], "shared")
    }
    let app = CorsRouter::new().route("/", get(shared));
    // A visit first: it has no origin, and its response is kept as well.
    let browser = Browser::at(APP).open_at(API, app).through_shared_cache();
    browser.submit(Form::get("/")).await.expect("a visit");
    browser
        .fetch(testing::get("/"))
        .await
        .expect("the first page");
    let browser = browser.go_to(ADMIN);
    browser
        .fetch(testing::get("/"))
        .await
        .expect("the second page");
    browser
        .fetch(testing::get("/").credentials())
        .await
        .expect("it is the same response");
    let text = browser.explain();
    assert_eq!(
        text.matches("the shared cache responds").count(),
        1,
        "{text}"
    );
}

#[tokio::test]
async fn second_cors_layer_around_the_app_is_detected() {
    let app: Router = app(&Calls::default())
        .into_router()
        .layer(CorsLayer::permissive());
    let browser = Browser::at(APP).open_at(API, app);
    // The layer handles the preflight, without the policy.
    let blocked = browser
        .fetch(testing::put("/users/1").credentials())
        .await
        .expect_err("`*`");
    assert_eq!(blocked.reason(), Reason::WildcardWithCredentials);
}

#[tokio::test]
async fn development_server_may_call_a_debug_build() {
    #[cors(origins = ["https://app.example.com"], dev_origins = ["http://localhost:5173"])]
    async fn dev() {}
    let app = CorsRouter::new().route("/", get(dev));
    let browser = Browser::at("http://localhost:5173").open_at("http://localhost:3000", app);
    let outcome = browser.fetch(testing::get("/")).await;
    assert_eq!(outcome.is_ok(), cfg!(debug_assertions));
}

#[tokio::test]
async fn preflight_response_does_not_wait_for_a_body() {
    async fn endless() -> impl IntoResponse {
        let headers = [
            ("access-control-allow-origin", APP),
            ("access-control-allow-methods", "PUT"),
        ];
        let body = stream::pending::<Result<Bytes, Infallible>>();
        (headers, Body::from_stream(body))
    }
    let permitted = || async { [("access-control-allow-origin", APP)] };
    let app = Router::new().route("/", axum::routing::put(permitted).options(endless));
    let browser = Browser::at(APP).open_at(API, app);
    let fetch = browser.fetch(testing::put("/"));
    let response = tokio::time::timeout(Duration::from_secs(10), fetch).await;
    response.expect("in time").expect("it is allowed");
}

#[tokio::test]
async fn failing_service_does_not_panic() {
    let app = tower::service_fn(|_: Request| async { Err::<Response, _>("the database is down") });
    let browser = Browser::at(APP).open_at(API, app);
    let blocked = browser
        .fetch(testing::get("/"))
        .await
        .expect_err("it failed");
    assert_eq!(blocked.reason(), Reason::ServerFailed);
    assert!(
        blocked.to_string().contains("the database is down"),
        "{blocked}"
    );
}
