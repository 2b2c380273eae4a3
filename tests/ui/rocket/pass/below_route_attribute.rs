use cors_runtime::{cors, rocket::routes};
use rocket::{Route, get};

#[cors(origins = any)]
#[get("/users/<id>")]
fn user(id: u32) -> String {
    id.to_string()
}

/// All users.
#[cors(origins = ["https://app.example.com"], credentials)]
// A page at a time.
#[allow(clippy::unused_async)]
#[rocket::get("/users?<page>")]
pub(crate) async fn users(page: u32) -> String {
    page.to_string()
}

#[cors(origins = any)]
#[rocket::route(PUT, uri = "/users/<id>", data = "<name>")]
fn rename(id: u32, name: String) -> String {
    name + &id.to_string()
}

pub(crate) fn routes() -> Vec<Route> {
    routes![user, users, rename]
}
