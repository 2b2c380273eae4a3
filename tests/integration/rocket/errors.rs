//! Errors of Rocket: guards, forms and catchers. `both/errors.rs` has the rest.

// Rocket passes arguments by value.
#![allow(clippy::needless_pass_by_value)]

use cors_runtime::{
    cors,
    rocket::{Cors, routes},
};
use rocket::{
    Build, Catcher, Request as RocketRequest, Responder, Rocket, catch, catchers,
    form::{Form, FromForm},
    get,
    http::{Header, Status},
    post,
    request::{FromRequest, Outcome},
    serde::json::Json,
};
use serde::Deserialize;

use cors_tests::{
    APP, EVIL, HIDDEN, Request, Server, assert_readable, get as get_, post as post_, readable_by,
};

#[derive(Deserialize)]
struct NewUser {
    name: String,
}

#[derive(FromForm)]
struct Login {
    pin: u32,
}

#[derive(Responder)]
enum UserError {
    #[response(status = 404)]
    Unknown(String),
    #[response(status = 409)]
    Taken((), Header<'static>),
}

/// A guard that succeeds, fails, forwards or panics, by the header `x-token`.
struct Token;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Token {
    type Error = &'static str;

    async fn from_request(request: &'r RocketRequest<'_>) -> Outcome<Self, &'static str> {
        match request.headers().get_one("x-token") {
            Some("right") => Outcome::Success(Self),
            Some("panic") => panic!("a bug in a guard"),
            Some("elsewhere") => Outcome::Forward(Status::NotAcceptable),
            _ => Outcome::Error((Status::Unauthorized, "who are you?")),
        }
    }
}

#[cors(origins = ["https://app.example.com"])]
#[get("/users/<id>")]
fn user(id: u32) -> Option<String> {
    (id == 1).then(|| "Eve".to_owned())
}

#[cors(origins = ["https://app.example.com"], headers = ["content-type"])]
#[post("/users", data = "<user>", format = "json")]
fn create(user: Json<NewUser>) -> Result<String, UserError> {
    match user.name.as_str() {
        "Eve" => Ok("created Eve".to_owned()),
        "Root" => Err(UserError::Taken((), Header::new("x-taken-by", "root"))),
        name => Err(UserError::Unknown(format!("no user is {name}"))),
    }
}

#[cors(origins = ["https://app.example.com"], enforce)]
#[post("/login", data = "<form>")]
fn login(form: Form<Login>) -> String {
    format!("in with {}", form.pin)
}

#[cors(origins = ["https://app.example.com"], headers = ["x-token"])]
#[get("/secret")]
fn secret(_token: Token) -> &'static str {
    "secret"
}

#[cors(origins = ["https://app.example.com"])]
#[get("/status/<code>")]
fn status(code: u16) -> Status {
    Status::new(code)
}

#[cors(origins = ["https://app.example.com"])]
#[get("/broken")]
async fn broken() -> &'static str {
    tokio::task::yield_now().await;
    panic!("a bug in a handler")
}

fn app() -> Rocket<Build> {
    rocket::build()
        .attach(Cors::fairing())
        .mount("/", routes![user, create, login, secret, status, broken])
}

fn token(token: &str) -> Request {
    get_("/secret").header("x-token", token)
}

fn naming(name: &str) -> Request {
    post_("/users").json(&format!(r#"{{"name":"{name}"}}"#))
}

async fn check(server: &Server, request: &Request, status: u16, text: &str) {
    let response = assert_readable(server, request, APP, status).await;
    assert!(response.text().contains(text), "{:?}", response.text());
}

#[rocket::async_test]
async fn failures_of_guards_and_responders_are_readable() {
    let server = Server::launch(app()).await;
    check(&server, &token("right"), 200, "secret").await;
    check(&server, &get_("/secret"), 401, "Unauthorized").await;
    check(&server, &token("elsewhere"), 406, "Not Acceptable").await;
    check(&server, &token("panic"), 500, "Internal Server Error").await;
    check(&server, &naming("Mallory"), 404, "no user is Mallory").await;
    let taken = assert_readable(&server, &naming("Root"), APP, 409).await;
    assert_eq!(taken.text(), "");
    assert_eq!(taken.all("x-taken-by"), ["root"]);
}

#[rocket::async_test]
async fn invalid_form_gives_a_readable_error() {
    let server = Server::launch(app()).await;
    let form = |body: &str| {
        let form = post_("/login").body("application/x-www-form-urlencoded", body);
        form.origin(APP)
    };
    for (body, status) in [("pin=7", 200), ("pin=seven", 422), ("", 422)] {
        let response = server.send(form(body)).await;
        assert_eq!(
            (response.status, response.cors()),
            (status, readable_by(APP)),
            "{body}"
        );
    }
    let json = server.send(post_("/login").json("{}").origin(APP)).await;
    assert_eq!((json.status, json.cors()), (415, readable_by(APP)));
}

#[rocket::async_test]
async fn too_long_form_gives_a_readable_error() {
    let server = Server::launch(app()).await;
    let form = |length| {
        let body = format!("pin=7&note={}", "a".repeat(length));
        post_("/login").body("application/x-www-form-urlencoded", body)
    };
    let response = server.send(form(16 * 1024).origin(APP)).await;
    assert_eq!((response.status, response.text()), (200, "in with 7"));
    // Rocket takes 32 KiB of a form, unless its configuration says more.
    let response = server.send(form(32 * 1024).origin(APP)).await;
    assert_eq!((response.status, response.cors()), (413, readable_by(APP)));
    let response = server.send(form(32 * 1024)).await;
    assert_eq!(
        (response.status, response.cors()),
        (413, vec![HIDDEN[0].to_owned()])
    );
}

mod by_hand {
    use super::*;

    /// A catcher that writes CORS headers itself.
    #[derive(Responder)]
    struct Caught {
        text: String,
        origin: Header<'static>,
        credentials: Header<'static>,
        vary: Header<'static>,
    }

    fn caught(text: String) -> Caught {
        Caught {
            text,
            origin: Header::new("Access-Control-Allow-Origin", "*"),
            credentials: Header::new("access-control-allow-credentials", "true"),
            vary: Header::new("vary", "accept"),
        }
    }

    #[catch(404)]
    fn not_found() -> Caught {
        caught("the 404 catcher".to_owned())
    }

    #[catch(default)]
    fn anything(status: Status, _: &RocketRequest<'_>) -> Caught {
        caught(format!("the default catcher, {}", status.code))
    }

    #[catch(422)]
    fn scoped() -> Caught {
        caught("the scoped catcher".to_owned())
    }

    #[rocket::async_test]
    async fn catcher_headers_are_replaced_by_the_policy_of_the_route() {
        let rocket = app()
            .register("/", catchers![not_found, anything])
            .register("/users", catchers![scoped]);
        let server = Server::launch(rocket).await;
        let failures = [
            (get_("/users/2"), 404, "the 404 catcher"),
            (get_("/users/first"), 422, "the scoped catcher"),
            (get_("/secret"), 401, "the default catcher, 401"),
            (token("elsewhere"), 406, "the default catcher, 406"),
            (get_("/broken"), 500, "the default catcher, 500"),
            (get_("/status/429"), 429, "the default catcher, 429"),
        ];
        for (request, status, text) in failures {
            let readable = server.send(request.clone().origin(APP)).await;
            assert_eq!((readable.status, readable.text()), (status, text));
            let mut expected = readable_by(APP);
            expected.insert(1, "vary: accept".to_owned());
            assert_eq!(readable.cors(), expected);
            let hidden = server.send(request.origin(EVIL)).await;
            assert_eq!((hidden.status, hidden.text()), (status, text));
            assert_eq!(hidden.cors(), ["vary: accept", "vary: origin"]);
        }
        // Without a policy the headers of the catcher stay.
        let unknown = server.send(get_("/unknown").origin(APP)).await;
        assert_eq!((unknown.status, unknown.text()), (404, "the 404 catcher"));
        assert_eq!(
            unknown.cors(),
            [
                "access-control-allow-credentials: true",
                "access-control-allow-origin: *",
                "vary: accept",
            ]
        );
    }
}

mod failing {
    use super::*;

    #[catch(404)]
    fn panics() -> &'static str {
        panic!("a bug in a catcher")
    }

    #[catch(422)]
    fn fails() -> Status {
        // Rocket calls the catcher for 500 then.
        Status::BadGateway
    }

    #[catch(500)]
    fn panics_as_well() -> &'static str {
        panic!("a bug in the last catcher")
    }

    #[catch(500)]
    fn last() -> &'static str {
        "the last catcher"
    }

    #[rocket::async_test]
    async fn failing_catcher_gives_a_readable_500() {
        let cases: [(Vec<Catcher>, &str); 3] = [
            (catchers![panics, fails], "Internal Server Error"),
            (catchers![panics, fails, last], "the last catcher"),
            (
                catchers![panics, fails, panics_as_well],
                "Internal Server Error",
            ),
        ];
        for (catchers, text) in cases {
            let server = Server::launch(app().register("/", catchers)).await;
            for target in ["/users/2", "/users/first", "/broken"] {
                check(&server, &get_(target), 500, text).await;
            }
            let unknown = server.send(get_("/unknown").origin(APP)).await;
            assert_eq!((unknown.status, unknown.cors()), (500, vec![]));
        }
    }
}
