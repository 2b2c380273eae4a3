//! Writing needs a token.
//!
//! The layer stands inside CORS: preflights, which never carry a token, pass it by, and a page can
//! read its 401.

use axum::{extract::Request, http::header, middleware::Next, response::Response};

use crate::error::ApiError;

const TOKEN: &str = "Bearer let-me-in";

pub(crate) async fn require_token(request: Request, next: Next) -> Result<Response, ApiError> {
    let authorized = request
        .headers()
        .get(header::AUTHORIZATION)
        .is_some_and(|value| value == TOKEN);
    if authorized || request.method().is_safe() {
        Ok(next.run(request).await)
    } else {
        Err(ApiError::Unauthorized)
    }
}
