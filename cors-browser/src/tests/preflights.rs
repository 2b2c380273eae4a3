//! Fetch, "HTTP fetch" and "CORS-preflight fetch".

use std::time::Duration;

use super::{
    super::{Browser, Credentials, Engine, Request, Stage, get, head, post, put, request},
    *,
};

const ANYTHING: [(&str, &str); 4] = [
    ("access-control-allow-origin", APP),
    ("access-control-allow-credentials", "true"),
    ("access-control-allow-methods", "PUT,patch,OPTIONS,HEAD"),
    (
        "access-control-allow-headers",
        "x-a,x-b,content-type,authorization,accept,range",
    ),
];

#[test]
fn preflight_is_sent_unless_all_is_safelisted() {
    for (request, asked) in [
        (get("/"), None),
        (head("/"), None),
        (post("/").body("text"), None),
        (get("/").header("Accept", "a".repeat(128)), None),
        (get("/").header("Range", "bytes=0-10"), None),
        (get("/").header("Accept", "a".repeat(129)), Some("accept")),
        (get("/").header("Range", "bytes=-10"), Some("range")),
        (post("/").json("{}"), Some("content-type")),
        (post("/").upload_listener(), Some("")),
        (put("/"), Some("")),
        (request("options", "/"), Some("")),
        (request("patch", "/"), Some("")),
        (
            put("/")
                .header("X-B", "1")
                .header("x-a", "2")
                .header("Authorization", "x"),
            Some("authorization,x-a,x-b"),
        ),
        (
            get("/")
                .header("cookie", "a=1")
                .header("Sec-Fetch-Site", "none"),
            None,
        ),
    ] {
        let script = TestServer::new(&ANYTHING);
        let browser = open(APP, &script);
        browser
            .fetch_blocking(request.clone())
            .expect("it is allowed");
        let exchanges = browser.exchanges();
        let preflight = exchanges.iter().find(|exchange| exchange.is_preflight());
        let names = preflight.map(|exchange| {
            exchange
                .request_header("access-control-request-headers")
                .unwrap_or_default()
        });
        assert_eq!(names.as_deref(), asked, "{request:?}");
    }
}

#[test]
fn preflight_has_no_credentials() {
    let script = TestServer::new(&ANYTHING);
    let browser = open(APP, &script);
    browser.set_cookie(API, "session=1; SameSite=None; Secure");
    let request = put("/users?page=2")
        .header("authorization", "Bearer x")
        .credentials();
    browser.fetch_blocking(request).expect("it is allowed");
    let requests = script.requests.borrow();
    let [preflight, actual] = &requests[..] else {
        panic!("two requests")
    };
    assert_eq!(preflight.method(), "OPTIONS");
    assert_eq!(preflight.uri(), "/users?page=2");
    let mut sent: Vec<String> = preflight
        .headers()
        .iter()
        .map(|(name, value)| format!("{name}: {}", value.to_str().expect("text")))
        .filter(|line| !line.starts_with("user-agent"))
        .collect();
    sent.sort();
    let expected = [
        "accept-language: en",
        "accept: */*",
        "access-control-request-headers: authorization",
        "access-control-request-method: PUT",
        "host: api.example.com",
        "origin: https://app.example.com",
        "referer: https://app.example.com/",
        "sec-fetch-dest: empty",
        "sec-fetch-mode: cors",
        "sec-fetch-site: same-site",
    ];
    assert_eq!(sent, expected);
    assert_eq!(actual.headers()["authorization"], "Bearer x");
    assert_eq!(actual.headers()["cookie"], "session=1");
}

#[test]
fn failed_preflight_stops_the_request() {
    let script = TestServer::new(&ANYTHING[..2]);
    let blocked = open(APP, &script)
        .fetch_blocking(put("/"))
        .expect_err("it is blocked");
    assert_eq!(
        (blocked.reason(), blocked.stage()),
        (Reason::MethodNotAllowed, Stage::Preflight)
    );
    assert_eq!(script.methods(), ["OPTIONS"]);
    script.set_headers(&[
        ("access-control-allow-origin", APP),
        (":status", "307"),
        ("location", "/else"),
    ]);
    assert_eq!(
        reason(open(APP, &script).fetch_blocking(put("/"))),
        Reason::PreflightStatus
    );
}

#[test]
fn preflight_cache_key_is_url_and_credentials() {
    let script = TestServer::new(&ANYTHING);
    let browser = open(APP, &script).engine(Engine::Standard);
    let preflights = |request: Request| {
        script.requests.borrow_mut().clear();
        browser.fetch_blocking(request).expect("it is allowed");
        script
            .methods()
            .iter()
            .filter(|method| *method == "OPTIONS")
            .count()
    };
    assert_eq!(preflights(put("/a")), 1);
    assert_eq!(preflights(put("/a#fragment")), 0);
    assert_eq!(
        preflights(put("/a").header("x-a", "1")),
        0,
        "granted with the method"
    );
    assert_eq!(preflights(put("/a?b")), 1);
    assert_eq!(preflights(put("/a").credentials()), 1);
    assert_eq!(preflights(put("/a").credentials_mode(Credentials::Omit)), 0);
    browser.advance(Duration::from_millis(4999));
    assert_eq!(preflights(put("/a")), 0);
    browser.advance(Duration::from_millis(1));
    assert_eq!(preflights(put("/a")), 1);
}

#[test]
fn preflight_cache_is_per_page_origin() {
    let script = TestServer::new(&[
        ("access-control-allow-origin", "*"),
        ("access-control-allow-methods", "PUT"),
    ]);
    let mut browser = open(APP, &script);
    for (page, requests) in [(EVIL, 2), (APP, 2), (EVIL, 1), ("data:,", 2), ("data:,", 2)] {
        browser = browser.go_to(page);
        script.requests.borrow_mut().clear();
        browser
            .fetch_blocking(put("/"))
            .expect("any origin is allowed");
        assert_eq!(script.methods().len(), requests, "{page}");
    }
}

#[test]
fn preflight_cache_max_age_by_engine() {
    for (engine, age, lives, ends) in [
        (Engine::Standard, "100000", 99_999, 100_000),
        (Engine::Strictest, "100000", 599, 600),
        (Engine::Chromium, "100000", 7199, 7200),
        (Engine::Firefox, "100000", 86_399, 86_400),
        (Engine::WebKit, "100000", 599, 600),
        (Engine::Strictest, "60", 59, 60),
        (Engine::Standard, "junk", 4, 5),
    ] {
        let script = TestServer::new(&ANYTHING);
        script
            .headers
            .borrow_mut()
            .push(("access-control-max-age", age.to_owned()));
        let browser = open(APP, &script).engine(engine);
        let sent = |seconds: u64| {
            browser.advance(Duration::from_secs(seconds));
            script.requests.borrow_mut().clear();
            browser.fetch_blocking(put("/")).expect("it is allowed");
            script.methods().len()
        };
        assert_eq!(
            (sent(0), sent(lives), sent(ends - lives)),
            (2, 1, 2),
            "{engine:?} {age}"
        );
    }
}

#[test]
fn preflight_cache_of_two_preflights_by_engine() {
    for (engine, requests) in [
        (Engine::Standard, 1),
        (Engine::Firefox, 1),
        (Engine::Chromium, 2),
        (Engine::WebKit, 2),
        (Engine::Strictest, 2),
    ] {
        let script = TestServer::new(&[]);
        let browser = open(APP, &script).engine(engine);
        let sent = |name: &str, age: &str| {
            script.set_headers(&[
                ("access-control-allow-origin", "*"),
                ("access-control-allow-methods", "PUT"),
                ("access-control-allow-headers", name),
                ("access-control-max-age", age),
            ]);
            script.requests.borrow_mut().clear();
            let request = put("/").header(name, "1");
            browser.fetch_blocking(request).expect("it is allowed");
            script.methods().len()
        };
        assert_eq!(sent("x-a", "60"), 2, "{engine:?}");
        assert_eq!(sent("x-b", "60"), 2, "{engine:?}");
        assert_eq!(sent("x-a", "60"), requests, "{engine:?}");
        assert_eq!(sent("x-c", "0"), 2, "{engine:?}");
        assert_eq!(sent("x-a", "60"), requests, "{engine:?}");
    }
}

#[test]
fn preflight_cache_of_head_by_engine() {
    for (engine, requests) in [(Engine::Standard, 3), (Engine::Firefox, 4)] {
        let script = TestServer::new(&ANYTHING[..2]);
        script
            .headers
            .borrow_mut()
            .push(("access-control-allow-headers", "x-a".to_owned()));
        let browser = open(APP, &script).engine(engine);
        for _ in 0..2 {
            browser
                .fetch_blocking(head("/").header("x-a", "1"))
                .expect("it is allowed");
        }
        assert_eq!(script.methods().len(), requests, "{engine:?}");
    }
}

#[test]
fn failed_fetch_clears_preflight_cache() {
    let script = TestServer::new(&ANYTHING);
    let browser = open(APP, &script);
    browser.fetch_blocking(put("/")).expect("it is allowed");
    script.set_headers(&[]);
    let blocked = browser
        .fetch_blocking(put("/"))
        .expect_err("no origin is allowed");
    assert_eq!(
        (blocked.reason(), blocked.stage()),
        (Reason::OriginNotAllowed, Stage::Response)
    );
    assert_eq!(script.methods(), ["OPTIONS", "PUT", "PUT"]);
    let blocked = browser
        .fetch_blocking(put("/"))
        .expect_err("the cache was cleared");
    assert_eq!(blocked.stage(), Stage::Preflight);
}

#[test]
fn cors_check_passes_with_any_status() {
    for status in ["401", "404", "500"] {
        let mut headers = ANYTHING.to_vec();
        headers.push((":status", status));
        let response = open(APP, &TestServer::new(&headers)).fetch_blocking(get("/"));
        assert_eq!(response.expect("it is shared").status().to_string(), status);
    }
}

#[test]
fn cors_check_is_skipped_for_304_and_407() {
    for (status, checked) in [
        ("200", true),
        ("401", true),
        ("404", true),
        ("500", true),
        ("304", false),
        ("407", false),
    ] {
        let outcome = open(APP, &TestServer::new(&[(":status", status)])).fetch_blocking(get("/"));
        assert_eq!(outcome.is_err(), checked, "{status}");
    }
}

#[test]
fn null_body_status_has_no_body() {
    for (request, status, body) in [
        (get("/"), "200", "body"),
        (head("/"), "200", ""),
        (get("/"), "204", ""),
        (get("/"), "205", ""),
    ] {
        let script = TestServer::new(&[("access-control-allow-origin", "*"), (":status", status)]);
        let response = open(APP, &script)
            .fetch_blocking(request)
            .expect("any origin is allowed");
        assert_eq!(response.text(), body, "{status}");
    }
}

#[test]
fn origin_null_is_allowed_by_name() {
    let script = TestServer::new(&[("access-control-allow-origin", "null")]);
    let browser = || Browser::sandboxed().open_at(API, script.server());
    browser()
        .fetch_blocking(get("/"))
        .expect("`null` is listed");
    assert_eq!(script.header("origin").as_deref(), Some("null"));
    assert_eq!(
        script.header("sec-fetch-site").as_deref(),
        Some("cross-site")
    );
    assert_eq!(script.header("referer"), None);
    script.set_headers(&[("access-control-allow-origin", APP)]);
    assert_eq!(
        reason(browser().fetch_blocking(get("/"))),
        Reason::OtherOriginAllowed
    );
}

#[test]
fn preflight_cache_of_opaque_origin_by_engine() {
    let allowed = [
        ("access-control-allow-origin", "null"),
        ("access-control-allow-methods", "PUT"),
    ];
    for (engine, methods) in [
        (Engine::Strictest, &["OPTIONS", "PUT", "OPTIONS", "PUT"][..]),
        (Engine::Chromium, &["OPTIONS", "PUT", "OPTIONS", "PUT"]),
        (Engine::Standard, &["OPTIONS", "PUT", "PUT"]),
    ] {
        let script = TestServer::new(&allowed);
        let browser = Browser::sandboxed()
            .engine(engine)
            .open_at(API, script.server());
        for _ in 0..2 {
            browser.fetch_blocking(put("/")).expect("it is allowed");
        }
        assert_eq!(script.methods(), methods, "{engine:?}");
    }
}

#[test]
fn sec_fetch_mode_of_preflight_over_http_by_engine() {
    for (engine, mode) in [(Engine::Standard, None), (Engine::Chromium, Some("cors"))] {
        let script = TestServer::new(&[]);
        let browser = Browser::at("http://app.example.com")
            .engine(engine)
            .open_at("http://api.example.com", script.server());
        assert_eq!(
            reason(browser.fetch_blocking(put("/"))),
            Reason::OriginNotAllowed
        );
        assert_eq!(
            script.header("sec-fetch-mode").as_deref(),
            mode,
            "{engine:?}"
        );
    }
}
