//! Fetch, "HTTP-redirect fetch".

use super::{
    super::{Engine, Form, Kind, Mode, Stage, get, put, request},
    *,
};

const OTHER: &str = "https://other.example";

fn to(location: &str, status: &'static str) -> TestServer {
    TestServer::new(&[
        (":status", status),
        ("location", location),
        ("access-control-allow-origin", "*"),
        ("access-control-allow-methods", "PUT"),
        (
            "access-control-allow-headers",
            "content-type,x-a,authorization",
        ),
    ])
}

/// Responds with 204 to preflights, and redirects everything else.
fn with_preflight(
    script: &TestServer,
) -> impl Fn(Request<Vec<u8>>) -> Ready<Response<Vec<u8>>> + 'static {
    let server = script.server();
    move |request| {
        let is_preflight = request.method() == "OPTIONS";
        let mut response = server(request).into_inner();
        if is_preflight {
            *response.status_mut() = http::StatusCode::NO_CONTENT;
        }
        ready(response)
    }
}

#[test]
fn redirect_to_third_origin_taints_origin() {
    let (first, second) = (to("https://other.example/b", "307"), to("/", "200"));
    let browser = Browser::at(APP)
        .engine(Engine::Standard)
        .open_at(API, with_preflight(&first))
        .open_at(OTHER, with_preflight(&second));
    let request = put("/a")
        .header("x-a", "1")
        .header("authorization", "Bearer x");
    let response = browser
        .fetch_blocking(request)
        .expect("`*` allows every origin");
    assert!(response.is_redirected());
    assert_eq!(response.url(), "https://other.example/b");
    assert_eq!(first.header("origin").as_deref(), Some(APP));
    assert_eq!(second.methods(), ["OPTIONS", "PUT"]);
    assert_eq!(second.header("origin").as_deref(), Some("null"));
    assert_eq!(second.header("authorization"), None);
    let preflight = &browser.exchanges()[2];
    assert_eq!(
        preflight
            .request_header("access-control-request-headers")
            .as_deref(),
        Some("x-a")
    );
    assert_eq!(preflight.request_header("origin").as_deref(), Some("null"));
}

#[test]
fn redirect_back_to_page_origin_stays_cors() {
    let (first, own) = (to("https://app.example.com/b", "302"), TestServer::new(&[]));
    let browser = Browser::at(APP)
        .open_at(API, first.server())
        .open_at(APP, own.server());
    assert_eq!(
        reason(browser.fetch_blocking(get("/a"))),
        Reason::OriginNotAllowed
    );
    assert_eq!(own.header("origin").as_deref(), Some("null"));
}

#[test]
fn redirect_response_needs_to_pass_cors_check() {
    let first = TestServer::new(&[(":status", "302"), ("location", "/b")]);
    let blocked = open(APP, &first)
        .fetch_blocking(get("/a"))
        .expect_err("no origin is allowed");
    assert_eq!(blocked.reason(), Reason::OriginNotAllowed);
    assert_eq!(blocked.stage(), Stage::Redirect);
    assert_eq!(first.methods(), ["GET"]);
}

#[test]
fn redirect_changes_method_by_status() {
    for (status, sent, then) in [
        ("301", "POST", "GET"),
        ("302", "POST", "GET"),
        ("303", "POST", "GET"),
        ("307", "POST", "POST"),
        ("308", "POST", "POST"),
        ("301", "PUT", "PUT"),
        ("303", "PUT", "GET"),
    ] {
        let (first, second) = (to("https://other.example/", status), to("/", "200"));
        let browser = Browser::at(APP)
            .open_at(API, with_preflight(&first))
            .open_at(OTHER, with_preflight(&second));
        let request = request(sent, "/").body("x");
        browser.fetch_blocking(request).expect("it arrives");
        assert_eq!(
            second.methods().last().map(String::as_str),
            Some(then),
            "{status}"
        );
        let has_body = then != "GET";
        assert_eq!(
            second.header("content-type").is_some(),
            has_body,
            "{status}"
        );
        assert_eq!(
            second.header("content-length").is_some(),
            has_body,
            "{status}"
        );
    }
}

#[test]
fn redirect_to_invalid_location_is_blocked() {
    for (location, expected) in [
        ("https://:80:80/", Reason::RedirectUrl),
        (
            "https://user:pass@api.example.com/",
            Reason::RedirectWithCredentials,
        ),
        ("data:text/plain,x", Reason::RedirectScheme),
        ("https://unknown.example/", Reason::NoServer),
        ("http://api.example.com/", Reason::MixedContent),
        ("/again", Reason::TooManyRedirects),
    ] {
        let script = to(location, "302");
        assert_eq!(
            reason(open(APP, &script).fetch_blocking(get("/"))),
            expected,
            "{location}"
        );
        if expected == Reason::TooManyRedirects {
            assert_eq!(script.methods().len(), 21);
        }
    }
    let script = TestServer::new(&[(":status", "302"), ("access-control-allow-origin", "*")]);
    let response = open(APP, &script)
        .fetch_blocking(get("/"))
        .expect("there is no `Location`");
    assert_eq!(response.status(), 302);
}

#[test]
fn redirect_to_another_origin_by_mode() {
    let own = to("https://api.example.com/b", "302");
    let api = TestServer::new(&[]);
    let browser = || {
        Browser::at(APP)
            .open_at(APP, own.server())
            .open_at(API, api.server())
    };
    let refused = browser().fetch_blocking(get("/").mode(Mode::SameOrigin));
    assert_eq!(reason(refused), Reason::NotSameOrigin);
    assert_eq!(
        reason(browser().fetch_blocking(get("/"))),
        Reason::OriginNotAllowed
    );
    assert_eq!(api.header("origin").as_deref(), Some(APP));
    let opaque = browser()
        .fetch_blocking(get("/").mode(Mode::NoCors))
        .expect("it is sent");
    assert_eq!(
        (opaque.kind(), opaque.is_redirected()),
        (Kind::Opaque, false)
    );
    let page = browser()
        .submit_blocking(Form::post("/"))
        .expect("it is followed");
    assert_eq!(
        (page.status(), page.url()),
        (200, "https://api.example.com/b")
    );
}

#[test]
fn referrer_is_trimmed_at_each_redirect() {
    let back = format!("{APP}/b");
    for (first, engine, referrer) in [
        // Trimmed to its origin by the first request, and not restored.
        (API, Engine::Standard, Some("https://app.example.com/")),
        // Chromium sends none to plain http.
        ("http://api.localhost", Engine::Chromium, None),
        // The standard sends one: localhost is potentially trustworthy.
        (
            "http://api.localhost",
            Engine::Standard,
            Some("https://app.example.com/"),
        ),
    ] {
        let (away, home) = (to(&back, "302"), to("/", "200"));
        let browser = Browser::at(format!("{APP}/page?a#b"))
            .engine(engine)
            .open_at(first, away.server())
            .open_at(APP, home.server());
        browser
            .fetch_blocking(get("/"))
            .expect("`*` allows every origin");
        assert_eq!(
            home.header("referer").as_deref(),
            referrer,
            "{first} {engine:?}"
        );
    }
}

#[test]
fn preflight_after_redirect_sec_fetch_site_by_engine() {
    for (engine, site) in [
        (Engine::Standard, "cross-site"),
        (Engine::Strictest, "cross-site"),
        (Engine::Chromium, "same-site"),
    ] {
        let (away, back) = (to("https://api.example.com/b", "307"), to("/", "200"));
        let browser = Browser::at(APP)
            .engine(engine)
            .open_at(OTHER, with_preflight(&away))
            .open_at(API, with_preflight(&back));
        browser
            .fetch_blocking(put("/a"))
            .expect("`*` allows every origin");
        let exchanges = browser.exchanges();
        let site_of = |place: usize| exchanges[place].request_header("sec-fetch-site");
        assert_eq!(site_of(2).as_deref(), Some(site), "{engine:?}");
        assert_eq!(site_of(3).as_deref(), Some("cross-site"), "{engine:?}");
    }
}

#[test]
fn preflight_after_redirect_names_and_origin_by_engine() {
    for (engine, requests, names, origin) in [
        (Engine::Standard, &["GET"][..], None, "null"),
        (Engine::Chromium, &["GET"], None, "null"),
        (Engine::Firefox, &["OPTIONS", "GET"], None, APP),
        (
            Engine::WebKit,
            &["OPTIONS", "GET"],
            Some("authorization"),
            "null",
        ),
    ] {
        let (first, second) = (to("https://other.example/b", "303"), to("/", "200"));
        let browser = Browser::at(APP)
            .engine(engine)
            .open_at(API, with_preflight(&first))
            .open_at(OTHER, with_preflight(&second));
        let request = put("/a").header("authorization", "Bearer x");
        let response = browser.fetch_blocking(request);
        assert!(response.is_ok(), "{engine:?}");
        assert_eq!(second.methods(), requests, "{engine:?}");
        assert_eq!(second.header("origin").as_deref(), Some("null"));
        let exchange = &browser.exchanges()[2];
        let header = |name| exchange.request_header(name);
        let asked = header("access-control-request-headers");
        assert_eq!(asked.as_deref(), names, "{engine:?}");
        assert_eq!(header("origin").as_deref(), Some(origin), "{engine:?}");
    }
}
