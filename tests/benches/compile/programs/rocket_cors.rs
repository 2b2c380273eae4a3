use rocket_cors::{AllowedHeaders, AllowedOrigins, CorsOptions};

#[rocket::get("/")]
fn hello() -> &'static str {
    "hello"
}

#[rocket::launch]
fn rocket() -> _ {
    let cors = CorsOptions {
        allowed_origins: AllowedOrigins::some_exact(&["https://app.example.com"]),
        allowed_headers: AllowedHeaders::some(&["content-type"]),
        allow_credentials: true,
        ..CorsOptions::default()
    };
    let cors = cors.to_cors().expect("a policy");
    rocket::build().attach(cors).mount("/", rocket::routes![hello])
}
