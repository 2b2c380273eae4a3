use axum::http::StatusCode;
use cors_runtime::{axum::CorsRouter, cors};

async fn missing() -> StatusCode {
    StatusCode::NOT_FOUND
}

async fn not_allowed() -> StatusCode {
    StatusCode::METHOD_NOT_ALLOWED
}

#[cors(origins = any, methods = [GET])]
pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new()
        .fallback(missing)
        .method_not_allowed_fallback(not_allowed)
}
