//! The server of the page: its hosts and headers.

use playground::{Framework, MAIN, PAGES};

use crate::{
    call_body,
    support::{self, Running},
};

#[tokio::test]
async fn page_is_at_one_origin_with_a_strict_csp() {
    let running = Running::anywhere().await;
    for page in PAGES {
        let host = page.frame.trim_start_matches("http://");
        let response = support::send(running.page(), "GET", "/", &[("host", host)], "").await;
        if page.frame == MAIN {
            assert_eq!(response.status, 200);
            let cookie = response.all("set-cookie").concat();
            assert!(cookie.starts_with("playground_visitor=ada;"), "{cookie}");
        } else {
            assert_eq!(response.status, 307);
            assert_eq!(response.all("location"), [MAIN]);
        }
        let response = support::send(running.page(), "GET", "/caller", &[("host", host)], "").await;
        let policy = response.all("content-security-policy").concat();
        assert!(policy.starts_with("default-src \\'none\\';"), "{policy}");
        assert!(
            policy.ends_with(&format!("frame-ancestors {MAIN}")),
            "{policy}"
        );
    }
    let script = support::send(running.page(), "GET", "/caller.js", &[], "").await;
    assert!(
        script
            .text()
            .contains(&format!("const playground = \"{MAIN}\";"))
    );
    running.stop().await;
}

#[tokio::test]
async fn unknown_host_is_misdirected() {
    let running = Running::anywhere().await;
    let body = call_body(Framework::Axum, "null", "public").to_string();
    let own = running.page().to_string();
    let by_name = format!("localhost:{}", running.page().port());
    let pages = PAGES.map(|page| page.frame.trim_start_matches("http://"));
    let ours = pages.iter().copied().chain([&own[..]]);
    // With DNS rebinding another site's name resolves to this machine, and its pages would be same-origin.
    let theirs = [
        "evil.example:4100",
        "localhost",
        "localhost:4100.evil.example",
        &by_name,
        "",
    ];
    for (host, status) in ours
        .map(|host| (host, 200))
        .chain(theirs.map(|host| (host, 421)))
    {
        let headers = [("host", host), ("content-type", "application/json")];
        for (method, target, body) in [
            ("GET", "/state", ""),
            ("GET", "/caller", ""),
            ("POST", "/calls", &body),
        ] {
            let response = support::send(running.page(), method, target, &headers, body).await;
            assert_eq!(response.status, status, "{method} {target} of `{host}`");
        }
    }
    running.stop().await;
}
