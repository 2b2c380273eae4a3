//! Warnings on Rocket: of a route, a catcher, and a default policy.

use cors_runtime::{
    cors,
    rocket::{Cors, routes},
};
use rocket::{
    Build, Config, Responder, Rocket, catch, catchers,
    config::LogLevel,
    get,
    http::{Cookie, CookieJar, Header, Method, SameSite, Status},
    local::blocking::Client,
    post,
    response::Redirect,
};

use super::{APP, HOST, PARTNER, assert_names, warnings};
use cors_tests::Events;

fn quiet() -> Rocket<Build> {
    let config = Config {
        log_level: LogLevel::Off,
        ..Config::debug_default()
    };
    rocket::custom(config)
}

/// A request: its method, its path, and its headers.
type TestRequest<'a> = (Method, &'a str, &'a [(&'a str, &'a str)]);

/// The warnings about these requests, one after the other.
fn warnings_of(rocket: Rocket<Build>, requests: &[TestRequest<'_>]) -> Vec<String> {
    let events = Events::default();
    tracing::subscriber::with_default(events.clone(), || {
        let client = Client::untracked(rocket).expect("it launches");
        for (method, uri, headers) in requests {
            let mut request = client.req(*method, (*uri).to_owned());
            for (name, value) in *headers {
                request.add_header(Header::new((*name).to_owned(), (*value).to_owned()));
            }
            request.dispatch();
        }
    });
    warnings(&events)
}

#[derive(Responder)]
struct Page {
    body: &'static str,
    etag: Header<'static>,
    total: Header<'static>,
}

fn a_page() -> Page {
    Page {
        body: "",
        etag: Header::new("ETag", "\"1\""),
        total: Header::new("X-Total-Count", "7"),
    }
}

#[cors(origins = ["https://app.example.com"], expose_headers = ["x-request-id"])]
#[get("/pages/<_id>")]
fn pages(_id: u32) -> Page {
    a_page()
}

#[cors(origins = ["https://app.example.com"], expose_headers = ["etag", "x-total-count"])]
#[get("/exposed")]
fn exposed() -> Page {
    a_page()
}

#[cors(origins = ["https://app.example.com"], allow(unreadable_headers))]
#[get("/allowed")]
fn allowed() -> Page {
    a_page()
}

#[get("/plain")]
fn plain() -> Page {
    a_page()
}

#[test]
fn unreadable_headers_are_reported_with_a_fix() {
    let rocket = quiet()
        .attach(Cors::fairing())
        .mount("/api", routes![pages, exposed, allowed, plain]);
    let page = &[APP, HOST][..];
    let warnings = warnings_of(
        rocket,
        &[
            (Method::Get, "/api/exposed", page),
            (Method::Get, "/api/allowed", page),
            (Method::Get, "/api/plain", page),
            (Method::Get, "/api/pages/7", &[HOST]),
            (
                Method::Get,
                "/api/pages/7",
                &[("origin", "https://evil.example"), HOST],
            ),
            (Method::Get, "/api/pages/7?secret", page),
            (Method::Get, "/api/pages/8", page),
        ],
    );
    assert_names(&warnings, &["unreadable-headers"]);
    for warning in warnings {
        assert!(warning.contains("route=\"/api/pages/<_id>\";"), "{warning}");
        assert!(
            warning.contains("policy=tests/integration/runtime_warnings/rocket.rs:"),
            "{warning}"
        );
        let line = r#"write `expose_headers = [\"x-request-id\", \"etag\", \"x-total-count\"]`"#;
        assert!(warning.contains(line), "{warning}");
        assert!(!warning.contains("secret"), "{warning}");
    }
}

#[cors(origins = ["https://app.example.com", "https://partner.example.org"], credentials)]
#[post("/login")]
fn login(cookies: &CookieJar<'_>) {
    // Rocket sets `SameSite=Strict` by default.
    cookies.add(("session", "secret"));
}

#[cors(origins = ["https://partner.example.org"], credentials)]
#[post("/marked")]
fn marked(cookies: &CookieJar<'_>) {
    let cookie = Cookie::build(("session", "secret"));
    cookies.add(cookie.same_site(SameSite::None).secure(true));
}

#[test]
fn cookie_blocked_for_other_sites_is_reported() {
    let rocket = quiet()
        .attach(Cors::fairing())
        .mount("/", routes![login, marked]);
    let warnings = warnings_of(
        rocket,
        &[
            (Method::Post, "/login", &[APP, HOST]),
            (Method::Post, "/marked", &[PARTNER, HOST]),
            (Method::Post, "/login", &[PARTNER, HOST]),
            (Method::Post, "/login", &[PARTNER, HOST]),
        ],
    );
    assert_names(&warnings, &["dropped-cookies"]);
    for warning in warnings {
        assert!(warning.contains("the cookie `session`"), "{warning}");
        assert!(!warning.contains("secret"), "{warning}");
    }
}

#[cors(origins = ["https://app.example.com"])]
#[get("/moved")]
fn moved() -> Redirect {
    Redirect::to("https://login.example.com/?secret")
}

#[cors(origins = ["https://app.example.com"])]
#[get("/fails")]
fn fails() -> Status {
    Status::ServiceUnavailable
}

#[derive(Responder)]
struct Later {
    body: &'static str,
    retry_after: Header<'static>,
    cache: Header<'static>,
}

#[catch(503)]
fn later() -> Later {
    Later {
        body: "",
        retry_after: Header::new("Retry-After", "7"),
        cache: Header::new("Cache-Control", "public, max-age=7"),
    }
}

#[test]
fn catcher_and_foreign_redirect_are_reported() {
    let rocket = quiet()
        .attach(Cors::fairing())
        .register("/", catchers![later])
        .mount("/", routes![moved, fails]);
    let page = &[APP, HOST][..];
    let warnings = warnings_of(
        rocket,
        &[
            (Method::Get, "/moved", page),
            (Method::Get, "/moved", page),
            (Method::Get, "/fails", page),
        ],
    );
    assert_names(
        &warnings,
        &["foreign-redirect", "unreadable-headers", "public-cache"],
    );
    assert!(!warnings.concat().contains("secret"), "{warnings:#?}");
    assert!(
        !cfg!(debug_assertions) || warnings[1].contains(r#"expose_headers = [\"retry-after\"]"#),
        "{warnings:#?}"
    );
}

#[cors(origins = ["https://app.example.com"])]
fn whole() -> Rocket<Build> {
    quiet().mount("/", routes![plain])
}

#[test]
fn default_policy_of_a_rocket_reports_its_routes() {
    let request = (Method::Get, "/plain", &[APP, HOST][..]);
    assert_names(
        &warnings_of(whole(), &[request, request]),
        &["unreadable-headers"],
    );
}
