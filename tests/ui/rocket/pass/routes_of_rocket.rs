use cors_runtime::{cors, rocket::routes};
use rocket::{Route, get, post};

#[cors(origins = any)]
#[get("/users")]
fn list() -> &'static str {
    "users"
}

#[cors(origins = any)]
#[post("/users")]
#[allow(clippy::unused_async)]
async fn create() -> &'static str {
    "created"
}

#[get("/health")]
fn health() -> &'static str {
    "ok"
}

#[get("/version")]
fn version() -> &'static str {
    "1"
}

pub(crate) fn routes() -> Vec<Route> {
    let mut routes = routes![health, list, create];
    routes.extend(rocket::routes![version]);
    routes
}
