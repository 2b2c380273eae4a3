use cors_runtime::{cors, rocket::routes};

#[cors(origins = any)]
#[rocket::get("/users/<id>")]
//~^ ERROR unused parameter
fn user() -> &'static str {
    //~^ ERROR [note] expected argument named `id` here
    "user"
}

fn main() {
    let _ = rocket::build().mount("/", routes![user]);
    let _ = user();
}
