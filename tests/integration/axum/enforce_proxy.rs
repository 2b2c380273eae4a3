//! `enforce` behind a proxy: which headers of the proxy count, and for which policies.

use axum::{body::Bytes, middleware, response::Response};
use cors_runtime::{
    axum::{
        CorsRouter,
        routing::{any, post},
    },
    cors,
};

use crate::enforce::{apps, check_on, from, ran_hidden, refused};
use cors_tests::Request;

#[cors(origins = ["https://app.example.com"], enforce, allow(forwarded_host))]
async fn behind_proxy(body: Bytes) -> String {
    format!("{} bytes", body.len())
}

/// The same for a server behind a proxy that does not pass `Host`.
fn apps_behind_proxy() -> [CorsRouter; 3] {
    let route = || CorsRouter::new().route("/", post(behind_proxy));
    let layer = middleware::map_response(async |response: Response| response);
    [
        route(),
        route().layer(layer),
        CorsRouter::new().route("/", any(behind_proxy)),
    ]
}

/// Headers that name `https://shop.example` as the site that the proxy was asked for.
fn forwarded() -> [(&'static str, Request); 4] {
    let behind = || from("https://shop.example").header("host", "10.0.0.7:8000");
    [
        (
            "X-Forwarded-Host",
            behind().header("x-forwarded-host", "shop.example"),
        ),
        (
            "with a port",
            behind().header("x-forwarded-host", "shop.example:443"),
        ),
        (
            "Forwarded",
            behind().header("forwarded", "for=1.2.3.4;host=shop.example;proto=https"),
        ),
        (
            "quoted",
            behind().header("forwarded", "proto=https; Host=\"shop.example:443\""),
        ),
    ]
}

#[tokio::test]
async fn a_forwarded_host_is_ignored_without_an_allowance() {
    check_on(apps(), &forwarded(), refused).await;
    check_on(apps_behind_proxy(), &forwarded(), ran_hidden).await;
}

#[tokio::test]
async fn a_forwarded_host_stands_in_the_place_of_the_host() {
    let at = |host: &str, origin: &str| from(origin).header("host", host);
    let behind = || at("10.0.0.7:8000", "https://shop.example");
    let own = [("no proxy", at("shop.example", "https://shop.example"))];
    check_on(apps_behind_proxy(), &own, ran_hidden).await;

    let foreign = [
        ("nothing forwarded", behind()),
        (
            "another host",
            behind().header("x-forwarded-host", "api.example.com"),
        ),
        (
            "a page of the machine behind the proxy",
            at("localhost:8000", "http://localhost:8000")
                .header("x-forwarded-host", "shop.example"),
        ),
        (
            "two hosts",
            behind().header("x-forwarded-host", "evil.example, shop.example"),
        ),
        (
            "two hosts, beside a Host that is right",
            at("shop.example", "https://shop.example")
                .header("x-forwarded-host", "evil.example, shop.example"),
        ),
        (
            "two lines",
            behind()
                .header("x-forwarded-host", "evil.example")
                .header("x-forwarded-host", "shop.example"),
        ),
        (
            "two headers",
            behind()
                .header("x-forwarded-host", "shop.example")
                .header("forwarded", "host=evil.example"),
        ),
        (
            "two proxies",
            behind().header("forwarded", "host=evil.example, host=shop.example"),
        ),
        (
            "two lines of Forwarded",
            behind()
                .header("forwarded", "host=shop.example")
                .header("forwarded", "host=a.example"),
        ),
        ("cut short", behind().header("forwarded", "hos")),
        ("not ascii", behind().header("forwarded", b"host=\xff\"")),
        (
            "the browser says otherwise",
            behind()
                .header("x-forwarded-host", "shop.example")
                .header("sec-fetch-site", "cross-site"),
        ),
    ];
    check_on(apps_behind_proxy(), &foreign, refused).await;
}

#[tokio::test]
async fn a_page_loaded_over_http_is_not_the_site_asked_over_https() {
    let (http, https) = ("http://api.example.com", "https://api.example.com");
    let own = [
        ("https", from(https).header("x-forwarded-proto", "https")),
        ("http", from(http).header("x-forwarded-proto", "http")),
    ];
    let foreign = [
        ("http", from(http).header("x-forwarded-proto", "https")),
        (
            "what a script wrote stands before",
            from(http).header("x-forwarded-proto", "http, https"),
        ),
        (
            "in another header",
            from(http)
                .header("x-forwarded-proto", "http")
                .header("forwarded", "proto=https"),
        ),
    ];
    for apps in [apps, apps_behind_proxy] {
        check_on(apps(), &own, ran_hidden).await;
        check_on(apps(), &foreign, refused).await;
    }
}
