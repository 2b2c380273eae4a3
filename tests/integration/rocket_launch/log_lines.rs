//! The log of a running Rocket: one line for each refusal.

use cors_runtime::rocket::{Cors, routes};
use cors_tests::{Line, Recorded, colourless};
use log::Level;
use rocket::{
    fairing::AdHoc,
    get,
    http::{Header, Method, uri::Origin},
    local::asynchronous::Client,
};

use super::{create, user, with_fairing};

/// The events of one request, in the log.
async fn events(
    log: &Recorded,
    client: &Client,
    target: (Method, &str),
    headers: &[(&'static str, &str)],
) -> Vec<Line> {
    let mut request = client.req(target.0, target.1.to_owned());
    for (name, value) in headers {
        request.add_header(Header::new(*name, (*value).to_owned()));
    }
    log.clear();
    request.dispatch().await;
    log.take()
}

fn text(lines: &[Line]) -> String {
    lines.iter().map(|line| line.text.as_str()).collect()
}

const APP: (&str, &str) = ("origin", "https://app.example.com");
const EVIL: (&str, &str) = ("origin", "https://evil.example");

fn request_method(method: &str) -> (&'static str, &str) {
    ("access-control-request-method", method)
}

#[rocket::async_test]
async fn every_refusal_is_one_line_of_the_log() {
    let log = Recorded::alone().await;
    let app = with_fairing(routes![user, create]);
    let client = Client::untracked(app).await.expect("it launches");
    let user = |method| (method, "/users/7");
    let post = |method| (method, "/posts");
    for (target, headers, reason) in [
        (user(Method::Get), &[EVIL][..], "origin-not-allowed"),
        (user(Method::Head), &[EVIL], "origin-not-allowed"),
        (user(Method::Get), &[APP, APP], "origin-not-allowed"),
        (
            user(Method::Options),
            &[EVIL, request_method("GET")],
            "origin-not-allowed",
        ),
        (
            user(Method::Options),
            &[APP, request_method("PUT")],
            "no-policy",
        ),
        (
            user(Method::Options),
            &[APP, request_method("get")],
            "no-policy",
        ),
        (post(Method::Post), &[EVIL], "foreign-site"),
        (
            post(Method::Options),
            &[EVIL, request_method("POST")],
            "origin-not-allowed",
        ),
    ] {
        let lines = events(&log, &client, target, headers).await;
        let [line] = &lines[..] else {
            panic!("{target:?} {headers:?}: {lines:?}")
        };
        assert_eq!((line.level, line.target.as_str()), (Level::Debug, "cors"));
        assert!(line.text.contains(reason), "{reason} in {}", line.text);
    }
    for (target, headers) in [
        (user(Method::Get), &[APP][..]),
        (user(Method::Get), &[]),
        (user(Method::Options), &[APP, request_method("GET")]),
        (user(Method::Options), &[EVIL]),
        (post(Method::Post), &[APP]),
        (post(Method::Post), &[]),
        ((Method::Get, "/unknown"), &[EVIL]),
        (
            (Method::Options, "/unknown"),
            &[EVIL, request_method("GET")],
        ),
        (user(Method::Put), &[EVIL]),
    ] {
        let lines = events(&log, &client, target, headers).await;
        assert!(lines.is_empty(), "{target:?} {headers:?}: {lines:?}");
    }
}

#[rocket::async_test]
async fn response_of_another_route_is_one_line() {
    #[get("/elsewhere")]
    fn other() {}

    let log = Recorded::alone().await;
    let elsewhere = AdHoc::on_request("elsewhere", |request, _| {
        Box::pin(async move {
            if request.uri().path() == "/users/7" {
                request.set_uri(Origin::const_new("/elsewhere", None));
            }
        })
    });
    let app = with_fairing(routes![user, other]).attach(elsewhere);
    let client = Client::untracked(app).await.expect("it launches");
    let target = (Method::Get, "/users/7");
    let lines = text(&events(&log, &client, target, &[APP]).await);
    assert!(lines.contains("rewritten"), "{lines}");
    assert!(lines.contains("before `Cors::fairing()`"), "{lines}");
    assert!(events(&log, &client, target, &[]).await.is_empty());
}

#[rocket::async_test]
async fn line_names_the_route_and_never_the_url() {
    let log = Recorded::alone().await;
    let app = colourless()
        .attach(Cors::fairing())
        .mount("/api", routes![user, create]);
    let client = Client::untracked(app).await.expect("it launches");
    for (method, headers, route) in [
        (Method::Get, &[EVIL][..], "/api/users/<_>"),
        (
            Method::Options,
            &[EVIL, request_method("GET")],
            "/api/users/<_>",
        ),
        (
            Method::Options,
            &[EVIL, request_method("HEAD")],
            "/api/users/<_>",
        ),
        (
            Method::Options,
            &[APP, request_method("PURGE")],
            "/api/users/<_>",
        ),
    ] {
        let target = (method, "/api/users/7?token=secret");
        let lines = text(&events(&log, &client, target, headers).await);
        assert!(lines.contains(&format!("route=\"{route}\"")), "{lines}");
        assert!(!lines.contains("secret") && !lines.contains('7'), "{lines}");
    }
    let lines = events(&log, &client, (Method::Post, "/api/posts"), &[EVIL]).await;
    assert!(text(&lines).contains("route=\"/api/posts\""));
}

#[rocket::async_test]
async fn line_in_a_debug_build_names_a_near_miss() {
    let log = Recorded::alone().await;
    let app = with_fairing(routes![user, create]);
    let client = Client::untracked(app).await.expect("it launches");
    let loopback = ("origin", "http://127.0.0.1:5173");
    let hint = "`http://127.0.0.1:5173` is not allowed, `http://localhost:5173` is";
    for (method, headers) in [
        (Method::Post, &[loopback][..]),
        (Method::Options, &[loopback, request_method("POST")]),
    ] {
        let lines = events(&log, &client, (method, "/posts"), headers).await;
        let line = text(&lines);
        assert_eq!(line.contains(hint), cfg!(debug_assertions), "{line}");
    }
    let lines = events(&log, &client, (Method::Get, "/users/7"), &[EVIL]).await;
    let line = text(&lines);
    assert!(!line.is_empty() && !line.contains("hint"), "{line}");
}

#[rocket::async_test]
async fn request_text_in_a_line_is_escaped_and_short() {
    let log = Recorded::alone().await;
    let app = with_fairing(routes![user]);
    let client = Client::untracked(app).await.expect("it launches");
    let forged = "https://evil.example\"\x1b[31m\r\nERROR\t reason=fine\u{9b}é";
    let endless = "a".repeat(16 * 1024);
    let get = (Method::Get, "/users/7");
    let options = (Method::Options, "/users/7");
    for (target, headers) in [
        (get, &[("origin", forged)][..]),
        (options, &[EVIL, request_method(forged)]),
        (get, &[("origin", endless.as_str())]),
        (options, &[EVIL, request_method(&endless)]),
        (
            options,
            &[("origin", endless.as_str()), request_method(&endless)],
        ),
    ] {
        let lines = events(&log, &client, target, headers).await;
        let [line] = &lines[..] else {
            panic!("{lines:?}")
        };
        let text = &line.text;
        assert!(!text.contains(char::is_control), "{text:?}");
        assert!(text.len() < 900, "{} bytes", text.len());
        if headers.contains(&("origin", forged)) {
            let escaped = r#"https://evil.example\"\x1b[31m\r\nERROR\t reason=fine"#;
            assert!(text.contains(escaped), "{text}");
        }
    }
}
