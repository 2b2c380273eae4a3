use cors_runtime::{cors, rocket::routes};
use rocket::get;

#[get("/users/<id>")]
#[cors(origins = any)]
//~^ ERROR `#[cors]` stands below an attribute that has already expanded the function
fn user(id: u32) -> String {
    id.to_string()
}

#[rocket::get("/users?<page>")]
/// All users.
// A page at a time.
#[allow(clippy::unused_async)]
#[cors(origins = ["https://app.example.com"], credentials)]
//~^ ERROR `#[cors]` stands below an attribute that has already expanded the function
pub(crate) async fn users(page: &str) -> String {
    page.to_owned()
}

#[rocket::route(PUT, uri = "/users/<id>", data = "<name>")]
#[cors(origins = any)]
//~^ ERROR `#[cors]` stands below an attribute that has already expanded the function
fn rename(id: u32, name: String) -> String {
    name + &id.to_string()
}

fn main() {
    let _ = rocket::build().mount("/", routes![user, users, rename]);
    let _ = rocket::uri!(user(1));
    let _ = user(1);
}

//~ HAND two attributes change places
