use cors_runtime::{cors, rocket::routes};
use rocket::{Route, get};

const fn constant() -> &'static str {
    "1"
}

#[cors(origins = any)]
#[get("/constant")]
fn served() -> &'static str {
    constant()
}

pub(crate) fn routes() -> Vec<Route> {
    routes![served]
}
