//! An API for notes. Everybody may list them, the application may write one, and only the
//! administration may delete: three policies, two of them on one path.

mod auth;
mod error;
mod notes;

use cors_runtime::rocket::{Cors, routes};
use rocket::{Build, Config, Rocket, catchers, figment::Figment, figment::providers::Env, get};

use crate::notes::{Notes, create_note, delete_note, list_notes};

/// The whole application, ready for launch on port 3000 unless `ROCKET_PORT` says another.
#[must_use]
pub fn app() -> Rocket<Build> {
    let figment = Figment::from(Config::default())
        .merge(("port", 3000))
        .merge(Env::prefixed("ROCKET_").global());
    rocket::custom(figment)
        .manage(Notes::default())
        .attach(Cors::fairing())
        .mount("/", routes![list_notes, create_note, delete_note, health])
        .register("/", catchers![error::failed])
}

/// A plain route has no CORS: pages of other origins cannot read it.
#[get("/health")]
fn health() -> &'static str {
    "ok"
}
