use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

struct User;

#[cors(origins = any)]
async fn list() {
    let _ = User;
}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new().route("/", get(list))
}
