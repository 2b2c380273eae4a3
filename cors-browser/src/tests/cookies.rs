//! Fetch, "HTTP-network-or-cache fetch": credentials modes and cookies.

use super::{
    super::{Credentials, Form, get},
    *,
};

fn cookie_of(page: &str, cookie: &str, request: super::super::Request) -> Option<String> {
    let script = Script::new(&[
        ("access-control-allow-origin", page),
        ("access-control-allow-credentials", "true"),
    ]);
    let browser = open(page, &script);
    browser.set_cookie(API, cookie);
    browser.fetch_blocking(request).expect("it is allowed");
    script.header("cookie")
}

#[test]
fn credentials_mode_decides_before_the_cookie_does() {
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
fn same_site_decides_in_mode_include() {
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
fn cookies_are_kept_though_the_cors_check_fails() {
    let script = Script::new(&[("set-cookie", "a=1; SameSite=None; Secure")]);
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
    script.say(&[("set-cookie", "a=1")]);
    assert_eq!(
        reason(browser.fetch_blocking(get("/").credentials())),
        Reason::OriginNotAllowed
    );
    assert_eq!(browser.cookies(API), None);
    assert!(
        browser
            .explain()
            .contains("the cookie `a` is not kept: without `SameSite=None`")
    );
}

#[test]
fn a_user_moves_between_pages_with_the_same_cookies() {
    let script = Script::new(&[
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
fn a_declared_suffix_makes_neighbours_strangers() {
    for (suffix, sent) in [(None, true), (Some("pages.example"), false)] {
        let script = Script::new(&[]);
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
