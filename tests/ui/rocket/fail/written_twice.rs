use cors_runtime::{cors, rocket::routes};
use rocket::get;

#[cors(origins = any)]
#[cors(origins = ["https://app.example.com"])]
//~^ ERROR `cors` is written twice
#[get("/users")]
fn list() -> &'static str {
    "users"
}

#[cors(origins = any)]
#[get("/users/<id>")]
#[cors(origins = ["https://app.example.com"])]
//~^ ERROR `cors` is written twice
fn user(id: u32) -> String {
    id.to_string()
}

fn main() {
    let _ = rocket::build().mount("/", routes![list, user]);
    let _ = user(1);
}
