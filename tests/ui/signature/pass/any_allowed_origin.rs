use cors_runtime::{
    AllowedOrigin,
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = ["https://a.example", "https://b.example"])]
async fn list(_: AllowedOrigin) {}

#[cors(dev_origins = ["http://localhost:3000"])]
async fn optional(_: Option<AllowedOrigin>) {}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new()
        .route("/", get(list))
        .route("/optional", get(optional))
}
