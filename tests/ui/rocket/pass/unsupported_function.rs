use cors_runtime::{cors, rocket::routes};
use rocket::{Route, get};

#[cors(origins = any)]
#[get("/trusted")]
fn trusted() -> &'static str {
    "1"
}

#[cors(origins = any)]
#[get("/constant")]
const fn constant() -> &'static str {
    "1"
}

#[cors(origins = any)]
#[get("/foreign")]
extern "C" fn foreign() {}

pub(crate) fn routes() -> Vec<Route> {
    routes![trusted, constant, foreign]
}
