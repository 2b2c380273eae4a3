//! Fetch, "HTTP-network-or-cache fetch": credentials modes and cookies.

use super::{
    super::{Credentials, Form, Mode, get},
    *,
};

fn cookie_of(page: &str, cookie: &str, request: super::super::Request) -> Option<String> {
    let script = TestServer::new(&[
        ("access-control-allow-origin", page),
        ("access-control-allow-credentials", "true"),
    ]);
    let browser = open(page, &script);
    browser.set_cookie(API, cookie);
    browser.fetch_blocking(request).expect("it is allowed");
    script.header("cookie")
}

#[test]
fn credentials_mode_decides_before_cookie_attributes() {
    let none = "a=1; SameSite=None; Secure";
    for (mode, same_origin, cross_origin) in [
        (Credentials::Omit, false, false),
        (Credentials::SameOrigin, true, false),
        (Credentials::Include, true, true),
    ] {
        let request = || get("/").credentials_mode(mode);
        assert_eq!(
            cookie_of(API, none, request()).is_some(),
            same_origin,
            "{mode:?}"
        );
        assert_eq!(
            cookie_of(EVIL, none, request()).is_some(),
            cross_origin,
            "{mode:?}"
        );
    }
}

#[test]
fn same_site_decides_with_credentials() {
    for (page, cookie, sent) in [
        (APP, "a=1; SameSite=Strict", true),
        (APP, "a=1", true),
        ("http://app.example.com", "a=1", false),
        (EVIL, "a=1", false),
        (EVIL, "a=1; SameSite=None; Secure", true),
    ] {
        let header = cookie_of(page, cookie, get("/").credentials());
        assert_eq!(header.is_some(), sent, "{page} {cookie}");
    }
}

#[test]
fn third_party_cookies_are_sent_with_a_note() {
    let note = "third-party cookies, which Firefox, Safari";
    for (page, has_note) in [(EVIL, true), (APP, false)] {
        let browser = open(page, &TestServer::new(&[]));
        browser.set_cookie(API, "a=1; SameSite=None; Secure");
        browser
            .fetch_blocking(get("/").mode(Mode::NoCors).credentials())
            .expect("no CORS");
        assert_eq!(browser.explain().contains(note), has_note, "{page}");
    }
}

#[test]
fn cookies_are_stored_even_if_cors_check_fails() {
    let script = TestServer::new(&[("set-cookie", "a=1; SameSite=None; Secure")]);
    let browser = open(EVIL, &script);
    assert_eq!(
        reason(browser.fetch_blocking(get("/").credentials())),
        Reason::OriginNotAllowed
    );
    assert_eq!(browser.cookies(API).as_deref(), Some("a=1"));
    let browser = open(EVIL, &script);
    assert_eq!(
        reason(browser.fetch_blocking(get("/"))),
        Reason::OriginNotAllowed
    );
    assert_eq!(browser.cookies(API), None);
    script.set_headers(&[("set-cookie", "a=1")]);
    assert_eq!(
        reason(browser.fetch_blocking(get("/").credentials())),
        Reason::OriginNotAllowed
    );
    assert_eq!(browser.cookies(API), None);
    assert!(
        browser
            .explain()
            .contains("the cookie `a` is not stored: without `SameSite=None`")
    );
}

#[test]
fn cookies_stay_when_another_page_is_shown() {
    let script = TestServer::new(&[
        ("set-cookie", "session=1"),
        ("set-cookie", "other=2; SameSite=Strict"),
    ]);
    let browser = open(API, &script);
    browser.fetch_blocking(get("/")).expect("its own");
    let browser = browser.go_to(EVIL);
    browser.submit_blocking(Form::get("/")).expect("a link");
    assert_eq!(script.header("cookie").as_deref(), Some("session=1"));
    browser.submit_blocking(Form::post("/")).expect("a form");
    assert_eq!(script.header("cookie"), None);
}

#[test]
fn public_suffix_separates_sites() {
    for (suffix, sent) in [(None, true), (Some("pages.example"), false)] {
        let script = TestServer::new(&[]);
        let page = "https://b.pages.example";
        let mut browser = Browser::at(page).open_at("https://a.pages.example", script.server());
        if let Some(suffix) = suffix {
            browser = browser.public_suffix(suffix);
        }
        browser.set_cookie("https://a.pages.example", "a=1");
        assert_eq!(
            reason(browser.fetch_blocking(get("/").credentials())),
            Reason::OriginNotAllowed
        );
        assert_eq!(script.header("cookie").is_some(), sent, "{suffix:?}");
    }
}
