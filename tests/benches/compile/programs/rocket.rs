#[rocket::get("/")]
fn hello() -> &'static str {
    "hello"
}

#[rocket::launch]
fn rocket() -> _ {
    rocket::build().mount("/", rocket::routes![hello])
}
