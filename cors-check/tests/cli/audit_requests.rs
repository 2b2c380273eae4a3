//! The requests of an audit, and their limits.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::{
    audit::{allowing, findings},
    support::{APP, Server, allow, allow_all, run},
};

#[test]
fn audit_sends_safe_methods_and_few_requests() {
    let server = allowing(|_| true);
    findings(&server);
    let methods = server.methods();
    assert!(methods.len() <= 80, "{}", methods.len());
    assert!(
        methods
            .iter()
            .all(|it| ["GET", "HEAD", "OPTIONS"].contains(&it.as_str())),
        "{methods:?}"
    );
    run(&["audit", &server.url("/users"), "--from", APP, "-X", "PUT"]);
    assert_eq!(server.methods().iter().filter(|it| *it == "PUT").count(), 1);
}

#[test]
fn audit_does_not_follow_redirects_to_other_hosts() {
    let other = Server::responding(|_| (200, allow("*")));
    let location = format!("Location: {}", other.url("/"));
    let server = Server::responding(move |request| {
        (
            302,
            [allow_all(request.origin()), vec![location.clone()]].concat(),
        )
    });
    let found = findings(&server);
    assert!(found.contains(&"high any-origin".to_owned()), "{found:?}");
    assert!(
        found.contains(&"low redirect-to-other-host".to_owned()),
        "{found:?}"
    );
    assert_eq!(other.methods(), [""; 0]);
}

#[test]
fn audit_needs_an_allowed_origin_of_other_pages() {
    let server = allowing(|origin| origin == APP);
    let audit = |from| run(&["audit", &server.url("/users"), "--from", from]).error();
    let own = server.url("");
    assert!(audit(&own).contains("the same origin"));
    assert!(audit("null").contains("the origin that the policy is meant to allow"));
    assert_eq!(server.methods(), [""; 0]);
}

#[test]
fn limited_requests_end_the_audit() {
    let count = AtomicUsize::new(0);
    let server = Server::responding(move |request| {
        let is_limited = count.fetch_add(1, Ordering::Relaxed) > 4;
        (
            if is_limited { 429 } else { 200 },
            allow_all(request.origin()),
        )
    });
    let output = run(&["audit", &server.url("/users"), "--from", APP]);
    let error = output.error();
    assert!(
        error.contains("3 requests in a row failed") && error.contains("429"),
        "{error}"
    );
    assert_eq!(server.methods().len(), 8);
}

#[test]
fn audit_of_a_limiting_server_sends_one_request() {
    for status in [429, 503] {
        let server = Server::responding(move |_| (status, allow_all(APP)));
        let error = run(&["audit", &server.url("/users"), "--from", APP]).error();
        assert!(error.contains(&format!("response is {status}")), "{error}");
        assert_eq!(server.methods(), ["GET"]);
    }
}
