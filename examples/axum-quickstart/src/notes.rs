//! The notes, and who may do what with them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::IntoResponse,
};
use cors_runtime::cors;
use serde::{Deserialize, Serialize};

use crate::error::ApiError;

#[derive(Clone, Default)]
pub(crate) struct Notes(Arc<Mutex<Shelf>>);

#[derive(Default)]
struct Shelf {
    last_id: u64,
    notes: Vec<Note>,
}

impl Notes {
    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Clone, Serialize)]
pub(crate) struct Note {
    id: u64,
    text: String,
}

#[derive(Deserialize)]
pub(crate) struct NewNote {
    text: String,
}

/// Public: any page may read the list, and how long it is.
#[cors(origins = any, expose_headers = ["x-total-count"], max_age = "1h")]
pub(crate) async fn list_notes(State(notes): State<Notes>) -> impl IntoResponse {
    let notes = notes.shelf().notes.clone();
    ([("x-total-count", notes.len().to_string())], Json(notes))
}

/// For the application, and for its development server.
#[cors(
    origins = ["https://app.example.com"],
    dev_origins = ["http://localhost:5173"],
    headers = ["content-type", "authorization"],
    max_age = "1h",
)]
pub(crate) async fn create_note(
    State(notes): State<Notes>,
    Json(new): Json<NewNote>,
) -> Result<(StatusCode, Json<Note>), ApiError> {
    if new.text.is_empty() {
        return Err(ApiError::EmptyNote);
    }
    let mut shelf = notes.shelf();
    shelf.last_id += 1;
    let note = Note {
        id: shelf.last_id,
        text: new.text,
    };
    shelf.notes.push(note.clone());
    Ok((StatusCode::CREATED, Json(note)))
}

/// For the administration alone.
#[cors(origins = ["https://admin.example.com"], headers = ["authorization"])]
pub(crate) async fn delete_note(
    State(notes): State<Notes>,
    Path(id): Path<u64>,
) -> Result<StatusCode, ApiError> {
    let mut shelf = notes.shelf();
    let index = shelf
        .notes
        .iter()
        .position(|note| note.id == id)
        .ok_or(ApiError::NoSuchNote(id))?;
    shelf.notes.remove(index);
    Ok(StatusCode::NO_CONTENT)
}
