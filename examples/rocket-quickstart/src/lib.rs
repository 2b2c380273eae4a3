//! An API for notes with three policies, two of them on one path: any page may list notes, the front end may create
//! one, and only the admin site may delete one.

mod auth;
mod error;
mod notes;

use cors_runtime::rocket::{Cors, routes};
use rocket::{Build, Config, Rocket, catchers, figment::Figment, figment::providers::Env, get};

use crate::notes::{Notes, create_note, delete_note, list_notes};

/// The application, for launch on port 3000 or on `ROCKET_PORT`.
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

/// A route without a policy: pages of other origins cannot read the response.
#[get("/health")]
fn health() -> &'static str {
    "ok"
}
