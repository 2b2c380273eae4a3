use axum::Json;
use cors_runtime::{
    Policy,
    axum::{CorsRouter, routing::post},
    cors, policy,
};

type Body = Json<u32>;

static WRITE: Policy = policy!(
    origins = ["https://app.example.com"],
    headers = ["authorization", "Content-Type"],
);

#[cors(origins = ["https://app.example.com"], headers = ["content-type"])]
async fn create(Json(_): Json<u32>) {}

#[cors(policy = WRITE)]
async fn update(Json(_): Body) {}

#[cors(origins = any, headers = any)]
async fn any_header(_: Json<u32>) {}

#[cors(origins = ["https://app.example.com"], allow(json_content_type))]
async fn webhook(_: Option<Json<u32>>) {}

#[cors(origins = any)]
async fn foreign(_: of_the_same_name::Json<u32>) {}

mod of_the_same_name {
    use axum::http::request::Parts;

    pub(super) struct Json<T>(std::marker::PhantomData<T>);

    impl<S: Sync, T> axum::extract::FromRequestParts<S> for Json<T> {
        type Rejection = std::convert::Infallible;

        async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
            Ok(Self(std::marker::PhantomData))
        }
    }
}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new()
        .route("/", post(create).put(any_header).patch(update))
        .route("/webhook", post(webhook))
        .route("/foreign", post(foreign))
}
