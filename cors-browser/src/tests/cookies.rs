//! Fetch, "HTTP-network-or-cache fetch": credentials modes and cookies.

use super::{
    super::{Credentials, Engine, Form, Mode, get},
    *,
};

fn cookie_of(page: &str, cookie: &str, request: super::super::Request) -> Option<String> {
    let script = TestServer::new(&[
        ("access-control-allow-origin", page),
        ("access-control-allow-credentials", "true"),
    ]);
    let browser = open(page, &script).allow_third_party_cookies();
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
fn engine_decides_about_third_party_cookies() {
    let notes = |browser: &Browser, note| browser.explain().contains(note);
    let sent_note = "these are third-party cookies";
    for (engine, allow, visited, received) in [
        (Engine::Standard, false, true, true),
        (Engine::Chromium, false, true, true),
        (Engine::Firefox, false, false, true),
        (Engine::WebKit, false, false, false),
        (Engine::Strictest, false, false, false),
        (Engine::Firefox, true, true, true),
        (Engine::Strictest, true, true, true),
    ] {
        let script = TestServer::new(&[("set-cookie", "b=2; SameSite=None; Secure")]);
        let mut browser = open(EVIL, &script).engine(engine);
        if allow {
            browser = browser.allow_third_party_cookies();
        }
        browser.set_cookie(API, "a=1; SameSite=None; Secure");
        let call = |browser: &Browser| {
            let request = get("/").mode(Mode::NoCors).credentials();
            browser.fetch_blocking(request).expect("it needs no CORS");
            script.header("cookie").unwrap_or_default()
        };
        let both = [call(&browser), call(&browser)];
        let about = format!("{engine:?} {allow}");
        assert_eq!(
            both.each_ref().map(|sent| sent.contains("a=1")),
            [visited; 2],
            "{about}"
        );
        assert_eq!(both[1].contains("b=2"), received, "{about}");
        assert_eq!(notes(&browser, sent_note), visited, "{about}");
        let left_out = "the cookie `a` is not sent: it is a third-party cookie";
        assert_eq!(notes(&browser, left_out), !visited, "{about}");
        // Apart from those that pages of the API's own site have.
        let own = browser.cookies(API).unwrap_or_default();
        assert_eq!(own.contains("b=2"), visited, "{about}");
    }
}

#[test]
fn cookies_of_the_site_of_the_page_are_first_party() {
    let script = TestServer::new(&[]);
    let browser = open(APP, &script);
    browser.set_cookie(API, "a=1; SameSite=None; Secure");
    let request = get("/").mode(Mode::NoCors).credentials();
    browser.fetch_blocking(request).expect("it needs no CORS");
    assert_eq!(script.header("cookie").as_deref(), Some("a=1"));
    assert!(!browser.explain().contains("third-party"));
}

#[test]
fn cookies_are_stored_even_if_cors_check_fails() {
    let script = TestServer::new(&[("set-cookie", "a=1; SameSite=None; Secure")]);
    let browser = open(EVIL, &script).allow_third_party_cookies();
    assert_eq!(
        reason(browser.fetch_blocking(get("/").credentials())),
        Reason::OriginNotAllowed
    );
    assert_eq!(browser.cookies(API).as_deref(), Some("a=1"));
    let browser = open(EVIL, &script).allow_third_party_cookies();
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
