//! Origins that resemble a listed one.

use cors_runtime::LiveOrigins;
use proptest::{collection::vec, prelude::*, sample::select};

use crate::apps::{API, admitted, refused};

/// Also CVE-2023-36829 (Sentry) and expressjs/cors#408: a host that ends as the listed one does.
#[rocket::async_test]
async fn cve_2024_27302_suffix() {
    let other_sites = [
        "https://evilapi.example.com",
        "https://evil-api.example.com",
        "https://a.api.example.com",
        "https://.api.example.com",
        "https://evil.example/api.example.com",
        "https://evil.example?https://api.example.com",
        "evil https://api.example.com",
    ];
    refused("/exact", &other_sites).await;
    let other_sites = [
        "https://evilexample.com",
        "https://evil-example.com",
        "https://example.com",
        "https://.example.com",
        "https://a..example.com",
        "https://evil.example/.example.com",
        "https://evil.example#.example.com",
        "https://evil.example?.example.com",
        "https://evil.example\\.example.com",
        "https://evil.example:1.example.com",
        "https://evil.example@a.example.com",
    ];
    refused("/subdomains", &other_sites).await;
    admitted("/exact", &[API]).await;
    admitted(
        "/subdomains",
        &["https://a.example.com", "https://a.b.example.com"],
    )
    .await;
}

/// Also CVE-2026-37737 (sanic-cors), Starlette#800 and the unanchored expressions of `rocket_cors`: a text
/// that begins as the listed origin does.
#[rocket::async_test]
async fn cve_2017_11173_missing_end_anchor() {
    for (path, listed) in [("/exact", API), ("/subdomains", "https://a.example.com")] {
        let tails = [
            ".evil.example",
            "evil.example",
            "@evil.example",
            ":evil.example",
            ":8080",
            ":443",
            ":",
            "/",
            ".",
            "?evil.example",
            "#evil.example",
            "%2eevil.example",
            " https://evil.example",
            ", https://evil.example",
            ",https://evil.example",
        ];
        let other_sites = tails.map(|tail| format!("{listed}{tail}"));
        refused(path, &other_sites.each_ref().map(String::as_str)).await;
    }
    let other_sites = [
        "http://localhost.evil.example",
        "http://localhost.evil.example:3000",
        "http://localhost:3000.evil.example",
        "http://localhost:3000@evil.example",
        "http://localhost:3000/",
        "http://localhost:65536",
        "http://localhost:03000",
        "http://localhostevil.example",
    ];
    refused("/ports", &other_sites).await;
    admitted("/ports", &["http://localhost", "http://localhost:3000"]).await;
}

/// A dot of an entry stands for a dot.
#[rocket::async_test]
async fn cve_2022_1996_unescaped_dot() {
    let other_sites = [
        "https://apiXexample.com",
        "https://api.exampleXcom",
        "https://api-example.com",
        "https://api.example-com",
        "https://apiexample.com",
    ];
    refused("/exact", &other_sites).await;
    refused(
        "/subdomains",
        &["https://a.exampleXcom", "https://aXexample.com"],
    )
    .await;
    refused("/siblings", &["https://fooXcom", "https://foo-com"]).await;
}

/// rs/cors compares without regard to case; browsers send lower case, so any other spelling is another origin.
#[rocket::async_test]
async fn rs_cors_origins_are_compared_byte_by_byte() {
    refused(
        "/exact",
        &["https://API.example.com", "HTTPS://api.example.com"],
    )
    .await;
    refused(
        "/subdomains",
        &["https://A.example.com", "https://a.Example.com"],
    )
    .await;
    refused("/ports", &["http://LOCALHOST:3000", "HTTP://localhost"]).await;
}

/// `https://example.com/*` of gin-contrib/cors took `https://example.community/`. That entry does not
/// compile here (see `compiler.rs`), and no entry takes what merely goes on.
#[rocket::async_test]
async fn cve_2019_25211_star_at_the_end() {
    refused(
        "/exact",
        &["https://api.example.community", "https://api.example.com/x"],
    )
    .await;
    refused("/subdomains", &["https://a.example.community"]).await;
    refused("/siblings", &["https://foo.community", "https://foo.co"]).await;
}

/// Also GHSA-v84h-653v-4pq9 (fcors): two listed origins with one ending admitted a third.
#[rocket::async_test]
async fn ghsa_vhxv_fg4m_p2w8_sibling_suffixes() {
    let other_sites = [
        "https://barfoo.com",
        "https://foobar.com",
        "https://foo.combar.com",
        "https://oo.com",
        "https://ar.com",
        "https://com",
        "https://.com",
        "https://f.com",
        "https://foofoo.com",
        "https://foo.bar.com",
    ];
    refused("/siblings", &other_sites).await;
    admitted("/siblings", &["https://foo.com", "https://bar.com"]).await;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    /// The same for lists of any length, whose entries share beginnings and ends: what a list admits is
    /// what one of its entries admits alone.
    #[test]
    fn ghsa_vhxv_fg4m_p2w8_list_allows_what_an_entry_allows(
        entries in vec(entry(), 1..24),
        origin in origin(),
    ) {
        let admits = |entries: &[String]| {
            let set = LiveOrigins::new().allow_public_suffixes();
            set.replace(entries).expect("origins");
            set.allows(origin.as_bytes())
        };
        let one = entries.iter().any(|entry| admits(core::slice::from_ref(entry)));
        prop_assert_eq!(admits(&entries), one);
    }
}

fn name() -> impl Strategy<Value = String> {
    let part = select(vec!["foo", "bar", "o", "foobar", "fo"]);
    (
        vec(part, 1..3),
        select(vec!["", ".com", ".foo.com", ".bar"]),
    )
        .prop_map(|(parts, end)| format!("{}{end}", parts.concat()))
}

fn entry() -> impl Strategy<Value = String> {
    let star = select(vec!["", "", "*."]);
    (star, name(), select(vec!["", "", ":8080", ":*"]))
        .prop_map(|(star, name, port)| format!("https://{star}{name}{port}"))
}

fn origin() -> impl Strategy<Value = String> {
    let labels = select(vec!["", "", "a.", "foo.", "bar"]);
    (labels, name(), select(vec!["", "", ":8080", ":1"]))
        .prop_map(|(labels, name, port)| format!("https://{labels}{name}{port}"))
}

/// The origin of sandboxed frames, redirects and local files: any site can make such a page.
#[rocket::async_test]
async fn portswigger_2016_null_origin() {
    for (path, _) in crate::apps::LISTED {
        refused(path, &["null", "Null", "file://", "file:///", ""]).await;
    }
    // A policy that lists it never allows the user's cookies.
    for (framework, server) in crate::apps::servers().await {
        let response = server.send(cors_tests::get("/null").origin("null")).await;
        assert_eq!(
            response.cors(),
            cors_tests::readable_by("null"),
            "{framework}"
        );
    }
}
