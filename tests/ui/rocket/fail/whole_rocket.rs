use cors_runtime::{cors, rocket::routes};
use rocket::{Build, Rocket, get, launch};

#[get("/users")]
fn list() -> &'static str {
    "users"
}

#[cors(origins = any)]
fn application() -> Rocket<Build> {
    //~^ ERROR a policy for a whole `Rocket` is not supported yet
    rocket::build().mount("/", routes![list])
}

#[cors(origins = any)]
#[launch]
//~^ ERROR a policy for a whole `Rocket` is not supported yet
fn rocket() -> _ {
    application()
}
