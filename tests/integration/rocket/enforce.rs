//! `enforce` on Rocket: forms, and header bytes that Rocket drops. `both/enforce` has the rest.

// Rocket passes arguments by value.
#![allow(clippy::needless_pass_by_value)]

use cors_runtime::{
    cors,
    rocket::{Cors, routes},
};
use cors_tests::{APP, EVIL, HIDDEN, Request, Server, assert_refused, post as post_, readable_by};
use rocket::{
    Build, Rocket,
    form::{Form, FromForm},
    post, put,
};

#[cors(origins = ["https://app.example.com"], enforce)]
#[post("/", data = "<body>")]
fn transfer(body: Vec<u8>) -> String {
    format!("{} bytes", body.len())
}

fn app() -> Rocket<Build> {
    rocket::build()
        .attach(Cors::fairing())
        .mount("/", routes![transfer])
}

fn from(origin: impl AsRef<[u8]>) -> Request {
    post_("/").body("text/plain", "abc").origin(origin)
}

#[rocket::async_test]
async fn origin_with_invalid_bytes_is_dropped_and_served() {
    // Rocket drops such lines, and browsers do not send them.
    let server = Server::launch(app()).await;
    let response = server.send(from(b"https://evil.example\xff")).await;
    assert_eq!((response.status, response.text()), (200, "3 bytes"));
    assert_eq!(response.cors(), HIDDEN);
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
        let response = server
            .send(form(method).origin("https://api.example.com"))
            .await;
        assert_eq!((response.status, response.text()), (200, text));
        assert_eq!(response.cors(), HIDDEN);
        for origin in [EVIL, "null"] {
            assert_refused(text, &server.send(form(method).origin(origin)).await);
            let cross_site = form(method)
                .origin(origin)
                .header("sec-fetch-site", "cross-site");
            assert_refused(text, &server.send(cross_site).await);
        }
    }
    // The policy is that of the method in the form.
    assert_refused("PUT", &server.send(form("_method=put&").origin(APP)).await);
    let allowed = server.send(form("").origin(APP)).await;
    assert_eq!((allowed.status, allowed.cors()), (200, readable_by(APP)));
}
