//! Fetch, "main fetch", "the Request class" and "append a request `Origin` header".

use super::{
    super::{Engine, Form, Kind, Mode, Stage, get, post, put, request},
    *,
};

const APP_ONLY: [(&str, &str); 1] = [("access-control-allow-origin", APP)];

#[test]
fn same_origin_request_needs_no_preflight() {
    let script = TestServer::new(&[("x-a", "1"), ("set-cookie", "a=1")]);
    let browser = open("https://api.example.com/page", &script);
    let response = browser
        .fetch_blocking(put("/").json("{}"))
        .expect("no CORS is needed");
    assert_eq!(script.methods(), ["PUT"]);
    assert_eq!(script.header("origin").as_deref(), Some(API));
    assert_eq!(
        script.header("sec-fetch-site").as_deref(),
        Some("same-origin")
    );
    assert_eq!(
        script.header("referer").as_deref(),
        Some("https://api.example.com/page")
    );
    assert_eq!(response.kind(), Kind::Basic);
    assert_eq!(
        (response.header("X-A"), response.header("set-cookie")),
        (Some("1"), None)
    );
    browser.fetch_blocking(get("/")).expect("no CORS is needed");
    assert_eq!(script.header("origin"), None);
    assert_eq!(script.header("cookie").as_deref(), Some("a=1"));
}

#[test]
fn mode_same_origin_refuses_another_origin() {
    let script = TestServer::new(&APP_ONLY);
    let request = || get("/").mode(Mode::SameOrigin);
    assert_eq!(
        reason(open(APP, &script).fetch_blocking(request())),
        Reason::NotSameOrigin
    );
    assert!(script.methods().is_empty());
    open(API, &script)
        .fetch_blocking(request())
        .expect("it is its own");
}

#[test]
fn mode_no_cors_response_is_opaque() {
    let script = TestServer::new(&APP_ONLY);
    let browser = open(EVIL, &script);
    let request = post("/")
        .body("x")
        .header("x-a", "1")
        .header("range", "bytes=0-")
        .mode(Mode::NoCors);
    let response = browser.fetch_blocking(request).expect("it is sent");
    assert_eq!((response.kind(), response.status()), (Kind::Opaque, 0));
    assert_eq!(
        (
            response.bytes(),
            response.header_names().next(),
            response.url()
        ),
        (&b""[..], None, "")
    );
    assert_eq!(script.methods(), ["POST"]);
    assert_eq!(script.header("origin").as_deref(), Some(EVIL));
    assert_eq!((script.header("x-a"), script.header("range")), (None, None));
    browser
        .fetch_blocking(get("/").mode(Mode::NoCors))
        .expect("it is sent");
    assert_eq!(script.header("origin"), None);
    let refused = browser.fetch_blocking(put("/").mode(Mode::NoCors));
    assert_eq!(reason(refused), Reason::MethodNeedsCors);
    script.set_headers(&[("cross-origin-resource-policy", "same-site")]);
    let refused = browser.fetch_blocking(get("/").mode(Mode::NoCors));
    assert_eq!(reason(refused), Reason::ResourcePolicy);
}

#[test]
fn mixed_content_is_blocked() {
    let script = TestServer::new(&[("access-control-allow-origin", "*")]);
    let fetch = |page: &str, api: &str| {
        Browser::at(page)
            .open_at(api, script.server())
            .fetch_blocking(get("/"))
    };
    assert_eq!(
        reason(fetch(APP, "http://api.example.com")),
        Reason::MixedContent
    );
    for (page, api) in [
        (APP, "http://localhost:3000"),
        (APP, "http://127.0.0.1:3000"),
        ("http://app.example.com", "http://api.example.com"),
        ("http://localhost:5173", API),
    ] {
        fetch(page, api).expect(page);
    }
}

#[test]
fn request_constructor_errors_send_nothing() {
    let script = TestServer::new(&[("access-control-allow-origin", "*")]);
    for (request, expected) in [
        (request("TRACE", "/"), Reason::ForbiddenMethod),
        (request("A B", "/"), Reason::InvalidMethod),
        (
            get("https://user@api.example.com/"),
            Reason::UrlWithCredentials,
        ),
        (get("https://:80:80/"), Reason::InvalidUrl),
        (get("ftp://api.example.com/"), Reason::InvalidUrl),
        (get("/").body("x"), Reason::BodyNotAllowed),
        (get("/").header("a b", "x"), Reason::InvalidHeader),
        (get("/").header("x-a", "x\r\ny: z"), Reason::InvalidHeader),
        (get("https://other.example/"), Reason::NoServer),
    ] {
        let blocked = open(APP, &script)
            .fetch_blocking(request)
            .expect_err("it throws");
        assert_eq!(
            (blocked.reason(), blocked.stage()),
            (expected, Stage::Request)
        );
    }
    assert!(script.methods().is_empty());
}

#[test]
fn header_value_is_trimmed() {
    let script = TestServer::new(&[("access-control-allow-origin", "*")]);
    let request = get("/").header("Accept-Language", " \tde\n");
    open(APP, &script)
        .fetch_blocking(request)
        .expect("it is safelisted");
    assert_eq!(script.header("accept-language").as_deref(), Some("de"));
}

#[test]
fn accept_is_added_unless_set() {
    let script = TestServer::new(&[("access-control-allow-origin", "*")]);
    for (request, sent) in [
        (get("/"), &["*/*"][..]),
        (get("/").header("Accept", "text/html"), &["text/html"]),
        (
            get("/").header("accept", "a").header("Accept", "b"),
            &["a", "b"],
        ),
    ] {
        open(APP, &script)
            .fetch_blocking(request)
            .expect("any page may");
        let seen = script.requests.borrow_mut().pop().expect("a request");
        let lines: Vec<_> = seen.headers().get_all("accept").iter().collect();
        assert_eq!(lines, sent);
    }
}

#[test]
fn header_value_invalid_in_http_is_an_error() {
    let script = TestServer::new(&[
        ("access-control-allow-origin", "*"),
        ("access-control-allow-headers", "x-a"),
    ]);
    let request = get("/").header("x-a", [1, 2]);
    assert_eq!(
        reason(open(APP, &script).fetch_blocking(request)),
        Reason::ServerFailed
    );
}

#[test]
fn form_is_sent_cross_origin_without_preflight() {
    let script = TestServer::new(&[]);
    let browser = open(EVIL, &script);
    let form = Form::post("/transfer").field("to", "a b").field("n", "1&2");
    let response = browser.submit_blocking(form).expect("it is sent");
    assert_eq!(response.kind(), Kind::Navigation);
    let body = String::from_utf8(script.requests.borrow()[0].body().clone()).expect("text");
    assert_eq!(body, "to=a+b&n=1%262");
    assert_eq!(
        script.header("content-type").as_deref(),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(script.header("origin").as_deref(), Some(EVIL));
    assert_eq!(script.header("sec-fetch-mode").as_deref(), Some("navigate"));
    assert_eq!(
        script.header("sec-fetch-site").as_deref(),
        Some("cross-site")
    );
    browser
        .submit_blocking(Form::get("/search?a").field("q", "x y"))
        .expect("it is sent");
    assert_eq!(script.requests.borrow()[1].uri(), "/search?q=x+y");
    assert_eq!(script.header("origin"), None);
    let json = Form::post("/").text_plain().field("{\"a", "\":1}");
    browser.submit_blocking(json).expect("it is sent");
    assert_eq!(script.requests.borrow()[2].body(), b"{\"a=\":1}\r\n");
    assert_eq!(script.header("content-type").as_deref(), Some("text/plain"));
}

#[test]
fn form_multipart_body() {
    let script = TestServer::new(&[]);
    let form = Form::post("/")
        .multipart()
        .field("a\"\n", "1")
        .field("b", "");
    open(EVIL, &script)
        .submit_blocking(form)
        .expect("it is sent");
    let content_type = script.header("content-type").expect("a type");
    let boundary = content_type
        .strip_prefix("multipart/form-data; boundary=")
        .expect("a boundary");
    let part = |name: &str, value: &str| {
        format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        )
    };
    let expected = format!(
        "{}{}--{boundary}--\r\n",
        part("a%22%0A", "1"),
        part("b", "")
    );
    assert_eq!(
        String::from_utf8_lossy(script.requests.borrow()[0].body()),
        expected
    );
}

#[test]
fn origin_is_null_from_https_form_to_http() {
    let script = TestServer::new(&[]);
    let browser = Browser::at(APP).open_at("http://api.example.com", script.server());
    browser
        .submit_blocking(Form::post("/"))
        .expect("it is sent");
    assert_eq!(script.header("origin").as_deref(), Some("null"));
    assert_eq!(
        (script.header("referer"), script.header("sec-fetch-site")),
        (None, None)
    );
}

#[test]
fn origin_from_https_to_http_without_cors_by_engine() {
    for (engine, origin) in [(Engine::Standard, "null"), (Engine::Chromium, APP)] {
        let script = TestServer::new(&[]);
        let browser = Browser::at(APP)
            .engine(engine)
            .open_at("http://api.localhost", script.server());
        let sent = browser.fetch_blocking(post("/").mode(Mode::NoCors));
        sent.expect("it is sent");
        assert_eq!(
            script.header("origin").as_deref(),
            Some(origin),
            "{engine:?}"
        );
    }
}
