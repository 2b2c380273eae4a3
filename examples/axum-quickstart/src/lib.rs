//! An API for notes with three policies, two of them on one path: any page may list notes, the front end may create
//! one, and only the admin site may delete one.

mod auth;
mod error;
mod notes;

use axum::middleware::from_fn;
use cors_runtime::axum::{
    CorsRouter,
    routing::{delete, get},
};

use crate::notes::{Notes, create_note, delete_note, list_notes};

/// The application, for [`axum::serve()`].
pub fn app() -> CorsRouter {
    CorsRouter::new()
        .route("/notes", get(list_notes).post(create_note))
        .route("/notes/{id}", delete(delete_note))
        .layer(from_fn(auth::require_token))
        .route("/health", get(health))
        .with_state(Notes::default())
}

/// A handler without a policy: pages of other origins cannot read the response.
async fn health() -> &'static str {
    "ok"
}
