#![deny(dead_code)]

use cors_runtime::{cors, rocket::routes};
use rocket::get;

#[cors(origins = any)]
#[get("/unused")]
async fn unused() -> &'static str {
    //~^ ERROR function `unused` is never used
    "unused"
}

#[cors(origins = any)]
#[get("/used")]
fn used() {}

fn main() {
    let _ = rocket::build().mount("/", routes![used]);
}
