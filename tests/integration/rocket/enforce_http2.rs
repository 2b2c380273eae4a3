//! HTTP/2 names the host in `:authority`: there is no `Host`.

use cors_runtime::{
    cors,
    rocket::{Cors, routes},
};
use rocket::{Build, Rocket, post};

use cors_tests::{APP, EVIL, Server, send_http2, send_http2_over};

#[cors(origins = ["https://app.example.com"], enforce)]
#[post("/")]
fn transfer() {}

fn app() -> Rocket<Build> {
    rocket::build()
        .attach(Cors::fairing())
        .mount("/", routes![transfer])
}

#[rocket::async_test]
async fn the_authority_tells_the_sites_own_requests_from_foreign_ones() {
    let server = Server::launch(app()).await;
    let own = "https://api.example.com";
    for (authority, origin, expected) in [
        ("api.example.com", own, 200),
        ("api.example.com:443", own, 200),
        ("localhost:8080", "https://localhost:8080", 200),
        ("[::1]:8080", "https://[::1]:8080", 200),
        ("api.example.com", EVIL, 403),
        ("api.example.com", "null", 403),
        ("api.example.com:8443", own, 403),
        ("evil.example", own, 403),
    ] {
        let answer = send_http2(&server, authority, &[("origin", origin)]).await;
        assert_eq!(answer, (expected, None), "{origin} at {authority}");
    }
    let listed = send_http2(&server, "api.example.com", &[("origin", APP)]).await;
    assert_eq!(listed, (200, Some(APP.to_owned())));
    // A `Host` beside the authority has no say.
    let headers = [("origin", EVIL), ("host", "evil.example")];
    let answer = send_http2(&server, "api.example.com", &headers).await;
    assert_eq!(answer, (403, None));
}

/// Rocket drops `:scheme`, so a page of http is no page of the site, whatever the proxy in front says.
#[rocket::async_test]
async fn pages_of_http_are_foreign_whatever_the_scheme() {
    let server = Server::launch(app()).await;
    let (http, https) = ("http://api.example.com", "https://api.example.com");
    for scheme in ["http", "https"] {
        for (origin, expected) in [(https, 200), (http, 403)] {
            let headers = [("origin", origin)];
            let answer = send_http2_over(scheme, &server, "api.example.com", &headers).await;
            assert_eq!(answer, (expected, None), "{origin} over {scheme}");
        }
        for header in [("x-forwarded-proto", "http"), ("host", "evil.example")] {
            let headers = [("origin", http), header];
            let answer = send_http2_over(scheme, &server, "api.example.com", &headers).await;
            assert_eq!(answer, (403, None), "{header:?} over {scheme}");
        }
        // Where the browser says it, the scheme is not needed.
        let headers = [("origin", http), ("sec-fetch-site", "same-origin")];
        let answer = send_http2_over(scheme, &server, "api.example.com", &headers).await;
        assert_eq!(answer, (200, None));
    }
}
