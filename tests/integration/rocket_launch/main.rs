//! The launch log of a Rocket, and its refusals to launch.
//!
//! A process has one logger, so these tests have their own process and run one after the other.

use cors_runtime::{
    cors,
    rocket::{Cors, routes},
};
use cors_tests::{Line, Recorded, colourless};
use log::Level;
use rocket::{
    Build, Rocket, Route, State, delete,
    error::ErrorKind,
    fairing::AdHoc,
    get,
    http::{Header, Method, uri::Origin},
    local::asynchronous::Client,
    patch, post, put,
};

extern crate self as this_test;

mod declared_needs;
mod defaults;

fn with_fairing(routes: Vec<Route>) -> Rocket<Build> {
    colourless().attach(Cors::fairing()).mount("/", routes)
}

#[cors(origins = ["https://app.example.com"], credentials)]
#[get("/users/<_>")]
fn user() {}

#[cors(origins = ["https://app.example.com"], credentials)]
#[get("/users/<_name>", rank = 7)]
fn namesake(_name: &str) {}

#[cors(origins = ["https://admin.example.com"])]
#[get("/users/<_name>", rank = 8)]
fn by_name(_name: &str) {}

#[cors(origins = ["https://admin.example.com"])]
#[get("/users/me")]
fn me() {}

#[cors(origins = ["https://admin.example.com"], allow(json_content_type))]
#[put("/users/<_>", format = "json")]
fn put_json() {}

#[cors(origins = ["https://app.example.com"])]
#[put("/users/<_>", format = "form")]
fn put_form() {}

#[put("/users/<_>", format = "text/plain")]
fn put_plain() {}

#[cors(origins = ["https://*.example.com", "http://localhost:5173"], enforce, allow(loopback_origins))]
#[post("/posts", data = "<_text>")]
fn create(_text: String) {}

#[cors(origins = any)]
#[patch("/<_..>?draft")]
fn anything() {}

#[get("/users/<_>", rank = 1)]
fn plain() {}

#[cors(origins = ["https://app.example.com"])]
#[get("/state")]
fn state(_state: &State<u8>) {}

#[delete("/users/me", rank = 2)]
fn delete_me() {}

#[cors(origins = ["https://app.example.com"])]
#[delete("/users/<_..>", rank = 1)]
fn delete_all() {}

/// The lines of ours when a Rocket refuses to launch, and how many guards of its routes refused.
async fn refusal(log: &Recorded, rocket: Rocket<Build>) -> (Vec<Line>, usize) {
    log.clear();
    let Err(error) = rocket.ignite().await else {
        panic!("it ignites")
    };
    let ErrorKind::SentinelAborts(aborts) = error.kind() else {
        panic!("{error:?}")
    };
    let aborts = aborts.len();
    drop(error);
    let lines = log.take();
    assert!(lines.iter().all(|line| line.level == Level::Error));
    (lines, aborts)
}

#[rocket::async_test]
async fn without_the_fairing_one_line_says_what_is_missing() {
    let log = Recorded::alone().await;
    for routes in [
        routes![user],
        routes![user, put_json, create, me, plain],
        // Nothing else is said of these two, which conflict.
        routes![user, by_name],
    ] {
        let app = colourless().mount("/", routes.clone()).mount("/v2", routes);
        let (lines, _) = refusal(&log, app).await;
        let [line] = &lines[..] else {
            panic!("{lines:?}")
        };
        assert!(line.text.contains("Cors::fairing()"), "{}", line.text);
    }
    // Other missing parts are reported as well.
    let (lines, aborts) = refusal(&log, colourless().mount("/", routes![state])).await;
    assert_eq!((lines.len(), aborts), (1, 2));

    let plain = Client::tracked(colourless().mount("/", routes![plain])).await;
    drop(plain.expect("it launches"));
    assert!(log.take().is_empty());
}

/// A route with another rank.
fn ranked(mut routes: Vec<Route>, rank: isize) -> Route {
    routes[0].rank = rank;
    routes.remove(0)
}

/// A route for another method.
fn method(mut routes: Vec<Route>, method: Method) -> Route {
    routes[0].method = method;
    routes.remove(0)
}

#[rocket::async_test]
async fn policies_indistinguishable_by_preflight_refuse_launch() {
    let log = Recorded::alone().await;
    let get = |uri: &str| format!("GET {uri}");
    let mut cases = vec![
        (
            routes![user, by_name],
            [
                get("/users/<_> (`user`)"),
                get("/users/<_name> (`by_name`)"),
            ],
        ),
        (
            vec![ranked(routes![user], -20), routes![me].remove(0)],
            [get("/users/<_> (`user`)"), get("/users/me (`me`)")],
        ),
        (
            vec![ranked(routes![by_name], -20), routes![user].remove(0)],
            [
                get("/users/<_name> (`by_name`)"),
                get("/users/<_> (`user`)"),
            ],
        ),
    ];
    for (routes, names) in [
        (routes![put_json, put_form], ["put_json", "put_form"]),
        (routes![put_form, put_plain], ["put_form", "put_plain"]),
        (routes![put_plain, put_json], ["put_plain", "put_json"]),
    ] {
        let names = names.map(|name| format!("PUT /users/<_> (`{name}`)"));
        cases.push((routes, names));
    }
    cases.push((
        routes![delete_me, delete_all],
        ["<_..> (`delete_all`)", "me (`delete_me`)"].map(|name| format!("DELETE /users/{name}")),
    ));
    for other in [Method::Post, Method::Put, Method::Patch, Method::Delete] {
        let plain = method(routes![plain], other);
        let user = ranked(vec![method(routes![user], other)], 9);
        let names = ["plain", "user"].map(|name| format!("{other} /users/<_> (`{name}`)"));
        cases.push((vec![plain.clone(), user.clone()], names));
        let names = ["user", "plain"].map(|name| format!("{other} /users/<_> (`{name}`)"));
        cases.push((vec![plain, ranked(vec![user], 0)], names));
    }
    for (mut routes, [first, second]) in cases {
        for _ in 0..2 {
            let (lines, _) = refusal(&log, with_fairing(routes.clone())).await;
            let [line] = &lines[..] else {
                panic!("{first} and {second}: {lines:?}")
            };
            let place = |name: &str| {
                let place = line.text.find(name);
                place.unwrap_or_else(|| panic!("{name} in {}", line.text))
            };
            // Routes of one rank that differ in their formats hide each other.
            if routes[0].rank != routes[1].rank {
                assert!(place(&first) < place(&second), "{}", line.text);
            }
            let _ = (place(&first), place(&second));
            routes.reverse();
        }
    }
}

#[rocket::async_test]
async fn each_conflict_is_named_with_the_prefix_it_is_mounted_at() {
    let log = Recorded::alone().await;
    let app = with_fairing(routes![user, by_name]);
    let app = app.mount("/v2", routes![put_json, put_form, put_plain]);
    let (lines, _) = refusal(&log, app).await;
    assert_eq!(lines.len(), 4);
    let of_v2 = lines
        .iter()
        .filter(|line| line.text.contains("PUT /v2/users/<_>"));
    assert_eq!(of_v2.count(), 3);
}

#[rocket::async_test]
async fn policies_distinguishable_by_preflight_launch() {
    let log = Recorded::alone().await;
    for routes in [
        // Equal policies.
        routes![user, namesake],
        // Another method.
        routes![user, put_json],
        // The more specific one is in front.
        routes![me, user],
        vec![
            ranked(routes![delete_me], 0),
            ranked(routes![delete_all], 1),
        ],
        // Neither covers the other.
        vec![method(routes![anything], Method::Put), put_plain_at_rank(9)],
        // A plain one beside one with a policy, for a method that changes nothing.
        routes![plain, user],
        vec![routes![plain].remove(0), ranked(routes![user], 9)],
        vec![
            method(routes![plain], Method::Head),
            ranked(vec![method(routes![user], Method::Head)], 9),
        ],
    ] {
        let names: Vec<_> = routes.iter().map(|route| route.name.clone()).collect();
        let launched = Client::untracked(with_fairing(routes)).await;
        assert!(launched.is_ok(), "{names:?}");
        assert!(log.take().is_empty(), "{names:?}");
    }
}

fn put_plain_at_rank(rank: isize) -> Route {
    ranked(routes![put_plain], rank)
}

#[rocket::async_test]
async fn the_fairing_may_be_attached_twice() {
    let log = Recorded::alone().await;
    let app = with_fairing(routes![user]).attach(Cors::fairing());
    let client = Client::untracked(app).await.expect("it launches");
    assert_eq!(log.take_launch().len(), 2);
    let origin = Header::new("origin", "https://app.example.com");
    let response = client.get("/users/7").header(origin).dispatch().await;
    let headers = response.headers();
    assert_eq!(headers.get("access-control-allow-origin").count(), 1);
    assert_eq!(headers.get("vary").count(), 1);
}

#[rocket::async_test]
async fn launch_log_lists_the_policies() {
    let log = Recorded::alone().await;
    let app = with_fairing(routes![anything, user, plain]);
    let app = app.mount("/v2/", routes![create, plain]);
    drop(Client::untracked(app).await.expect("it launches"));
    let lines = log.take_launch();
    assert!(lines[0].ends_with("CORS:"), "{lines:?}");
    assert_eq!(
        lines[1..],
        [
            "(anything) PATCH /<_..>?draft: any origin",
            "(user) GET /users/<_>: https://app.example.com, with credentials",
            "(create) POST /v2/posts: http://localhost:5173, https://*.example.com, enforced",
        ]
    );
    drop(Client::untracked(with_fairing(routes![plain])).await);
    assert!(log.take_launch().is_empty());
}

/// The events of one request, in the log.
async fn events(
    log: &Recorded,
    client: &Client,
    ask: (Method, &str),
    headers: &[(&'static str, &str)],
) -> Vec<Line> {
    let mut request = client.req(ask.0, ask.1.to_owned());
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

fn asks(method: &str) -> (&'static str, &str) {
    ("access-control-request-method", method)
}

#[rocket::async_test]
async fn every_refusal_is_one_line_of_the_log() {
    let log = Recorded::alone().await;
    let app = with_fairing(routes![user, create]);
    let client = Client::untracked(app).await.expect("it launches");
    let user = |method| (method, "/users/7");
    let post = |method| (method, "/posts");
    for (ask, headers, reason) in [
        (user(Method::Get), &[EVIL][..], "origin-not-allowed"),
        (user(Method::Head), &[EVIL], "origin-not-allowed"),
        (user(Method::Get), &[APP, APP], "origin-not-allowed"),
        (
            user(Method::Options),
            &[EVIL, asks("GET")],
            "origin-not-allowed",
        ),
        (user(Method::Options), &[APP, asks("PUT")], "no-policy"),
        (user(Method::Options), &[APP, asks("get")], "no-policy"),
        (post(Method::Post), &[EVIL], "foreign-site"),
        (
            post(Method::Options),
            &[EVIL, asks("POST")],
            "origin-not-allowed",
        ),
    ] {
        let lines = events(&log, &client, ask, headers).await;
        let [line] = &lines[..] else {
            panic!("{ask:?} {headers:?}: {lines:?}")
        };
        assert_eq!((line.level, line.target.as_str()), (Level::Debug, "cors"));
        assert!(line.text.contains(reason), "{reason} in {}", line.text);
    }
    for (ask, headers) in [
        (user(Method::Get), &[APP][..]),
        (user(Method::Get), &[]),
        (user(Method::Options), &[APP, asks("GET")]),
        (user(Method::Options), &[EVIL]),
        (post(Method::Post), &[APP]),
        (post(Method::Post), &[]),
        ((Method::Get, "/unknown"), &[EVIL]),
        ((Method::Options, "/unknown"), &[EVIL, asks("GET")]),
        (user(Method::Put), &[EVIL]),
    ] {
        let lines = events(&log, &client, ask, headers).await;
        assert!(lines.is_empty(), "{ask:?} {headers:?}: {lines:?}");
    }
}

#[rocket::async_test]
async fn a_response_of_a_route_not_asked_for_is_one_line() {
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
    let ask = (Method::Get, "/users/7");
    let lines = text(&events(&log, &client, ask, &[APP]).await);
    assert!(lines.contains("rewritten"), "{lines}");
    assert!(lines.contains("before `Cors::fairing()`"), "{lines}");
    assert!(events(&log, &client, ask, &[]).await.is_empty());
}

#[rocket::async_test]
async fn a_line_names_the_route_and_never_the_url() {
    let log = Recorded::alone().await;
    let app = colourless()
        .attach(Cors::fairing())
        .mount("/api", routes![user, create]);
    let client = Client::untracked(app).await.expect("it launches");
    for (method, headers, route) in [
        (Method::Get, &[EVIL][..], "/api/users/<_>"),
        (Method::Options, &[EVIL, asks("GET")], "/api/users/<_>"),
        (Method::Options, &[EVIL, asks("HEAD")], "/api/users/<_>"),
        (Method::Options, &[APP, asks("PURGE")], "/api/users/<_>"),
    ] {
        let ask = (method, "/api/users/7?token=secret");
        let lines = text(&events(&log, &client, ask, headers).await);
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
    let hint = "`http://127.0.0.1:5173` is not listed, `http://localhost:5173` is";
    for (method, headers) in [
        (Method::Post, &[loopback][..]),
        (Method::Options, &[loopback, asks("POST")]),
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
    for (ask, headers) in [
        (get, &[("origin", forged)][..]),
        (options, &[EVIL, asks(forged)]),
        (get, &[("origin", endless.as_str())]),
        (options, &[EVIL, asks(&endless)]),
        (options, &[("origin", endless.as_str()), asks(&endless)]),
    ] {
        let lines = events(&log, &client, ask, headers).await;
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

/// A module with another module that has the name of this crate.
mod cousin {
    mod this_test {}

    #[test]
    fn a_path_to_a_route_may_begin_at_a_crate() {
        let [user, me] = &super::routes![::this_test::user, ::this_test::me,][..] else {
            panic!("two routes")
        };
        let names = [&user.name, &me.name].map(|name| name.as_deref());
        assert_eq!(names, [Some("user"), Some("me")]);
    }
}
