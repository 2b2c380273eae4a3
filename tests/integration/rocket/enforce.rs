//! `enforce`: a request that a foreign, unlisted page sent is refused before anything runs.

// Rocket hands arguments over by value.
#![allow(clippy::needless_pass_by_value)]

use std::{io, pin::Pin};

use crate::counting::{Body, Guard, Ran, refused_before_its_body};
use cors_runtime::{
    cors,
    rocket::{Cors, routes},
};
use cors_tests::{
    APP, Answer, EVIL, HIDDEN, PREFLIGHT_VARY, Request, Server, get as get_, post as post_,
    preflight, readable_by, request,
};
use rocket::{
    Build, Request as Asked, Response, Rocket,
    data::{IoHandler, IoStream},
    form::{Form, FromForm},
    get, post, put,
    response::{self, Responder},
};

#[cors(origins = ["https://app.example.com"], enforce)]
#[post("/", data = "<body>")]
fn transfer(_guard: Guard, body: Body) -> String {
    format!("{} bytes", body.0)
}

#[cors(origins = ["https://app.example.com"], enforce)]
#[get("/")]
fn balance(_guard: Guard) -> &'static str {
    "3 bytes"
}

#[cors(origins = ["https://app.example.com"], enforce, allow(forwarded_host))]
#[post("/behind", data = "<body>")]
fn behind_proxy(body: Body) -> String {
    format!("{} bytes", body.0)
}

fn app() -> Rocket<Build> {
    counted(&Ran::default())
}

fn counted(ran: &Ran) -> Rocket<Build> {
    rocket::build()
        .attach(Cors::fairing())
        .manage(ran.clone())
        .mount("/", routes![transfer, balance, behind_proxy])
}

pub(crate) async fn check(cases: &[(&str, Request)], judge: impl Fn(&str, &Answer)) {
    let server = Server::launch(app()).await;
    let mut connection = server.connect().await;
    for (what, request) in cases {
        judge(what, &connection.send(request).await);
    }
}

pub(crate) fn refused(what: &str, answer: &Answer) {
    let answer = answer.clone().unexplained();
    assert_eq!((answer.status, answer.text()), (403, ""), "{what}");
    assert_eq!(answer.cors(), [PREFLIGHT_VARY], "{what}");
}

pub(crate) fn ran_hidden(what: &str, answer: &Answer) {
    assert_eq!((answer.status, answer.text()), (200, "3 bytes"), "{what}");
    assert_eq!(answer.cors(), HIDDEN, "{what}");
}

fn ask() -> Request {
    post_("/").body("text/plain", "abc")
}

fn from(origin: &str) -> Request {
    ask().origin(origin)
}

#[rocket::async_test]
async fn a_listed_origin_passes_wherever_the_browser_says_it_is() {
    let told = |site| from(APP).header("sec-fetch-site", site);
    let cases = [
        ("listed", from(APP)),
        ("listed, cross-site", told("cross-site")),
        ("listed, same-site", told("same-site")),
        ("GET", get_("/").origin(APP)),
    ];
    check(&cases, |what, answer| {
        assert_eq!((answer.status, answer.text()), (200, "3 bytes"), "{what}");
        assert_eq!(answer.cors(), readable_by(APP), "{what}");
    })
    .await;
}

#[rocket::async_test]
async fn whoever_sends_no_origin_passes() {
    let told = |site| ask().header("sec-fetch-site", site);
    let cases = [
        ("nothing", ask()),
        ("typed into the address bar", told("none")),
        ("the own page", told("same-origin")),
        ("a link elsewhere", told("cross-site")),
        // Rocket drops such lines, and no browser sends them.
        ("no UTF-8", ask().origin(b"https://evil.example\xff")),
    ];
    check(&cases, ran_hidden).await;
}

#[rocket::async_test]
async fn the_browser_tells_which_requests_are_the_sites_own() {
    let told = |&(origin, site): &(&'static str, &str)| {
        (origin, from(origin).header("sec-fetch-site", site))
    };
    let own = [
        ("https://api.example.com", "same-origin"),
        // A form under `Referrer-Policy: no-referrer`.
        ("null", "same-origin"),
        // Behind a proxy that renames the host.
        ("https://shown.example", "same-origin"),
    ];
    check(&own.each_ref().map(told), ran_hidden).await;

    let foreign = [
        (EVIL, "cross-site"),
        (EVIL, "none"),
        ("https://blog.example.com", "same-site"),
        ("null", "cross-site"),
        ("https://api.example.com", "cross-site"),
        ("https://api.example.com", ""),
        ("https://api.example.com", "Same-Origin"),
        ("https://api.example.com", "same-origin, same-origin"),
    ];
    check(&foreign.each_ref().map(told), refused).await;
    let same_origin = |origin| told(&(origin, "same-origin")).1;
    let api = same_origin("https://api.example.com");
    let repeated = [
        ("a site", api.header("sec-fetch-site", "cross-site")),
        ("an origin", same_origin(APP).origin(APP)),
    ];
    check(&repeated, refused).await;
}

#[rocket::async_test]
async fn older_browsers_are_judged_by_the_host_they_asked() {
    let asked =
        |&(host, origin): &(&str, &'static str)| (origin, from(origin).header("host", host));
    let own = [
        ("api.example.com", "https://api.example.com"),
        ("api.example.com", "http://api.example.com"),
        ("API.Example.COM", "https://api.example.com"),
        ("api.example.com:443", "https://api.example.com"),
        ("api.example.com:80", "http://api.example.com"),
        ("localhost:8080", "http://localhost:8080"),
        ("[::1]:8080", "http://[::1]:8080"),
    ];
    check(&own.each_ref().map(asked), ran_hidden).await;

    let foreign = [
        ("api.example.com", EVIL),
        ("api.example.com", "null"),
        ("null", "null"),
        ("api.example.com", "https://api.example.com:8443"),
        ("api.example.com:443", "http://api.example.com"),
        ("api.example.com", "https://api.example.com.evil.example"),
        ("api.example.com", "https://evil-api.example.com"),
        ("api.example.com", "https://api.example.com@evil.example"),
        ("evil.example@api.example.com", EVIL),
        ("api.example.com", "api.example.com"),
        ("api.example.com", "ftp://api.example.com"),
        ("", ""),
        ("", EVIL),
    ];
    check(&foreign.each_ref().map(asked), refused).await;
    let own = "https://api.example.com";
    let (_, twice) = asked(&("api.example.com", own));
    let (_, evil_first) = asked(&("evil.example", EVIL));
    let unclear = [
        ("twice", twice.header("host", "api.example.com")),
        ("two hosts", evil_first.header("host", "api.example.com")),
        ("no UTF-8", from(EVIL).header("host", b"\xff")),
    ];
    check(&unclear, refused).await;
}

/// A form that is sent again, a share target, the page of an extension.
#[rocket::async_test]
async fn what_the_user_caused_passes_on_the_own_host_alone() {
    let caused = |&origin: &&'static str| (origin, from(origin).header("sec-fetch-site", "none"));
    check(&[caused(&"https://api.example.com")], ran_hidden).await;
    check(&[EVIL, "null"].each_ref().map(caused), refused).await;
    let (_, once) = caused(&"https://api.example.com");
    let twice = once.header("sec-fetch-site", "none");
    check(&[("said twice", twice)], refused).await;
}

#[rocket::async_test]
async fn a_page_loaded_over_http_is_not_the_site_asked_over_https() {
    let behind = |&(origin, name, value): &(&str, &str, &'static str)| {
        (value, from(origin).header(name, value))
    };
    let (http, https) = ("http://api.example.com", "https://api.example.com");
    let own = [
        (https, "x-forwarded-proto", "https"),
        (http, "x-forwarded-proto", "http"),
    ];
    check(&own.each_ref().map(behind), ran_hidden).await;
    let foreign = [
        (http, "x-forwarded-proto", "https"),
        (http, "x-forwarded-proto", "HTTPS"),
        (http, "x-forwarded-proto", "http, https"),
        (http, "forwarded", "proto=https;host=api.example.com"),
    ];
    check(&foreign.each_ref().map(behind), refused).await;
}

#[rocket::async_test]
async fn a_get_of_a_foreign_page_is_refused_as_well_and_so_is_a_head() {
    for method in ["GET", "HEAD"] {
        let foreign = [
            ("unlisted", request(method, "/").origin(EVIL)),
            ("null", request(method, "/").origin("null")),
            ("two origins", request(method, "/").origin(APP).origin(APP)),
        ];
        check(&foreign, refused).await;
    }
}

#[rocket::async_test]
async fn a_refused_request_runs_no_guard_and_waits_for_no_body() {
    let ran = Ran::default();
    let server = Server::launch(counted(&ran)).await;
    assert_eq!(server.send(from(APP)).await.status, 200);
    assert_eq!(ran.times(), 2, "the guard and the body");
    for request in [from(EVIL), from("null"), get_("/").origin(EVIL)] {
        assert_eq!(server.send(request).await.status, 403);
    }

    refused_before_its_body(&server).await;
    assert_eq!(ran.times(), 2);
}

/// A page may send such a form without asking, and Rocket lets it name another method.
#[rocket::async_test]
async fn a_form_of_a_foreign_page_is_refused_whatever_method_it_names() {
    #[derive(FromForm)]
    struct Note {
        text: String,
    }
    #[cors(origins = ["https://app.example.com"], enforce)]
    #[post("/note", data = "<note>")]
    fn create(note: Form<Note>) -> String {
        format!("created {}", note.text)
    }
    #[cors(origins = ["https://admin.example.com"], enforce)]
    #[put("/note", data = "<note>")]
    fn replace(note: Form<Note>) -> String {
        format!("replaced by {}", note.text)
    }
    let server = Server::launch(app().mount("/", routes![create, replace])).await;
    let form = |method: &str| {
        let body = format!("{method}text=hi");
        post_("/note").body("application/x-www-form-urlencoded", body)
    };
    let cases = [
        ("", "created hi"),
        ("_method=post&", "created hi"),
        ("_method=put&", "replaced by hi"),
    ];
    for (method, text) in cases {
        let answer = server
            .send(form(method).origin("https://api.example.com"))
            .await;
        assert_eq!((answer.status, answer.text()), (200, text));
        assert_eq!(answer.cors(), HIDDEN);
        for origin in [EVIL, "null"] {
            refused(text, &server.send(form(method).origin(origin)).await);
            let told = form(method)
                .origin(origin)
                .header("sec-fetch-site", "cross-site");
            refused(text, &server.send(told).await);
        }
    }
    // The policy is that of the method the form names.
    refused("PUT", &server.send(form("_method=put&").origin(APP)).await);
    let listed = server.send(form("").origin(APP)).await;
    assert_eq!((listed.status, listed.cors()), (200, readable_by(APP)));
}

#[rocket::async_test]
async fn a_websocket_is_refused_to_foreign_pages_and_opened_to_listed_ones() {
    struct Socket;

    #[rocket::async_trait]
    impl IoHandler for Socket {
        async fn io(self: Pin<Box<Self>>, _: IoStream) -> io::Result<()> {
            Ok(())
        }
    }

    #[rocket::async_trait]
    impl<'r> Responder<'r, 'static> for Socket {
        fn respond_to(self, _: &'r Asked<'_>) -> response::Result<'static> {
            Response::build().upgrade("websocket", self).ok()
        }
    }

    #[cors(origins = ["https://app.example.com"], enforce)]
    #[get("/socket")]
    fn socket() -> Socket {
        Socket
    }

    let server = Server::launch(app().mount("/", routes![socket])).await;
    let upgrade = |origin| {
        get_("/socket")
            .origin(origin)
            .header("connection", "Upgrade")
            .header("upgrade", "websocket")
    };
    assert_eq!(server.send(upgrade(APP)).await.status, 101);
    let own = upgrade("https://api.example.com");
    assert_eq!(server.send(own).await.status, 101);
    for origin in [EVIL, "null"] {
        refused(origin, &server.send(upgrade(origin)).await);
        let told = upgrade(origin).header("sec-fetch-site", "cross-site");
        refused(origin, &server.send(told).await);
    }
}

#[rocket::async_test]
async fn preflights_are_answered_as_without_it() {
    let ran = Ran::default();
    let server = Server::launch(counted(&ran)).await;
    let answer = server.send(preflight("/", APP, "POST")).await;
    assert_eq!(
        (answer.status, answer.all("access-control-allow-origin")),
        (204, vec![APP.to_owned()])
    );
    let foreign = server.send(preflight("/", EVIL, "POST")).await;
    refused("foreign", &foreign.unexplained());
    // The own site never asks; whoever claims to be it is not let in by that.
    let own = preflight("/", "https://api.example.com", "POST");
    refused(
        "own",
        &server
            .send(own.header("sec-fetch-site", "same-origin"))
            .await
            .unexplained(),
    );
    assert_eq!(ran.times(), 0);
}
