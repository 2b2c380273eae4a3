//! RFC 9111, "Calculating Cache Keys with the Vary Header Field".

use std::time::Duration;

use super::{
    super::{Request, get, post},
    *,
};

/// The number of requests that reach the server when two pages fetch the same URL.
fn requests_sent(headers: &[(&'static str, &str)], request: &Request, pause: u64) -> usize {
    let script = TestServer::new(headers);
    let browser = open(APP, &script).through_shared_cache();
    let _ = browser.fetch_blocking(request.clone());
    browser.advance(Duration::from_secs(pause));
    let _ = browser.go_to(EVIL).fetch_blocking(request.clone());
    script.methods().len()
}

#[test]
fn vary_separates_responses_by_page() {
    assert_eq!(requests_sent(&[], &get("/"), 0), 1);
    for vary in ["Origin", "accept, ORIGIN", "*"] {
        assert_eq!(requests_sent(&[("vary", vary)], &get("/"), 0), 2, "{vary}");
    }
    assert_eq!(requests_sent(&[("vary", "accept")], &get("/"), 0), 1);
}

#[test]
fn private_response_is_not_stored() {
    for value in ["private", "no-store", "max-age=9, No-Cache"] {
        assert_eq!(
            requests_sent(&[("cache-control", value)], &get("/"), 0),
            2,
            "{value}"
        );
    }
    assert_eq!(requests_sent(&[("set-cookie", "a=1")], &get("/"), 0), 2);
    assert_eq!(requests_sent(&[(":status", "500")], &get("/"), 0), 2);
    assert_eq!(requests_sent(&[], &post("/"), 0), 2);
    let allowed = [
        ("access-control-allow-origin", APP),
        ("access-control-allow-headers", "authorization"),
    ];
    for (value, requests) in [("max-age=60", 4), ("public", 3)] {
        let headers = [&allowed[..], &[("cache-control", value)]].concat();
        let script = TestServer::new(&headers);
        let browser = open(APP, &script).through_shared_cache();
        for path in ["/", "/#again"] {
            let request = get(path).header("authorization", "Bearer x");
            browser.fetch_blocking(request).expect("it is allowed");
            browser.advance(Duration::from_secs(5));
        }
        assert_eq!(script.methods().len(), requests, "{value}");
    }
}

#[test]
fn stored_response_expires() {
    assert_eq!(
        requests_sent(&[("cache-control", "max-age=60")], &get("/"), 59),
        1
    );
    assert_eq!(
        requests_sent(&[("cache-control", "max-age=60")], &get("/"), 60),
        2
    );
    assert_eq!(
        requests_sent(
            &[("cache-control", "max-age=60, s-maxage=90")],
            &get("/"),
            89
        ),
        1
    );
    assert_eq!(requests_sent(&[], &get("/"), 3600), 2);
}

#[test]
fn response_without_vary_reaches_another_page() {
    let script = TestServer::new(&[("access-control-allow-origin", APP)]);
    let browser = open(APP, &script).through_shared_cache();
    browser
        .fetch_blocking(get("/"))
        .expect("the response is for this page");
    script.set_headers(&[("access-control-allow-origin", EVIL)]);
    let browser = browser.go_to(EVIL);
    assert_eq!(
        reason(browser.fetch_blocking(get("/"))),
        Reason::OtherOriginAllowed
    );
    assert!(
        browser
            .explain()
            .contains("  = the shared cache responds\n")
    );
}
