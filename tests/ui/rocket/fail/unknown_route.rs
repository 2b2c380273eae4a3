use cors_runtime::{cors, rocket::routes};
use rocket::get;

#[cors(origins = any)]
#[get("/users")]
fn list() -> &'static str {
    "users"
}

fn helper() {}

fn main() {
    let _ = rocket::build().mount("/", routes![list, unknown]);
    //~^ ERROR cannot find type `unknown` in this scope
    //~| ERROR cannot find value `unknown` in this scope
    let _ = rocket::build().mount("/", routes![helper, list]);
    //~^ ERROR expected type, found function `helper`
    helper();
}
