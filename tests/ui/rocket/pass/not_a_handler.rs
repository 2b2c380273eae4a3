use cors_runtime::{cors, rocket::routes};
use rocket::{Route, catch, catchers, get};

/// The policy of the route that failed applies to its response.
#[catch(404)]
fn not_found() -> &'static str {
    "not found"
}

#[cors(origins = any)]
#[get("/users/<id>")]
fn user(id: u32) -> Option<String> {
    (id == 1).then(String::new)
}

pub(crate) fn routes() -> Vec<Route> {
    let _ = rocket::build().register("/", catchers![not_found]);
    routes![user]
}
