//! State that one request could leave for the next.

use crate::apps::{API, LISTED, servers};
use cors_tests::{EVIL, get, post, preflight};

/// Also rs/cors#198: responses that share a mutable header value. The same request gets the same
/// bytes, whatever came between.
#[rocket::async_test]
async fn jub0bs_cors_14_shared_header_values() {
    for (framework, server) in servers().await {
        let mut connection = server.connect().await;
        let mut requests = vec![
            get("/by-hand").origin(API),
            get("/plain"),
            post("/enforced").origin(EVIL),
        ];
        for (path, listed) in LISTED.into_iter().chain([("/any", EVIL)]) {
            for origin in [listed, EVIL] {
                requests.push(get(path).origin(origin));
                requests.push(preflight(path, origin, "GET"));
            }
        }
        let mut first = Vec::new();
        for request in &requests {
            first.push(connection.send(request).await.undated());
        }
        for round in 0..20 {
            for (request, first) in requests.iter().zip(&first) {
                let response = connection.send(request).await.undated();
                assert_eq!(
                    &response, first,
                    "{request:?}, round {round} on {framework}"
                );
            }
        }
    }
}

/// The same with other connections at work: each gets the responses to its own requests.
#[rocket::async_test]
async fn jub0bs_cors_14_responses_of_other_connections() {
    for (framework, server) in servers().await {
        let check = async |origin: &'static str, allowed: &[&str]| {
            let mut connection = server.connect().await;
            for _ in 0..100 {
                for request in [
                    get("/siblings").origin(origin),
                    preflight("/siblings", origin, "GET"),
                ] {
                    let response = connection.send(&request).await;
                    let opened = response.all("access-control-allow-origin");
                    assert_eq!(opened, allowed, "{origin} on {framework}");
                }
            }
        };
        tokio::join!(
            check("https://foo.com", &["https://foo.com"]),
            check("https://bar.com", &["https://bar.com"]),
            check(EVIL, &[]),
        );
    }
}
