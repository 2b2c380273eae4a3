use axum::{Json as Body, http::request::Parts};
use cors_runtime::{
    Policy,
    axum::{CorsRouter, routing::post},
    cors, policy,
};

static WRITE: Policy = policy!(
    origins = ["https://app.example.com"],
    headers = ["authorization", "Content-Type"],
);

#[cors(origins = ["https://app.example.com"], headers = ["content-type"])]
async fn update(axum::Json(_): axum::Json<u32>) {}

#[cors(policy = WRITE)]
async fn create(Body(_): Body<u32>) {}

#[cors(origins = any, headers = any)]
async fn any_header(_: Body<u32>) {}

#[cors(origins = ["https://app.example.com"], allow(json_content_type))]
async fn webhook(_: Option<Body<u32>>) {}

/// A type of the same name is another one.
struct Json<T>(std::marker::PhantomData<T>);

impl<S: Sync, T> axum::extract::FromRequestParts<S> for Json<T> {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        _: &mut Parts,
        _: &S,
    ) -> Result<Self, Self::Rejection> {
        Ok(Self(std::marker::PhantomData))
    }
}

#[cors(origins = any)]
async fn foreign(_: Json<u32>) {}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new()
        .route("/", post(create).put(any_header).patch(update))
        .route("/webhook", post(webhook))
        .route("/foreign", post(foreign))
}
