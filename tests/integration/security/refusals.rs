//! The content of refusals.

use crate::apps::{API, LISTED, from_evil, hidden, servers};
use cors_tests::{APP, EVIL, NONE, PREFLIGHT_VARY, RawResponse, get, preflight, request};

/// tower-http and actix-cors send credentials, methods and headers to a refused page.
#[rocket::async_test]
async fn tower_http_and_actix_refusal_reveals_nothing() {
    for (framework, server) in servers().await {
        let mut connection = server.connect().await;
        let paths = LISTED.iter().map(|(path, _)| *path);
        for path in paths.chain(["/empty", "/status/500", "/status/404"]) {
            let [actual, sent] = from_evil(path);
            let response = connection.send(&actual).await;
            assert_eq!(response.cors(), hidden(), "{path} of {framework}");
            let response = connection.send(&sent).await;
            assert_eq!(response.status, 403, "{path} of {framework}");
            assert_eq!(response.cors(), [PREFLIGHT_VARY], "{path} of {framework}");
        }
        // Also where a handler wrote them by hand.
        for request in [get("/by-hand").origin(EVIL), get("/by-hand")] {
            let response = connection.send(&request).await;
            let expected = ["vary: accept-encoding", "vary: origin"];
            assert_eq!(response.cors(), expected, "{framework}");
        }
    }
}

/// flask-cors allowed private network access by default. Here no response does.
#[rocket::async_test]
async fn cve_2024_6221_private_network_by_default() {
    for (framework, server) in servers().await {
        for (path, origin) in LISTED.into_iter().chain([("/any", EVIL), ("/empty", APP)]) {
            let sent = |name| preflight(path, origin, "GET").header(name, "true");
            for name in [
                "access-control-request-private-network",
                "access-control-request-local-network",
            ] {
                let response = server.send(sent(name)).await;
                let is_network =
                    |(name, _): &(String, Vec<u8>)| name.to_ascii_lowercase().contains("network");
                assert!(
                    !response.lines.iter().any(is_network),
                    "{path} of {framework}"
                );
            }
        }
        // Nor does a handler that writes it by hand.
        let response = server.send(get("/by-hand").origin(API)).await;
        let granted = response.all("access-control-allow-private-network");
        assert_eq!(granted, [""; 0], "{framework}");
    }
}

/// A policy without origins, and a route without a policy, add no header but `Vary`.
#[rocket::async_test]
async fn cve_2024_6221_an_empty_policy_opens_nothing() {
    for (framework, server) in servers().await {
        for origin in [APP, EVIL, "null"] {
            let closed = server.send(get("/empty").origin(origin)).await;
            assert_eq!(closed.cors(), hidden(), "{framework}");
            let plain = server.send(get("/plain").origin(origin)).await;
            assert_eq!(plain.cors(), NONE, "{framework}");
            let disabled = server
                .send(request("DELETE", "/methods").origin(origin))
                .await;
            assert_eq!(disabled.cors(), NONE, "{framework}");
        }
    }
}

/// Refusals of a release build are one and the same, or they would spell out the policy.
#[rocket::async_test]
async fn refusals_do_not_reveal_the_policy() {
    for (framework, server) in servers().await {
        let mut connection = server.connect().await;
        let mut responses: Vec<RawResponse> = Vec::new();
        for sent in [
            preflight("/exact", EVIL, "GET"),
            preflight("/exact", EVIL, "PUT"),
            preflight("/exact", API, "PUT"),
            preflight("/methods", EVIL, "DELETE"),
            preflight("/methods", EVIL, "PATCH"),
            preflight("/empty", APP, "GET"),
            preflight("/enforced", EVIL, "POST"),
        ] {
            responses.push(connection.send(&sent).await.unexplained().undated());
        }
        for response in &responses {
            assert_eq!(response, &responses[0], "{framework}");
        }
    }
}
