use axum_extra::protobuf::Protobuf;
use cors_runtime::{
    axum::{CorsRouter, routing::post},
    cors,
};

#[cors(origins = ["https://app.example.com"], headers = ["content-type"])]
async fn create(Protobuf(_): Protobuf<String>) {}

#[cors(origins = ["https://app.example.com"], allow(body_content_type))]
async fn change(Protobuf(_): Protobuf<u64>) {}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new().route("/", post(create).put(change))
}
