//! What pages of several origins may do with the API.

use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Request, Response, StatusCode},
};
use axum_quickstart::app;
use cors_runtime::verify;
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
    app().oneshot(request).await.expect("an answer")
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

#[tokio::test]
async fn each_method_has_its_own_policy() {
    let get = preflight(EVIL, "GET", "/notes").await;
    assert_eq!(get.status(), StatusCode::NO_CONTENT);
    assert_eq!(cors(get.headers(), "allow-origin").as_deref(), Some("*"));

    let post = preflight(APP, "POST", "/notes").await;
    assert_eq!(post.status(), StatusCode::NO_CONTENT);
    assert_eq!(cors(post.headers(), "allow-origin").as_deref(), Some(APP));
    assert_eq!(
        cors(post.headers(), "allow-headers").as_deref(),
        Some("content-type,authorization")
    );

    for (origin, method, path) in [
        (EVIL, "POST", "/notes"),
        (ADMIN, "POST", "/notes"),
        (APP, "DELETE", "/notes/1"),
        (APP, "GET", "/health"),
    ] {
        let answer = preflight(origin, method, path).await;
        assert!(
            !answer.status().is_success(),
            "{method} {path} from {origin}"
        );
        assert_eq!(cors(answer.headers(), "allow-origin"), None);
    }
}

#[tokio::test]
async fn a_page_can_read_why_it_failed() {
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
        let answer = send("POST", "/notes", headers, body).await;
        assert_eq!(answer.status(), status, "{body}");
        assert_eq!(
            cors(answer.headers(), "allow-origin").as_deref(),
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
async fn the_development_server_may_call_a_debug_build() {
    let answer = preflight("http://localhost:5173", "POST", "/notes").await;
    assert_eq!(answer.status().is_success(), cfg!(debug_assertions));
}

#[tokio::test]
async fn every_preflight_gets_through() {
    let verified = verify(&app()).await.expect("nothing stands in the way");
    assert_eq!(verified.preflights(), 3);
}
