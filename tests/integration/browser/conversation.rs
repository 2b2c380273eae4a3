//! The explanation that a failing test shows.

use cors_runtime::{
    axum::{CorsRouter, routing::put},
    cors,
    testing::{Browser, put as fetch_put},
};

use crate::{API, APP};

#[cors(origins = ["https://app.example.com"], headers = ["content-type"])]
async fn rename() -> ([(&'static str, &'static str); 1], &'static str) {
    ([("etag", "\"2\"")], "renamed")
}

fn app() -> CorsRouter {
    CorsRouter::new().route("/users/{id}", put(rename))
}

#[tokio::test]
async fn refused_preflight_in_a_debug_build_names_a_near_miss() {
    let browser = Browser::at("https://app.example.com:8443").open_at(API, app());
    let blocked = browser
        .fetch(fetch_put("/users/1"))
        .await
        .expect_err("another port");
    let text = blocked.explain();
    assert_eq!(text.contains("  < | "), cfg!(debug_assertions), "{text}");
    assert_eq!(
        text.matches("https://app.example.com`").count() > 0,
        cfg!(debug_assertions),
        "{text}"
    );
    let text = blocked.to_string();
    assert!(text.contains("; its status is 403"), "{text}");
    let quotes = text.contains("the server says: origin-not-allowed: ");
    assert_eq!(quotes, cfg!(debug_assertions), "{text}");
}

#[tokio::test]
async fn explanation_shows_each_request_and_hidden_parts() {
    let browser = Browser::at(APP).open_at(API, app());
    let response = browser
        .fetch(fetch_put("/users/1").json("{}"))
        .await
        .expect("it is allowed");
    let lines: Vec<&str> = response
        .explain()
        .lines()
        .filter(|line| !line.contains("user-agent") && !line.contains("accept"))
        // The router counts an empty body, which the connection leaves out.
        .filter(|line| *line != "  < content-length: 0")
        .collect();
    let expected = [
        "https://app.example.com: fetch PUT /users/1 (mode cors, credentials same-origin)",
        "  = a preflight, because of the method `PUT` and of the header `content-type`",
        "  > OPTIONS https://api.example.com/users/1",
        "  > access-control-request-method: PUT",
        "  > access-control-request-headers: content-type",
        "  > origin: https://app.example.com",
        "  > host: api.example.com",
        "  > referer: https://app.example.com/",
        "  > sec-fetch-dest: empty",
        "  > sec-fetch-mode: cors",
        "  > sec-fetch-site: same-site",
        "  < 204",
        "  < access-control-allow-origin: https://app.example.com",
        "  < access-control-allow-methods: PUT",
        "  < access-control-allow-headers: content-type",
        "  < vary: origin, access-control-request-method, access-control-request-headers",
        "  = allowed, cached for 5 s",
        "  > PUT https://api.example.com/users/1",
        "  > content-type: application/json",
        "  > content-length: 2",
        "  > origin: https://app.example.com",
        "  > host: api.example.com",
        "  > referer: https://app.example.com/",
        "  > sec-fetch-dest: empty",
        "  > sec-fetch-mode: cors",
        "  > sec-fetch-site: same-site",
        "  < 200",
    ];
    assert_eq!(lines[..expected.len()], expected);
    assert_eq!(
        lines.last(),
        Some(
            &"  = the script may read the response, except access-control-allow-origin, etag, vary"
        )
    );
}
