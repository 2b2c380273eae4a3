//! Error responses as JSON.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Serialize;

pub(crate) enum ApiError {
    Unauthorized,
    NoSuchNote(u64),
    EmptyNote,
}

#[derive(Serialize)]
struct Body {
    error: String,
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, error) = match self {
            Self::Unauthorized => (StatusCode::UNAUTHORIZED, "a token is needed".to_owned()),
            Self::NoSuchNote(id) => (StatusCode::NOT_FOUND, format!("there is no note {id}")),
            Self::EmptyNote => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "a note needs a text".to_owned(),
            ),
        };
        (status, Json(Body { error })).into_response()
    }
}
