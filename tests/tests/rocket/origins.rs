//! Which `Origin` is let in: byte for byte the one a browser sends, and nothing that looks like it.

use cors_runtime::{
    cors,
    rocket::{Cors, routes},
};
use rocket::{
    Build, Rocket, get,
    http::{Header, Method},
    local::asynchronous::Client,
};

use crate::support::{Server, origins::tests_of_origins};

#[cors(origins = ["https://app.example.com", "http://localhost:3000"], allow(loopback_origins))]
#[get("/exact")]
fn exact() {}

#[cors(origins = ["https://*.example.com"])]
#[get("/subdomains")]
fn subdomains() {}

#[cors(origins = ["http://localhost:*"], allow(loopback_origins))]
#[get("/ports")]
fn ports() {}

#[cors(origins = ["https://*.example.org:*"])]
#[get("/both")]
fn both() {}

#[cors(origins = ["null"], allow(null_origin))]
#[get("/null")]
fn null() {}

#[cors(origins = any)]
#[get("/any")]
fn any() {}

fn app() -> Rocket<Build> {
    rocket::build()
        .attach(Cors::fairing())
        .mount("/", routes![exact, subdomains, ports, both, null, any])
}

tests_of_origins!(rocket::async_test, Server::launch(app()));

#[rocket::async_test]
async fn the_names_of_a_requests_headers_may_be_in_any_case() {
    const APP: &str = "https://app.example.com";
    // Servers read them in lower case; a local client keeps what a test writes.
    let client = Client::untracked(app()).await.expect("it launches");
    for (origin, method) in [
        ("Origin", "Access-Control-Request-Method"),
        ("ORIGIN", "ACCESS-CONTROL-REQUEST-METHOD"),
        ("origin", "access-control-request-method"),
    ] {
        for asked in [Method::Get, Method::Options] {
            let mut request = client.req(asked, "/exact");
            request.add_header(Header::new("user-agent", "x"));
            request.add_header(Header::new(origin, APP));
            request.add_header(Header::new(method, "GET"));
            let answer = request.dispatch().await;
            let allowed = answer.headers().get_one("access-control-allow-origin");
            assert_eq!(allowed, Some(APP), "{asked} {origin}");
        }
    }
}
