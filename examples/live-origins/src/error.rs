//! Error responses as JSON.

use axum::{
    Json,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use crate::new_origin::InvalidOrigin;

pub(crate) enum ApiError {
    NoToken,
    NoSession,
    OtherPartner,
    NoSuchPartner(i64),
    NoName,
    InvalidOrigin(InvalidOrigin),
    Duplicate(String),
    Database(sqlx::Error),
    NoRandomness(getrandom::Error),
}

impl From<sqlx::Error> for ApiError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

#[derive(Serialize)]
struct Body {
    error: String,
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, error) = match self {
            Self::NoToken => {
                let error = Json(Body {
                    error: "the token of the administration is needed".to_owned(),
                });
                let challenge = [(header::WWW_AUTHENTICATE, "Bearer")];
                return (StatusCode::UNAUTHORIZED, challenge, error).into_response();
            }
            Self::InvalidOrigin(invalid) => {
                return (StatusCode::UNPROCESSABLE_ENTITY, Json(invalid)).into_response();
            }
            Self::NoSession => (StatusCode::UNAUTHORIZED, "there is no session".to_owned()),
            Self::OtherPartner => (
                StatusCode::FORBIDDEN,
                "the user belongs to another partner than the page".to_owned(),
            ),
            Self::NoSuchPartner(id) => (StatusCode::NOT_FOUND, format!("there is no partner {id}")),
            Self::NoName => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "a partner needs a name".to_owned(),
            ),
            Self::Duplicate(origin) => (
                StatusCode::CONFLICT,
                format!("there is a partner with the origin {origin}"),
            ),
            Self::Database(error) => {
                tracing::error!("the database: {error}");
                (
                    StatusCode::SERVICE_UNAVAILABLE,
                    "the database is not available".to_owned(),
                )
            }
            Self::NoRandomness(error) => {
                tracing::error!("the system has no random bytes: {error}");
                (
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "no session can be opened".to_owned(),
                )
            }
        };
        (status, Json(Body { error })).into_response()
    }
}
