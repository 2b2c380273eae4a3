use axum::{extract::FromRequest, http::request::Parts};
use cors_runtime::{
    CorsNeeds, Need,
    axum::{CorsRouter, routing::post},
    cors,
};

/// Responds to wrong JSON in its own way.
#[derive(FromRequest)]
#[from_request(via(axum::Json))]
struct AppJson<T>(T);

impl<T> CorsNeeds for AppJson<T> {
    const NEEDS: &'static [Need] = &[Need::ContentType];
}

/// The same without an impl.
#[derive(FromRequest)]
#[from_request(via(axum::Json))]
struct Undeclared<T>(T);

/// A user with a token and a cookie.
struct User;

impl CorsNeeds for User {
    const NEEDS: &'static [Need] = &[Need::Authorization, Need::Credentials];
}

impl<S: Sync> axum::extract::FromRequestParts<S> for User {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self)
    }
}

#[cors(origins = ["https://app.example.com"], headers = ["content-type"])]
async fn create(AppJson(_): AppJson<u32>) {}

#[cors(
    origins = ["https://app.example.com"],
    headers = ["authorization", "content-type"],
    credentials,
)]
async fn change(_: User, _: AppJson<u32>) {}

#[cors(
    origins = ["https://app.example.com"],
    allow(bearer_authorization, cookies_credentials, json_content_type),
)]
async fn for_servers(_: User, _: AppJson<u32>) {}

#[cors(origins = ["https://app.example.com"])]
async fn unchecked(Undeclared(_): Undeclared<u32>) {}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new()
        .route("/", post(create).put(change))
        .route("/for-servers", post(for_servers))
        .route("/unchecked", post(unchecked))
}
