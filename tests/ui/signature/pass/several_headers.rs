use axum::Json;
use axum_extra::{
    TypedHeader,
    headers::{Authorization, authorization::Bearer},
};
use cors_runtime::{
    Policy,
    axum::{CorsRouter, routing::post},
    cors, policy,
};

static PARTNERS: Policy = policy!(origins = ["https://partner.example"], headers = ["x-trace"]);

#[cors(
    origins = ["https://app.example.com"],
    headers = ["content-type", "authorization"],
    credentials
)]
async fn create(_: TypedHeader<Authorization<Bearer>>, _: Json<u32>) {}

#[cors(base = PARTNERS, headers = ["x-trace", "content-type", "authorization"])]
async fn of_partners(_: TypedHeader<Authorization<Bearer>>, _: Json<u32>) {}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new()
        .route("/", post(create))
        .route("/partners", post(of_partners))
}
