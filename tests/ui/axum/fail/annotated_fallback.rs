use axum::http::StatusCode;
use cors_runtime::{axum::CorsRouter, cors};

#[cors(origins = any)]
async fn missing() -> StatusCode {
    StatusCode::NOT_FOUND
}

#[cors(origins = any)]
async fn not_allowed() -> StatusCode {
    StatusCode::METHOD_NOT_ALLOWED
}

fn main() {
    let _: CorsRouter = CorsRouter::new().fallback(missing);
    //~^ ERROR cannot be a fallback
    let _: CorsRouter = CorsRouter::new().method_not_allowed_fallback(not_allowed);
    //~^ ERROR cannot be a fallback
}
