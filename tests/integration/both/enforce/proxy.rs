//! Headers of a proxy: `X-Forwarded-Host` and `Forwarded` count with `allow(forwarded_host)` only, and
//! `X-Forwarded-Proto` only distinguishes `http` from `https`.

use cors_tests::{Request, assert_refused};

use super::{check, from, ran_hidden};

/// A request behind a proxy, with a header that the proxy may have written.
fn behind(path: &str, &(name, value): &(&str, &'static str)) -> (&'static str, Request) {
    let request = from("https://shop.example").at(path);
    let request = request.header("host", "10.0.0.7:8000");
    (value, request.header(name, value))
}

/// Headers that name `https://shop.example` as the site that the proxy received the request for.
const FORWARDED: [(&str, &str); 4] = [
    ("x-forwarded-host", "shop.example"),
    ("x-forwarded-host", "shop.example:443"),
    ("forwarded", "for=1.2.3.4;host=shop.example;proto=https"),
    ("forwarded", "proto=https; Host=\"shop.example:443\""),
];

#[rocket::async_test]
async fn forwarded_host_without_allowance_is_ignored() {
    let ignored = FORWARDED.each_ref().map(|header| behind("/", header));
    check(&ignored, assert_refused).await;
    let allowed = FORWARDED.each_ref().map(|header| behind("/behind", header));
    check(&allowed, ran_hidden).await;
}

#[rocket::async_test]
async fn host_without_a_proxy_counts_with_allowance() {
    let shop = from("https://shop.example")
        .at("/behind")
        .header("host", "shop.example");
    let own = [
        (
            "the default host",
            from("https://api.example.com").at("/behind"),
        ),
        ("another host", shop),
    ];
    check(&own, ran_hidden).await;
}

#[rocket::async_test]
async fn unclear_forwarded_host_is_refused() {
    let foreign = [
        ("x-other", "shop.example"),
        ("x-forwarded-host", "api.example.com"),
        ("x-forwarded-host", "evil.example, shop.example"),
        ("forwarded", "host=evil.example, host=shop.example"),
        ("forwarded", "hos"),
    ];
    let foreign = foreign.each_ref().map(|header| behind("/behind", header));
    check(&foreign, assert_refused).await;
    let behind = || behind("/behind", &("x-forwarded-host", "shop.example")).1;
    let nothing = || {
        from("https://shop.example")
            .at("/behind")
            .header("host", "10.0.0.7:8000")
    };
    let unclear = [
        ("nothing forwarded", nothing()),
        (
            "two lines",
            behind().header("x-forwarded-host", "evil.example"),
        ),
        (
            "two lines, the right one last",
            nothing()
                .header("x-forwarded-host", "evil.example")
                .header("x-forwarded-host", "shop.example"),
        ),
        (
            "two headers",
            behind().header("forwarded", "host=evil.example"),
        ),
        (
            "two lines of Forwarded",
            nothing()
                .header("forwarded", "host=shop.example")
                .header("forwarded", "host=a.example"),
        ),
        ("not UTF-8", nothing().header("forwarded", b"host=\xff\"")),
        (
            "cross-site",
            behind().header("sec-fetch-site", "cross-site"),
        ),
        (
            "two hosts beside a right Host",
            from("https://shop.example")
                .at("/behind")
                .header("host", "shop.example")
                .header("x-forwarded-host", "evil.example, shop.example"),
        ),
        (
            "a page of the machine behind the proxy",
            from("http://localhost:8000")
                .at("/behind")
                .header("host", "localhost:8000")
                .header("x-forwarded-host", "shop.example"),
        ),
    ];
    check(&unclear, assert_refused).await;
}

#[rocket::async_test]
async fn http_page_of_a_site_over_https_is_refused() {
    let (http, https) = ("http://api.example.com", "https://api.example.com");
    for path in ["/", "/behind"] {
        let with = |&(origin, name, value): &(&str, &str, &'static str)| {
            (value, from(origin).at(path).header(name, value))
        };
        let own = [
            (https, "x-forwarded-proto", "https"),
            (http, "x-forwarded-proto", "http"),
        ];
        check(&own.each_ref().map(with), ran_hidden).await;
        let foreign = [
            (http, "x-forwarded-proto", "https"),
            (http, "x-forwarded-proto", "HTTPS"),
            // A script may have written the first.
            (http, "x-forwarded-proto", "http, https"),
            (http, "forwarded", "proto=https;host=api.example.com"),
        ];
        check(&foreign.each_ref().map(with), assert_refused).await;
        let both = from(http)
            .at(path)
            .header("x-forwarded-proto", "http")
            .header("forwarded", "proto=https");
        check(&[("two headers", both)], assert_refused).await;
    }
}
