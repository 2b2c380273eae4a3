//! A `CorsRouter` behind an API gateway of AWS Lambda.

use cors_runtime::{
    axum::{CorsRouter, routing::put},
    cors,
};
use lambda_http::{Body, Error, Request, http};
use tower::ServiceExt;

#[cors(origins = ["https://app.example.com"])]
async fn rename() -> &'static str {
    "renamed"
}

fn app() -> CorsRouter {
    CorsRouter::new().route("/users/{id}", put(rename))
}

/// It needs the runtime of Lambda, so it is only compiled.
#[allow(dead_code)]
async fn run() -> Result<(), Error> {
    lambda_http::run(app()).await
}

async fn call(method: &str, origin: &str) -> (u16, Option<String>) {
    let request: Request = http::Request::builder()
        .method(method)
        .uri("https://api.example.com/users/7")
        .header("origin", origin)
        .header("access-control-request-method", "PUT")
        .body(Body::Empty)
        .expect("a request");
    let response = app().oneshot(request).await.expect("infallible");
    let allowed = response.headers().get("access-control-allow-origin");
    let allowed = allowed.map(|value| value.to_str().expect("text").to_owned());
    (response.status().as_u16(), allowed)
}

#[tokio::test]
async fn only_the_front_end_can_call_a_lambda() {
    let app = Some("https://app.example.com".to_owned());
    assert_eq!(
        call("OPTIONS", "https://app.example.com").await,
        (204, app.clone())
    );
    assert_eq!(call("PUT", "https://app.example.com").await, (200, app));
    assert_eq!(call("OPTIONS", "https://evil.example").await, (403, None));
    assert_eq!(call("PUT", "https://evil.example").await, (200, None));
}
