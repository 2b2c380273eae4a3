use cors_runtime::{cors, rocket::routes};
use rocket::get;

#[cors(origins = any)]
#[get("/constant")]
const fn constant() -> &'static str {
    //~^ ERROR a handler cannot be `const`
    "1"
}

#[cors(origins = any)]
#[get("/trusted")]
unsafe fn trusted() -> &'static str {
    //~^ ERROR a handler cannot be `unsafe`
    "1"
}

#[cors(origins = any)]
#[get("/foreign")]
extern "C" fn foreign() {}
//~^ ERROR a handler cannot be `extern`

fn main() {
    let _ = rocket::build().mount("/", routes![constant, trusted, foreign]);
    let _ = constant();
}
