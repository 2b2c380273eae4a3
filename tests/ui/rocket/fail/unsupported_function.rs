use cors_runtime::{cors, rocket::routes};
use rocket::get;

#[cors(origins = any)]
#[get("/trusted")]
unsafe fn trusted() -> &'static str {
    //~^ ERROR a handler cannot be `unsafe`
    "1"
}

fn main() {
    let _ = rocket::build().mount("/", routes![trusted]);
}
