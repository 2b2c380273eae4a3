use cors_runtime::{cors, rocket::routes};
use rocket::get;

#[cors(origins = any)]
#[get("/users")]
fn list(rocket::State(name): &rocket::State<String>) -> String {
    //~^ ERROR handler arguments must be of the form `ident: Type`
    name.clone()
}

#[cors(origins = any)]
#[get("/cookies")]
fn cookies(_: &rocket::http::CookieJar<'_>) {}
//~^ ERROR handler arguments must be named

fn main() {
    let _ = rocket::build().mount("/", routes![list, cookies]);
}
