//! The requests that pages of several origins may make.

use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Request, Response, StatusCode},
};
use axum_quickstart::app;
use cors_runtime::{
    testing::{self, Browser, Reason, Stage},
    verify,
};
use tower::ServiceExt;

const APP: &str = "https://app.example.com";
const ADMIN: &str = "https://admin.example.com";
const EVIL: &str = "https://evil.example";

async fn send(method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Response<Body> {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request
        .body(Body::from(body.to_owned()))
        .expect("a request");
    app().oneshot(request).await.expect("a response")
}

async fn preflight(origin: &str, method: &str, path: &str) -> Response<Body> {
    let headers = [
        ("origin", origin),
        ("access-control-request-method", method),
    ];
    send("OPTIONS", path, &headers, "").await
}

fn cors(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(format!("access-control-{name}"))?;
    Some(value.to_str().expect("ascii").to_owned())
}

/// A browser that shows a page of this origin, with the API as its server.
fn browser(page: &str) -> Browser {
    Browser::at(page).open_at("https://api.example.com", app())
}

fn write_note() -> testing::Request {
    testing::post("/notes")
        .header("authorization", "Bearer let-me-in")
        .json(r#"{"text":"hi"}"#)
}

#[tokio::test]
async fn page_may_call_only_its_own_routes() {
    let list = browser(EVIL).fetch(testing::get("/notes")).await;
    let list = list.expect("any page may list the notes");
    assert_eq!(list.header("x-total-count"), Some("0"));

    let written = browser(APP).fetch(write_note()).await;
    assert_eq!(written.expect("the front end may write").status(), 201);

    for (page, request, stage) in [
        (EVIL, write_note(), Stage::Preflight),
        (ADMIN, write_note(), Stage::Preflight),
        (APP, testing::delete("/notes/1"), Stage::Preflight),
        (APP, testing::get("/health"), Stage::Response),
    ] {
        let blocked = browser(page).fetch(request).await.expect_err(page);
        assert_eq!(blocked.reason(), Reason::OriginNotAllowed, "{blocked}");
        assert_eq!(blocked.stage(), stage, "{blocked}");
    }
}

#[tokio::test]
async fn error_responses_are_readable() {
    let json = ("content-type", "application/json");
    let token = ("authorization", "Bearer let-me-in");
    let cases = [
        (&[("origin", APP), json][..], "{}", StatusCode::UNAUTHORIZED),
        (
            &[("origin", APP), json, token],
            "{}",
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            &[("origin", APP), json, token],
            "{",
            StatusCode::BAD_REQUEST,
        ),
        (
            &[("origin", APP), token],
            "{}",
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
        (
            &[("origin", APP), json, token],
            "{\"text\":\"\"}",
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            &[("origin", APP), json, token],
            "{\"text\":\"hi\"}",
            StatusCode::CREATED,
        ),
    ];
    for (headers, body, status) in cases {
        let response = send("POST", "/notes", headers, body).await;
        assert_eq!(response.status(), status, "{body}");
        assert_eq!(
            cors(response.headers(), "allow-origin").as_deref(),
            Some(APP),
            "{body}"
        );
    }
    let missing = send("DELETE", "/notes/7", &[("origin", ADMIN), token], "").await;
    assert_eq!(missing.status(), StatusCode::NOT_FOUND);
    assert_eq!(
        cors(missing.headers(), "allow-origin").as_deref(),
        Some(ADMIN)
    );
    let body = to_bytes(missing.into_body(), 1024).await.expect("a body");
    assert_eq!(&body[..], br#"{"error":"there is no note 7"}"#);
}

#[tokio::test]
async fn dev_server_may_call_debug_builds_only() {
    let response = preflight("http://localhost:5173", "POST", "/notes").await;
    assert_eq!(response.status().is_success(), cfg!(debug_assertions));
}

#[tokio::test]
async fn verify_passes_all_preflights() {
    let verified = verify(&app()).await.expect("all preflights pass");
    assert_eq!(verified.preflights(), 3);
}
