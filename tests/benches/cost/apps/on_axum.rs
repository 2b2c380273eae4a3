//! axum: bare, ours and tower-http's.

use std::time::Duration;

use axum::{
    Router,
    body::{Body, Bytes},
    extract::Path,
    http::{HeaderName, HeaderValue, Method, Request, Response, header},
    middleware, routing,
};
use cors_runtime::{
    Policy,
    axum::{CorsRouter, routing::get},
    cors, policy,
};
use futures_util::FutureExt;
use tower::Service;
use tower_http::cors::{AllowOrigin, CorsLayer};

use super::Driver;
use crate::request::{BenchRequest, RawResponse, origin};

/// A finished router, as `axum::serve` calls it.
struct InProcess(Router);

pub(crate) fn finished(router: Router) -> Box<dyn Driver> {
    // As `axum::serve` does: handlers become routes once, not on every request.
    Box::new(InProcess(router.with_state(())))
}

impl InProcess {
    fn call(&mut self, request: Request<Body>) -> Response<Body> {
        let response = self.0.call(request).now_or_never();
        response
            .and_then(Result::ok)
            .expect("the response is there at once")
    }
}

impl Driver for InProcess {
    fn response(&mut self, asked: &BenchRequest) -> RawResponse {
        let response = self.call(asked.request());
        let allowed = response.headers().get(header::ACCESS_CONTROL_ALLOW_ORIGIN);
        RawResponse {
            status: response.status().as_u16(),
            allow_origin: allowed.map(|value| value.to_str().expect("ASCII").to_owned()),
        }
    }

    fn run(
        &mut self,
        asked: &BenchRequest,
        requests: usize,
        around: &mut dyn FnMut(&mut dyn FnMut()),
    ) {
        let mut requests: Vec<_> = (0..requests).map(|_| asked.request()).collect();
        around(&mut || {
            for request in requests.drain(..) {
                drop(self.call(request));
            }
        });
    }
}

pub(crate) async fn ok() -> &'static str {
    "ok"
}

/// For a layer that does nothing. The compiler cannot see that.
async fn pass(response: Response<Body>) -> Response<Body> {
    response
}

pub(crate) fn behind_a_layer() -> Router {
    plain().layer(middleware::map_response(pass))
}

pub(crate) fn plain() -> Router {
    let all = routing::get(ok).post(ok).put(ok).delete(ok);
    Router::new().route("/items", all)
}

pub(crate) fn bare(_: usize) -> Box<dyn Driver> {
    finished(plain())
}

pub(crate) fn bare_behind_a_layer(_: usize) -> Box<dyn Driver> {
    finished(behind_a_layer())
}

pub(crate) static TEN: Policy = policy!(
    allow(form_enforce),
    origins = [
        "https://a00000.example.com",
        "https://a00001.example.com",
        "https://a00002.example.com",
        "https://a00003.example.com",
        "https://a00004.example.com",
        "https://a00005.example.com",
        "https://a00006.example.com",
        "https://a00007.example.com",
        "https://a00008.example.com",
        "https://a00009.example.com",
    ],
    methods = [GET, POST, PUT, DELETE],
    headers = ["content-type", "x-one", "x-two"],
    credentials,
    max_age = 600,
);

#[cors(policy = TEN)]
async fn read() -> &'static str {
    "ok"
}

#[cors(policy = TEN)]
async fn create() -> &'static str {
    "ok"
}

#[cors(policy = TEN)]
async fn replace() -> &'static str {
    "ok"
}

#[cors(policy = TEN)]
async fn remove() -> &'static str {
    "ok"
}

pub(crate) fn annotated() -> CorsRouter {
    let all = get(read).post(create).put(replace).delete(remove);
    CorsRouter::new().route("/items", all)
}

pub(crate) fn ours(_: usize) -> Box<dyn Driver> {
    finished(annotated().into_router())
}

pub(crate) fn ours_behind_a_layer(_: usize) -> Box<dyn Driver> {
    finished(
        annotated()
            .layer(middleware::map_response(pass))
            .into_router(),
    )
}

async fn with_arguments(_: Path<u32>, _: Bytes) -> &'static str {
    "ok"
}

#[cors(policy = TEN)]
async fn annotated_with_arguments(_: Path<u32>, _: Bytes) -> &'static str {
    "ok"
}

pub(crate) fn bare_with_arguments(_: usize) -> Box<dyn Driver> {
    finished(Router::new().route("/items/{id}", routing::get(with_arguments)))
}

pub(crate) fn ours_with_arguments(_: usize) -> Box<dyn Driver> {
    let app = CorsRouter::new().route("/items/{id}", get(annotated_with_arguments));
    finished(app.into_router())
}

pub(crate) fn tower_http_with_arguments(entries: usize) -> Box<dyn Driver> {
    let app = Router::new().route("/items/{id}", routing::get(with_arguments));
    finished(app.layer(tower_http_layer(tower_http_list((0..entries).map(origin)))))
}

#[cors(policy = TEN)]
fn api() -> CorsRouter {
    let all = get(ok).post(ok).put(ok).delete(ok);
    CorsRouter::new().route("/items", all)
}

pub(crate) fn ours_as_default(_: usize) -> Box<dyn Driver> {
    finished(api().into_router())
}

/// tower-http's layer with the same policy.
pub(crate) fn tower_http_layer(origins: impl Into<AllowOrigin>) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(origins)
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE])
        .allow_headers([
            header::CONTENT_TYPE,
            HeaderName::from_static("x-one"),
            HeaderName::from_static("x-two"),
        ])
        .allow_credentials(true)
        .max_age(Duration::from_secs(600))
}

/// Its list of origins.
pub(crate) fn tower_http_list(origins: impl Iterator<Item = String>) -> AllowOrigin {
    let values = origins.map(|origin| HeaderValue::try_from(origin).expect("a header value"));
    AllowOrigin::list(values)
}

pub(crate) fn tower_http(entries: usize) -> Box<dyn Driver> {
    finished(tower_http_router(entries))
}

pub(crate) fn tower_http_router(entries: usize) -> Router {
    let layer = tower_http_layer(tower_http_list((0..entries).map(origin)));
    plain().layer(layer)
}

pub(crate) fn tower_http_behind_a_layer(entries: usize) -> Box<dyn Driver> {
    let layer = tower_http_layer(tower_http_list((0..entries).map(origin)));
    finished(behind_a_layer().layer(layer))
}
