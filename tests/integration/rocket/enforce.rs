//! `enforce` on Rocket: guards, bodies, forms, and header bytes that Rocket drops. `both/enforce` has the rest.

// Rocket passes arguments by value.
#![allow(clippy::needless_pass_by_value)]

use cors_runtime::{
    cors,
    rocket::{Cors, routes},
};
use cors_tests::{
    APP, EVIL, HIDDEN, PREFLIGHT_VARY, RawResponse, Request, Server, get as get_, post as post_,
    preflight, readable_by,
};
use rocket::{
    Build, Rocket,
    form::{Form, FromForm},
    get, post, put,
};

use crate::counting::{Body, Guard, Ran, refused_before_its_body};

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

fn app(ran: &Ran) -> Rocket<Build> {
    rocket::build()
        .attach(Cors::fairing())
        .manage(ran.clone())
        .mount("/", routes![transfer, balance])
}

fn refused(what: &str, response: &RawResponse) {
    let response = response.clone().unexplained();
    assert_eq!((response.status, response.text()), (403, ""), "{what}");
    assert_eq!(response.cors(), [PREFLIGHT_VARY], "{what}");
}

fn from(origin: impl AsRef<[u8]>) -> Request {
    post_("/").body("text/plain", "abc").origin(origin)
}

#[rocket::async_test]
async fn origin_with_invalid_bytes_is_dropped_and_served() {
    // Rocket drops such lines, and browsers do not send them.
    let server = Server::launch(app(&Ran::default())).await;
    let response = server.send(from(b"https://evil.example\xff")).await;
    assert_eq!((response.status, response.text()), (200, "3 bytes"));
    assert_eq!(response.cors(), HIDDEN);
}

#[rocket::async_test]
async fn refused_request_runs_no_guard_and_awaits_no_body() {
    let ran = Ran::default();
    let server = Server::launch(app(&ran)).await;
    let own = preflight("/", "https://api.example.com", "POST");
    for preflight in [
        preflight("/", APP, "POST"),
        preflight("/", EVIL, "POST"),
        own.header("sec-fetch-site", "same-origin"),
    ] {
        server.send(preflight).await;
    }
    assert_eq!(ran.times(), 0, "preflights");

    assert_eq!(server.send(from(APP)).await.status, 200);
    assert_eq!(ran.times(), 2, "the guard and the body");
    for request in [from(EVIL), from("null"), get_("/").origin(EVIL)] {
        assert_eq!(server.send(request).await.status, 403);
    }

    refused_before_its_body(&server).await;
    assert_eq!(ran.times(), 2);
}

// Pages send such forms without a preflight, and Rocket accepts another method in a form.
#[rocket::async_test]
async fn form_of_foreign_page_is_refused_for_each_method() {
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
    let server = Server::launch(app(&Ran::default()).mount("/", routes![create, replace])).await;
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
        let response = server
            .send(form(method).origin("https://api.example.com"))
            .await;
        assert_eq!((response.status, response.text()), (200, text));
        assert_eq!(response.cors(), HIDDEN);
        for origin in [EVIL, "null"] {
            refused(text, &server.send(form(method).origin(origin)).await);
            let cross_site = form(method)
                .origin(origin)
                .header("sec-fetch-site", "cross-site");
            refused(text, &server.send(cross_site).await);
        }
    }
    // The policy is that of the method in the form.
    refused("PUT", &server.send(form("_method=put&").origin(APP)).await);
    let listed = server.send(form("").origin(APP)).await;
    assert_eq!((listed.status, listed.cors()), (200, readable_by(APP)));
}
