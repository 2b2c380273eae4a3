use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = any)]
async fn list(body: String) {
    store(body);
}

fn store<T: Send>(_body: T) {}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new().route("/", get(list))
}
