use cors_runtime::{cors, rocket::routes};
use rocket::get;

#[get("/users/<id>")]
#[cors(origins = any)]
//~^ ERROR `#[cors]` stands below `#[get("/users/<id>")]`
fn user(id: u32) -> String {
    id.to_string()
}

#[rocket::get("/users?<page>")]
/// All users.
// A page at a time.
#[allow(clippy::unused_async)]
#[cors(origins = ["https://app.example.com"], credentials)]
//~^ ERROR `#[cors]` stands below `#[rocket::get("/users?<page>")]`
pub(crate) async fn users(page: u32) -> String {
    page.to_string()
}

#[rocket::route(PUT, uri = "/users/<id>", data = "<name>")]
#[cors(origins = any)]
//~^ ERROR `#[cors]` stands below `#[rocket::route(PUT, uri = "/users/<id>", data = "<name>")]`
fn rename(id: u32, name: String) -> String {
    name + &id.to_string()
}

fn main() {
    let _ = rocket::build().mount("/", routes![user, users, rename]);
    let _ = rocket::uri!(user(1));
    let _ = user(1);
}

//~ HAND two attributes change places
