//! The notes, and who may do what with them.

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
pub(crate) struct Notes(Mutex<Shelf>);

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

/// Public: any page may read the list, and how long it is.
#[cors(origins = any, expose_headers = ["x-total-count"], max_age = "1h")]
#[get("/notes")]
pub(crate) fn list_notes(notes: &State<Notes>) -> List {
    let notes = notes.shelf().notes.clone();
    List {
        total: Header::new("x-total-count", notes.len().to_string()),
        notes: Json(notes),
    }
}

/// For the application, and for its development server.
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
    let mut shelf = notes.shelf();
    shelf.last_id += 1;
    let note = Note {
        id: shelf.last_id,
        text: new.into_inner().text,
    };
    shelf.notes.push(note.clone());
    Ok(Custom(rocket::http::Status::Created, Json(note)))
}

/// For the administration alone.
#[cors(origins = ["https://admin.example.com"], headers = ["authorization"])]
#[delete("/notes/<id>")]
pub(crate) fn delete_note(
    id: u64,
    _token: Token,
    notes: &State<Notes>,
) -> Result<NoContent, ApiError> {
    let mut shelf = notes.shelf();
    let index = shelf
        .notes
        .iter()
        .position(|note| note.id == id)
        .ok_or_else(|| ApiError::no_such_note(id))?;
    shelf.notes.remove(index);
    Ok(NoContent)
}
