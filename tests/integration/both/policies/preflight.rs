//! The response to a preflight.

use cors_tests::{ADMIN, APP, EVIL, NONE, PREFLIGHT_VARY, preflight};

use super::apps;

#[rocket::async_test]
async fn preflight_uses_the_policy_of_the_requested_method() {
    for (framework, server) in apps().await {
        for method in ["GET", "HEAD"] {
            let response = server.send(preflight("/users", APP, method)).await;
            assert_eq!(response.status, 204, "{method} on {framework}");
            assert_eq!(
                response.cors(),
                [
                    "access-control-allow-credentials: true",
                    "access-control-allow-methods: GET,HEAD",
                    "access-control-allow-origin: https://app.example.com",
                    "access-control-max-age: 600",
                    PREFLIGHT_VARY,
                ],
                "{method} on {framework}"
            );
        }
        let response = server.send(preflight("/users", ADMIN, "POST")).await;
        assert_eq!(response.status, 204, "{framework}");
        assert_eq!(
            response.cors(),
            [
                "access-control-allow-headers: content-type,x-csrf-token",
                "access-control-allow-methods: POST",
                "access-control-allow-origin: https://admin.example.com",
                // The handler of `GET` grants no header.
                "access-control-max-age: 0",
                PREFLIGHT_VARY,
            ],
            "{framework}"
        );
    }
}

#[rocket::async_test]
async fn preflight_response_has_no_body_and_no_length() {
    for (framework, server) in apps().await {
        let response = server.send(preflight("/users", APP, "GET")).await;
        assert_eq!(response.status, 204, "{framework}");
        for name in ["content-length", "transfer-encoding", "content-type"] {
            assert_eq!(response.all(name), NONE, "{name} on {framework}");
        }
    }
}

#[rocket::async_test]
async fn refused_preflights_are_indistinguishable() {
    for (framework, server) in apps().await {
        let refused = async |target, origin, method| {
            let response = server.send(preflight(target, origin, method)).await;
            response.undated().unexplained()
        };
        let foreign = refused("/users", EVIL, "GET").await;
        assert_eq!((foreign.status, foreign.text()), (403, ""), "{framework}");
        assert_eq!(foreign.cors(), [PREFLIGHT_VARY], "{framework}");

        for (origin, method) in [
            (APP, "POST"),
            (ADMIN, "GET"),
            (APP, "DELETE"),
            (APP, "PATCH"),
            (APP, "patch"),
            (APP, "get"),
            (APP, "OPTIONS"),
            (APP, "PURGE"),
            (APP, "GET,POST"),
            (APP, "*"),
            (APP, ""),
            (APP, "\u{e9}"),
            ("null", "GET"),
            ("", "GET"),
            ("*", "GET"),
        ] {
            let response = refused("/users", origin, method).await;
            assert_eq!(response, foreign, "{method} from {origin} on {framework}");
        }
        // `any` allows every origin, and no other method.
        for method in ["POST", "patch"] {
            let response = refused("/fonts", APP, method).await;
            assert_eq!(response, foreign, "{method} /fonts on {framework}");
        }
    }
}
