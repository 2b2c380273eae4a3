use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = any)]
fn list() -> impl Future<Output = &'static str> {
    std::future::ready("list")
}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new().route("/", get(list))
}
