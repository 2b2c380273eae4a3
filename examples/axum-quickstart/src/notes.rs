//! The notes, and the handlers with their policies.

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
pub(crate) struct Notes(Arc<Mutex<NoteStore>>);

#[derive(Default)]
struct NoteStore {
    last_id: u64,
    notes: Vec<Note>,
}

impl Notes {
    fn lock(&self) -> MutexGuard<'_, NoteStore> {
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

/// Any page may read the list and its length.
#[cors(origins = any, expose_headers = ["x-total-count"], max_age = "1h")]
pub(crate) async fn list_notes(State(notes): State<Notes>) -> impl IntoResponse {
    let notes = notes.lock().notes.clone();
    ([("x-total-count", notes.len().to_string())], Json(notes))
}

/// The front end may create notes, and in debug builds its development server.
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
    let mut store = notes.lock();
    store.last_id += 1;
    let note = Note {
        id: store.last_id,
        text: new.text,
    };
    store.notes.push(note.clone());
    Ok((StatusCode::CREATED, Json(note)))
}

/// Only the admin site may delete notes.
#[cors(origins = ["https://admin.example.com"], headers = ["authorization"])]
pub(crate) async fn delete_note(
    State(notes): State<Notes>,
    Path(id): Path<u64>,
) -> Result<StatusCode, ApiError> {
    let mut store = notes.lock();
    let index = store
        .notes
        .iter()
        .position(|note| note.id == id)
        .ok_or(ApiError::NoSuchNote(id))?;
    store.notes.remove(index);
    Ok(StatusCode::NO_CONTENT)
}
