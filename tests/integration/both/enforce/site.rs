//! Detection of the site's own requests, by `Sec-Fetch-Site` and by the host.

use cors_tests::{APP, EVIL, Request, assert_refused};

use super::{check, from, ran_hidden};

const OWN: &str = "https://api.example.com";

/// A request with an origin and `Sec-Fetch-Site`.
fn from_site(&(origin, site): &(&'static str, &str)) -> (&'static str, Request) {
    (origin, from(origin).header("sec-fetch-site", site))
}

/// A request to a host, with an origin.
fn at_host(&(host, origin): &(&str, &'static str)) -> (&'static str, Request) {
    (origin, from(origin).header("host", host))
}

#[rocket::async_test]
async fn fetch_site_same_origin_is_served() {
    let own = [
        (OWN, "same-origin"),
        // A form under `Referrer-Policy: no-referrer`.
        ("null", "same-origin"),
        // Behind a proxy that changes the host.
        ("https://shown.example", "same-origin"),
    ];
    check(&own.each_ref().map(from_site), ran_hidden).await;
}

#[rocket::async_test]
async fn other_or_malformed_fetch_site_is_refused() {
    let foreign = [
        (EVIL, "cross-site"),
        (EVIL, "none"),
        ("https://blog.example.com", "same-site"),
        ("null", "cross-site"),
        (OWN, "cross-site"),
        (OWN, ""),
        (OWN, "Same-Origin"),
        (OWN, "same-origin, same-origin"),
    ];
    check(&foreign.each_ref().map(from_site), assert_refused).await;
    let repeated = [
        (
            "two sites",
            from(OWN)
                .header("sec-fetch-site", "same-origin")
                .header("sec-fetch-site", "cross-site"),
        ),
        (
            "two origins",
            from(APP)
                .origin(APP)
                .header("sec-fetch-site", "same-origin"),
        ),
    ];
    check(&repeated, assert_refused).await;
}

// Older browsers send no `Sec-Fetch-Site`.
#[rocket::async_test]
async fn origin_equal_to_the_host_is_served() {
    let own = [
        ("api.example.com", OWN),
        ("api.example.com", "http://api.example.com"),
        ("API.Example.COM", OWN),
        ("api.example.com:443", OWN),
        ("api.example.com:80", "http://api.example.com"),
        ("localhost:8080", "http://localhost:8080"),
        ("[::1]:8080", "http://[::1]:8080"),
    ];
    check(&own.each_ref().map(at_host), ran_hidden).await;
}

#[rocket::async_test]
async fn origin_other_than_the_host_is_refused() {
    let foreign = [
        ("api.example.com", EVIL),
        ("api.example.com", "null"),
        ("null", "null"),
        ("api.example.com", "https://api.example.com:8443"),
        ("api.example.com:443", "http://api.example.com"),
        ("api.example.com", "https://api.example.com.evil.example"),
        ("api.example.com", "https://evil-api.example.com"),
        ("api.example.com", "https://api.example.com@evil.example"),
        ("evil.example@api.example.com", EVIL),
        ("api.example.com", "api.example.com"),
        ("api.example.com", "ftp://api.example.com"),
        ("", ""),
        ("", EVIL),
    ];
    check(&foreign.each_ref().map(at_host), assert_refused).await;
    let unclear = [
        (
            "the own host twice",
            at_host(&("api.example.com", OWN))
                .1
                .header("host", "api.example.com"),
        ),
        (
            "two hosts",
            at_host(&("evil.example", EVIL))
                .1
                .header("host", "api.example.com"),
        ),
        (
            "two hosts, the own one first",
            at_host(&("api.example.com", EVIL))
                .1
                .header("host", "evil.example"),
        ),
        ("not UTF-8", from(EVIL).header("host", b"\xff")),
    ];
    check(&unclear, assert_refused).await;
}

// Browsers send `none` with a form that the user sends again, from a share target, and from the page of an extension.
#[rocket::async_test]
async fn fetch_site_none_is_served_for_the_own_host_only() {
    let caused = |origin: &'static str| from_site(&(origin, "none"));
    let port = from("http://localhost:8080")
        .header("host", "localhost:8080")
        .header("sec-fetch-site", "none");
    check(&[caused(OWN), ("with a port", port)], ran_hidden).await;
    let twice = caused(OWN).1.header("sec-fetch-site", "none");
    check(
        &[caused(EVIL), caused("null"), ("twice", twice)],
        assert_refused,
    )
    .await;
}
