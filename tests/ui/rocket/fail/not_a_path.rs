use cors_runtime::{cors, rocket::routes};
use rocket::get;

#[cors(origins = any)]
#[get("/users")]
fn list() -> &'static str {
    "users"
}

fn main() {
    let _ = rocket::build().mount("/", routes!["/users", list]);
    //~^ ERROR `routes!` takes the names of routes
    let _ = rocket::build().mount("/", routes![list()]);
    //~^ ERROR `routes!` takes the names of routes
    let _ = rocket::build().mount("/", routes![list list]);
    //~^ ERROR `routes!` takes the names of routes
}

//~ HAND the names are the author's to write
