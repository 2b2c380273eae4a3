//! Header names of local clients, whose case Rocket keeps.

use cors_runtime::{
    cors,
    rocket::{Cors, routes},
};
use rocket::{
    get,
    http::{Header, Method},
    local::asynchronous::Client,
};

#[cors(origins = ["https://app.example.com"])]
#[get("/exact")]
fn exact() {}

#[rocket::async_test]
async fn header_names_in_any_case_are_read() {
    const APP: &str = "https://app.example.com";
    // Servers read them in lower case; a local client keeps the case of the test.
    let client = Client::untracked(
        rocket::build()
            .attach(Cors::fairing())
            .mount("/", routes![exact]),
    )
    .await
    .expect("it launches");
    for (origin, request_method) in [
        ("Origin", "Access-Control-Request-Method"),
        ("ORIGIN", "ACCESS-CONTROL-REQUEST-METHOD"),
        ("origin", "access-control-request-method"),
    ] {
        for method in [Method::Get, Method::Options] {
            let mut request = client.req(method, "/exact");
            request.add_header(Header::new("user-agent", "x"));
            request.add_header(Header::new(origin, APP));
            request.add_header(Header::new(request_method, "GET"));
            let response = request.dispatch().await;
            let allowed = response.headers().get_one("access-control-allow-origin");
            assert_eq!(allowed, Some(APP), "{method} {origin}");
        }
    }
}
