//! A cache must not serve one site's response to another.

use crate::apps::{API, LISTED, servers};
use cors_tests::{EVIL, PREFLIGHT_VARY, get, preflight};

/// Also aspnet/CORS#97, dotnet/aspnetcore#21988, sanic-ext#274 and asm89/stack-cors#49, where it was missing
/// on refusals or on responses to requests without `Origin`.
#[rocket::async_test]
async fn portswigger_2016_vary_where_responses_depend_on_origin() {
    for (framework, server) in servers().await {
        let mut connection = server.connect().await;
        for (path, listed) in LISTED {
            for request in [get(path).origin(listed), get(path).origin(EVIL), get(path)] {
                let response = connection.send(&request).await;
                assert_eq!(response.status, 200);
                assert_eq!(response.all("vary"), ["origin"], "{path} of {framework}");
            }
            for origin in [listed, EVIL] {
                let response = connection.send(&preflight(path, origin, "GET")).await;
                assert!(
                    response.cors().contains(&PREFLIGHT_VARY.to_owned()),
                    "{path} of {framework}"
                );
            }
        }
        for status in [204, 206, 301, 304, 400, 401, 403, 404, 429, 500, 503] {
            let path = format!("/status/{status}");
            for request in [get(&path).origin(API), get(&path).origin(EVIL), get(&path)] {
                let response = connection.send(&request).await;
                assert_eq!(response.status, status, "{framework}");
                assert_eq!(response.all("vary"), ["origin"], "{path} of {framework}");
            }
        }
    }
}

/// Also tower-http#473: the `Vary` of the handler stays, the request's own `Vary` is ignored.
#[rocket::async_test]
async fn ghsa_q7jf_gf43_6x6p_vary_of_the_request() {
    for (framework, server) in servers().await {
        for (path, expected) in [
            ("/exact", &["origin"][..]),
            ("/by-hand", &["accept-encoding", "origin"]),
            ("/any", &[]),
        ] {
            for origin in [API, EVIL] {
                let poisoned = || get(path).origin(origin).header("vary", "x-poison");
                let response = server.send(poisoned()).await;
                assert_eq!(response.all("vary"), expected, "{path} of {framework}");
            }
        }
        let poisoned = preflight("/exact", API, "GET").header("vary", "x-poison");
        let vary = server.send(poisoned).await.all("vary");
        assert_eq!(
            vary.concat(),
            PREFLIGHT_VARY.trim_start_matches("vary: "),
            "{framework}"
        );
    }
}
