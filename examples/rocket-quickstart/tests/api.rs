//! The requests that pages of several origins may make.

use cors_runtime::{
    rocket::verify_blocking,
    testing::{self, Browser, Reason, Stage},
};
use rocket::{
    http::{ContentType, Header, Method, Status},
    local::blocking::{Client, LocalResponse},
};
use rocket_quickstart::app;

const APP: &str = "https://app.example.com";
const ADMIN: &str = "https://admin.example.com";
const EVIL: &str = "https://evil.example";

fn client() -> Client {
    Client::tracked(app()).expect("it launches")
}

fn preflight<'c>(
    client: &'c Client,
    origin: &'static str,
    method: &'static str,
    path: &'static str,
) -> LocalResponse<'c> {
    client
        .options(path)
        .header(Header::new("origin", origin))
        .header(Header::new("access-control-request-method", method))
        .dispatch()
}

fn cors<'a>(response: &'a LocalResponse<'_>, name: &str) -> Option<&'a str> {
    response
        .headers()
        .get_one(&format!("access-control-{name}"))
}

/// A browser that shows a page of this origin, with the API as its server.
fn browser(page: &str) -> Browser {
    let client = Client::untracked(app()).expect("it launches");
    Browser::at(page).open_at("https://api.example.com", client)
}

fn write_note() -> testing::Request {
    testing::post("/notes")
        .header("authorization", "Bearer let-me-in")
        .json(r#"{"text":"hi"}"#)
}

#[test]
fn page_may_call_only_its_own_routes() {
    let list = browser(EVIL).fetch_blocking(testing::get("/notes"));
    let list = list.expect("any page may list the notes");
    assert_eq!(list.header("x-total-count"), Some("0"));

    let written = browser(APP).fetch_blocking(write_note());
    assert_eq!(written.expect("the front end may write").status(), 201);

    for (page, request, stage) in [
        (EVIL, write_note(), Stage::Preflight),
        (ADMIN, write_note(), Stage::Preflight),
        (APP, testing::delete("/notes/1"), Stage::Preflight),
        (APP, testing::get("/health"), Stage::Response),
    ] {
        let blocked = browser(page).fetch_blocking(request).expect_err(page);
        assert_eq!(blocked.reason(), Reason::OriginNotAllowed, "{blocked}");
        assert_eq!(blocked.stage(), stage, "{blocked}");
    }
}

#[test]
fn error_responses_are_readable() {
    let client = client();
    let token = || Header::new("authorization", "Bearer let-me-in");
    let cases = [
        (false, "{}", Status::Unauthorized),
        (true, "{}", Status::UnprocessableEntity),
        (true, "{", Status::BadRequest),
        (true, "{\"text\":\"\"}", Status::UnprocessableEntity),
        (true, "{\"text\":\"hi\"}", Status::Created),
    ];
    for (has_token, body, status) in cases {
        let mut request = client
            .post("/notes")
            .header(ContentType::JSON)
            .header(Header::new("origin", APP))
            .body(body);
        if has_token {
            request.add_header(token());
        }
        let response = request.dispatch();
        assert_eq!(response.status(), status, "{body}");
        assert_eq!(cors(&response, "allow-origin"), Some(APP), "{body}");
    }
    let missing = client
        .req(Method::Delete, "/notes/7")
        .header(Header::new("origin", ADMIN))
        .header(token())
        .dispatch();
    assert_eq!(missing.status(), Status::NotFound);
    assert_eq!(cors(&missing, "allow-origin"), Some(ADMIN));
    assert_eq!(
        missing.into_string().as_deref(),
        Some(r#"{"error":"there is no note 7"}"#)
    );
}

#[test]
fn dev_server_may_call_debug_builds_only() {
    let client = client();
    let response = preflight(&client, "http://localhost:5173", "POST", "/notes");
    assert_eq!(
        response.status() == Status::NoContent,
        cfg!(debug_assertions)
    );
}

#[test]
fn verify_passes_all_preflights() {
    let verified = verify_blocking(&client()).expect("all preflights pass");
    assert_eq!(verified.preflights(), 3);
}
