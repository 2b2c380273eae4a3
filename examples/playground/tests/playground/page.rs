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
        let response = support::send_raw(running.page(), "GET", "/", &[("host", host)], "").await;
        if page.frame == MAIN {
            assert!(response.starts_with("HTTP/1.1 200"), "{response}");
            assert!(
                response.contains("\r\nset-cookie: playground_visitor=ada;"),
                "{response}"
            );
        } else {
            assert!(response.starts_with("HTTP/1.1 307"), "{response}");
            assert!(
                response.contains(&format!("\r\nlocation: {MAIN}\r\n")),
                "{response}"
            );
        }
        let response =
            support::send_raw(running.page(), "GET", "/caller", &[("host", host)], "").await;
        assert!(
            response.contains("\r\ncontent-security-policy: default-src 'none';"),
            "{response}"
        );
        assert!(
            response.contains(&format!("frame-ancestors {MAIN}\r\n")),
            "{response}"
        );
    }
    let (_, script) = support::send(running.page(), "GET", "/caller.js", &[], "").await;
    assert!(script.contains(&format!("const playground = \"{MAIN}\";")));
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
            let (answered, _) = support::send(running.page(), method, target, &headers, body).await;
            assert_eq!(answered, status, "{method} {target} of `{host}`");
        }
    }
    running.stop().await;
}
