//! Rocket apps, by both local clients.

use cors_runtime::{
    cors,
    rocket::{Cors, routes},
    testing::{self, Browser, Form, Kind, Reason, Stage},
};
use rocket::{
    Build, Rocket, get,
    http::{Cookie, CookieJar, SameSite},
    local::{asynchronous, blocking},
    post, put,
};

use crate::{API, APP, EVIL};

#[cors(origins = any, expose_headers = ["x-total-count"])]
#[get("/users")]
fn list() -> &'static str {
    "list"
}

#[cors(origins = ["https://app.example.com"], headers = ["content-type"], credentials, enforce = false)]
#[put("/users/<id>", data = "<body>")]
fn rename(id: u8, body: &str, cookies: &CookieJar<'_>) -> String {
    let session = cookies.get("session").map_or("anonymous", Cookie::value);
    format!("{id} {body} {session}")
}

#[cors(origins = ["https://app.example.com"], credentials)]
#[post("/login")]
fn login(cookies: &CookieJar<'_>) {
    let cookie = Cookie::build(("session", "ada; l=1 %")).same_site(SameSite::Lax);
    cookies.add(cookie);
}

#[get("/whoami")]
fn whoami(cookies: &CookieJar<'_>) -> String {
    cookies
        .get("session")
        .map_or("anonymous", Cookie::value)
        .to_owned()
}

fn rocket() -> Rocket<Build> {
    rocket::build()
        .attach(Cors::fairing())
        .mount("/", routes![list, rename, login, whoami])
}

async fn open(page: &str) -> Browser {
    let client = asynchronous::Client::untracked(rocket())
        .await
        .expect("it launches");
    Browser::at(page).open_at(API, client)
}

fn rename_request() -> testing::Request {
    testing::put("/users/1").json("{}").credentials()
}

#[rocket::async_test]
async fn page_logs_in_and_calls_with_its_cookie() {
    let browser = open(APP).await;
    browser
        .fetch(testing::post("/login").credentials())
        .await
        .expect("it is allowed");
    let response = browser
        .fetch(rename_request())
        .await
        .expect("it is allowed");
    assert_eq!(
        (response.kind(), response.text().as_str()),
        (Kind::Cors, "1 {} ada; l=1 %")
    );

    // The same user on another page: `Lax` goes with a link, and with nothing else.
    let browser = browser.go_to(EVIL);
    let page = browser.submit(Form::get("/whoami")).await.expect("a link");
    assert_eq!(page.text(), "ada; l=1 %");
    let page = browser.submit(Form::post("/login")).await.expect("a form");
    assert_eq!(page.status(), 200);
    assert_eq!(
        browser
            .exchanges()
            .pop()
            .expect("a form")
            .request_header("cookie"),
        None
    );
}

#[rocket::async_test]
async fn other_site_is_stopped_by_the_preflight() {
    let browser = open(EVIL).await;
    let blocked = browser
        .fetch(rename_request())
        .await
        .expect_err("it is blocked");
    assert_eq!(
        (blocked.reason(), blocked.stage()),
        (Reason::OriginNotAllowed, Stage::Preflight)
    );
    assert_eq!(
        browser
            .fetch(testing::get("/users"))
            .await
            .expect("any may")
            .text(),
        "list"
    );
    let blocked = browser
        .fetch(testing::get("/whoami"))
        .await
        .expect_err("it has no policy");
    assert_eq!(
        (blocked.reason(), blocked.stage()),
        (Reason::OriginNotAllowed, Stage::Response)
    );
}

#[test]
fn blocking_client_is_accepted() {
    let open = |page: &str| {
        let client = blocking::Client::untracked(rocket()).expect("it launches");
        Browser::at(page).open_at(API, client)
    };
    let response = open(APP)
        .fetch_blocking(rename_request())
        .expect("it is allowed");
    assert_eq!(response.text(), "1 {} anonymous");
    let blocked = open(EVIL)
        .fetch_blocking(rename_request())
        .expect_err("it is blocked");
    assert_eq!(blocked.reason(), Reason::OriginNotAllowed);
}

#[rocket::async_test]
async fn client_with_its_own_cookies_is_reported() {
    let client = asynchronous::Client::tracked(rocket())
        .await
        .expect("it launches");
    let browser = Browser::at(APP).open_at(API, client);
    browser
        .fetch(testing::post("/login"))
        .await
        .expect("the first response sets one");
    let blocked = browser
        .fetch(testing::post("/login"))
        .await
        .expect_err("the second has it");
    assert_eq!(blocked.reason(), Reason::ServerFailed);
    assert!(
        blocked.to_string().contains("Client::untracked"),
        "{blocked}"
    );
}
