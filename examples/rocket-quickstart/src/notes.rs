//! The notes, and the handlers with their policies.

use std::sync::{Mutex, MutexGuard, PoisonError};

use cors_runtime::cors;
use rocket::{
    Responder, State, delete, get,
    http::Header,
    post,
    response::status::{Custom, NoContent},
    serde::{Deserialize, Serialize, json::Json},
};

use crate::{auth::Token, error::ApiError};

#[derive(Default)]
pub(crate) struct Notes(Mutex<NoteStore>);

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
#[serde(crate = "rocket::serde")]
pub(crate) struct Note {
    id: u64,
    text: String,
}

#[derive(Deserialize)]
#[serde(crate = "rocket::serde")]
pub(crate) struct NewNote {
    text: String,
}

#[derive(Responder)]
pub(crate) struct List {
    notes: Json<Vec<Note>>,
    total: Header<'static>,
}

/// Any page may read the list and its length.
#[cors(origins = any, expose_headers = ["x-total-count"], max_age = "1h")]
#[get("/notes")]
pub(crate) fn list_notes(notes: &State<Notes>) -> List {
    let notes = notes.lock().notes.clone();
    List {
        total: Header::new("x-total-count", notes.len().to_string()),
        notes: Json(notes),
    }
}

/// The front end may create notes, and in debug builds its development server.
#[cors(
    origins = ["https://app.example.com"],
    dev_origins = ["http://localhost:5173"],
    headers = ["content-type", "authorization"],
    max_age = "1h",
)]
#[post("/notes", format = "json", data = "<new>")]
pub(crate) fn create_note(
    _token: Token,
    new: Json<NewNote>,
    notes: &State<Notes>,
) -> Result<Custom<Json<Note>>, ApiError> {
    if new.text.is_empty() {
        return Err(ApiError::empty_note());
    }
    let mut store = notes.lock();
    store.last_id += 1;
    let note = Note {
        id: store.last_id,
        text: new.into_inner().text,
    };
    store.notes.push(note.clone());
    Ok(Custom(rocket::http::Status::Created, Json(note)))
}

/// Only the admin site may delete notes.
#[cors(origins = ["https://admin.example.com"], headers = ["authorization"])]
#[delete("/notes/<id>")]
pub(crate) fn delete_note(
    id: u64,
    _token: Token,
    notes: &State<Notes>,
) -> Result<NoContent, ApiError> {
    let mut store = notes.lock();
    let index = store
        .notes
        .iter()
        .position(|note| note.id == id)
        .ok_or_else(|| ApiError::no_such_note(id))?;
    store.notes.remove(index);
    Ok(NoContent)
}
