//! `enforce` behind a proxy: which headers of the proxy count, and for which policies.

use crate::enforce::{check, ran_hidden, refused};
use cors_tests::{Request, post as post_};

/// A request to a server behind a proxy, with a header that the proxy may have written.
fn behind(path: &str, &(name, value): &(&str, &'static str)) -> (&'static str, Request) {
    let request = post_(path).body("text/plain", "abc");
    let request = request.origin("https://shop.example");
    let request = request.header("host", "10.0.0.7:8000");
    (value, request.header(name, value))
}

const FORWARDED: [(&str, &str); 4] = [
    ("x-forwarded-host", "shop.example"),
    ("x-forwarded-host", "shop.example:443"),
    ("forwarded", "for=1.2.3.4;host=shop.example;proto=https"),
    ("forwarded", "proto=https; Host=\"shop.example:443\""),
];

#[rocket::async_test]
async fn a_forwarded_host_is_ignored_without_an_allowance() {
    let ignored = FORWARDED.each_ref().map(|header| behind("/", header));
    check(&ignored, refused).await;
    let allowed = FORWARDED.each_ref().map(|header| behind("/behind", header));
    check(&allowed, ran_hidden).await;
}

#[rocket::async_test]
async fn a_forwarded_host_stands_in_the_place_of_the_host() {
    let own = post_("/behind").body("text/plain", "abc");
    let own = own.origin("https://api.example.com");
    check(&[("no proxy", own)], ran_hidden).await;

    let foreign = [
        ("x-other", "shop.example"),
        ("x-forwarded-host", "api.example.com"),
        ("x-forwarded-host", "evil.example, shop.example"),
        ("forwarded", "host=evil.example, host=shop.example"),
        ("forwarded", "hos"),
    ];
    let foreign = foreign.each_ref().map(|header| behind("/behind", header));
    check(&foreign, refused).await;
    let one = || behind("/behind", &("x-forwarded-host", "shop.example")).1;
    let unclear = [
        (
            "two lines",
            one().header("x-forwarded-host", "evil.example"),
        ),
        (
            "two headers",
            one().header("forwarded", "host=evil.example"),
        ),
        ("cross-site", one().header("sec-fetch-site", "cross-site")),
    ];
    check(&unclear, refused).await;
    let right_host = post_("/behind").origin("https://shop.example");
    let right_host = right_host.header("host", "shop.example");
    let two = right_host.header("x-forwarded-host", "evil.example, shop.example");
    check(&[("two hosts, beside a Host that is right", two)], refused).await;
    let machine = post_("/behind").origin("http://localhost:8000");
    let machine = machine.header("host", "localhost:8000");
    let machine = machine.header("x-forwarded-host", "shop.example");
    check(
        &[("a page of the machine behind the proxy", machine)],
        refused,
    )
    .await;
}
