use cors_runtime::{cors, rocket::routes};
use rocket::{Route, delete, head, route};

#[cors(origins = any, methods = [GET, DELETE])]
#[delete("/users/<id>")]
fn remove(id: u32) -> String {
    id.to_string()
}

#[cors(origins = any)]
#[route(PUT, uri = "/users/<id>")]
fn replace(id: u32) -> String {
    id.to_string()
}

/// A page that may read the responses may request the headers.
#[cors(origins = any, methods = ["GET"])]
#[head("/health")]
fn health() {}

#[cors(origins = any, methods = any)]
#[route(PATCH, uri = "/users/<id>")]
fn change(id: u32) -> String {
    id.to_string()
}

pub(crate) fn routes() -> Vec<Route> {
    routes![remove, replace, health, change]
}
