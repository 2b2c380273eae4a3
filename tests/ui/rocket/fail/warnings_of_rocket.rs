#![deny(warnings)]

use cors_runtime::{cors, rocket::routes};
use rocket::get;

#[cors(origins = any)]
#[get("/old")]
#[deprecated = "take `new`"]
fn old() {}

#[cors(origins = any)]
#[get("/new/<id>")]
pub(crate) fn new(id: u32) {}
//~^ ERROR unused variable: `id`

fn main() {
    let _ = rocket::build().mount("/", routes![old, new]);
    //~^ ERROR use of deprecated struct `old`: take `new`
    old();
    //~^ ERROR use of deprecated function `old`: take `new`
    let _ = rocket::uri!(old());
}
