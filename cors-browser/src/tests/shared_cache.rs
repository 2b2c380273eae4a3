//! RFC 9111, "Calculating Cache Keys with the Vary Header Field".

use std::time::Duration;

use super::{
    super::{Request, get, post},
    *,
};

/// How many of two fetches, by one page and then by another, reach the server.
fn reaching(headers: &[(&'static str, &str)], request: &Request, pause: u64) -> usize {
    let script = Script::new(headers);
    let browser = open(APP, &script).through_shared_cache();
    let _ = browser.fetch_blocking(request.clone());
    browser.advance(Duration::from_secs(pause));
    let _ = browser.go_to(EVIL).fetch_blocking(request.clone());
    script.methods().len()
}

#[test]
fn vary_keeps_the_answers_of_pages_apart() {
    assert_eq!(reaching(&[], &get("/"), 0), 1);
    for vary in ["Origin", "accept, ORIGIN", "*"] {
        assert_eq!(reaching(&[("vary", vary)], &get("/"), 0), 2, "{vary}");
    }
    assert_eq!(reaching(&[("vary", "accept")], &get("/"), 0), 1);
}

#[test]
fn what_is_not_for_all_is_not_stored() {
    for value in ["private", "no-store", "max-age=9, No-Cache"] {
        assert_eq!(
            reaching(&[("cache-control", value)], &get("/"), 0),
            2,
            "{value}"
        );
    }
    assert_eq!(reaching(&[("set-cookie", "a=1")], &get("/"), 0), 2);
    assert_eq!(reaching(&[(":status", "500")], &get("/"), 0), 2);
    assert_eq!(reaching(&[], &post("/"), 0), 2);
    let permits = [
        ("access-control-allow-origin", APP),
        ("access-control-allow-headers", "authorization"),
    ];
    for (value, requests) in [("max-age=60", 4), ("public", 3)] {
        let headers = [&permits[..], &[("cache-control", value)]].concat();
        let script = Script::new(&headers);
        let browser = open(APP, &script).through_shared_cache();
        for path in ["/", "/#again"] {
            let request = get(path).header("authorization", "Bearer x");
            browser.fetch_blocking(request).expect("it is permitted");
            browser.advance(Duration::from_secs(5));
        }
        assert_eq!(script.methods().len(), requests, "{value}");
    }
}

#[test]
fn what_is_stored_grows_old() {
    assert_eq!(
        reaching(&[("cache-control", "max-age=60")], &get("/"), 59),
        1
    );
    assert_eq!(
        reaching(&[("cache-control", "max-age=60")], &get("/"), 60),
        2
    );
    assert_eq!(
        reaching(
            &[("cache-control", "max-age=60, s-maxage=90")],
            &get("/"),
            89
        ),
        1
    );
    assert_eq!(reaching(&[], &get("/"), 3600), 2);
}

#[test]
fn an_answer_without_vary_reaches_the_wrong_page() {
    let script = Script::new(&[("access-control-allow-origin", APP)]);
    let browser = open(APP, &script).through_shared_cache();
    browser
        .fetch_blocking(get("/"))
        .expect("it was made for this page");
    script.say(&[("access-control-allow-origin", EVIL)]);
    let browser = browser.go_to(EVIL);
    assert_eq!(
        reason(browser.fetch_blocking(get("/"))),
        Reason::OtherOriginAllowed
    );
    assert!(browser.explain().contains("  = the shared cache answers\n"));
}
