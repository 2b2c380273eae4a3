//! An API for notes. Everybody may list them, the application may write one, and only the
//! administration may delete: three policies, two of them on one path.

mod auth;
mod error;
mod notes;

use axum::middleware::from_fn;
use cors_runtime::axum::{
    CorsRouter,
    routing::{delete, get},
};

use crate::notes::{Notes, create_note, delete_note, list_notes};

/// The whole application, ready for [`axum::serve()`].
pub fn app() -> CorsRouter {
    CorsRouter::new()
        .route("/notes", get(list_notes).post(create_note))
        .route("/notes/{id}", delete(delete_note))
        .layer(from_fn(auth::require_token))
        .route("/health", get(health))
        .with_state(Notes::default())
}

/// A plain handler has no CORS: pages of other origins cannot read it.
async fn health() -> &'static str {
    "ok"
}
