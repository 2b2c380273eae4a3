//! Error responses as JSON.

use rocket::{
    Request, Responder, catch,
    http::Status,
    serde::{Serialize, json::Json},
};

#[derive(Responder)]
pub(crate) enum ApiError {
    #[response(status = 404)]
    NoSuchNote(Json<Body>),
    #[response(status = 422)]
    EmptyNote(Json<Body>),
}

impl ApiError {
    pub(crate) fn no_such_note(id: u64) -> Self {
        Self::NoSuchNote(body(format!("there is no note {id}")))
    }

    pub(crate) fn empty_note() -> Self {
        Self::EmptyNote(body("a note needs a text".to_owned()))
    }
}

#[derive(Serialize)]
#[serde(crate = "rocket::serde")]
pub(crate) struct Body {
    error: String,
}

fn body(error: String) -> Json<Body> {
    Json(Body { error })
}

/// Responds if a guard fails or no route matches.
#[catch(default)]
pub(crate) fn failed(status: Status, _: &Request<'_>) -> Json<Body> {
    body(match status {
        Status::Unauthorized => "a token is needed".to_owned(),
        status => status.to_string(),
    })
}
