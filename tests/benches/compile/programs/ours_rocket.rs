use cors_runtime::{
    cors,
    rocket::{Cors, routes},
};

#[cors(origins = ["https://app.example.com"], headers = ["content-type"], credentials)]
#[rocket::get("/")]
fn hello() -> &'static str {
    "hello"
}

#[rocket::launch]
fn rocket() -> _ {
    rocket::build()
        .attach(Cors::fairing())
        .mount("/", routes![hello])
}
