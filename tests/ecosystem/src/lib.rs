//! Calls from a front end to the apps of `tests/`.
#![cfg_attr(
    doctest,
    doc = include_str!("../../../cors-runtime/docs/guide/ecosystem.md")
)]

use cors_runtime::testing::{Browser, Request, Response, Server, Stage};

/// The page that the policies of the tests allow.
pub const FRONT_END: &str = "https://app.example.com";

/// Asserts that the front end may make a call that needs a preflight, and that other sites may not.
pub async fn only_front_end_can<S, K>(server: impl Fn() -> S, call: Request) -> Response
where
    S: Server<K>,
{
    let browser = Browser::at(FRONT_END).open_at("https://api.example.com", server());
    let response = browser.fetch(call.clone()).await;
    let response = response.unwrap_or_else(|blocked| panic!("{}", blocked.explain()));
    assert!(browser.exchanges()[0].is_preflight(), "{call:?}");

    let browser = Browser::at("https://evil.example").open_at("https://api.example.com", server());
    let blocked = browser
        .fetch(call)
        .await
        .expect_err("only the front end may");
    assert_eq!(blocked.stage(), Stage::Preflight);
    assert_eq!(browser.exchanges().len(), 1, "{}", browser.explain());
    response
}
