//! Origins that no policy lists are not reflected in a response.

use crate::apps::{LISTED, servers};
use cors_tests::{EVIL, get, preflight};

/// Also CVE-2017-20146 (gorilla/handlers), CVE-2023-49803 (koa), CVE-2024-25124 (Fiber), CVE-2025-34291
/// (Langflow), CVE-2026-54290 (Hono), GHSA-972r-f3fv-whm3 (`RESTEasy`), and `rocket_cors`, actix-cors and
/// poem as they are: with credentials a star became the origin of the request. `compiler.rs` has the
/// spellings that do not compile.
#[rocket::async_test]
async fn cve_2018_20744_unlisted_origin_is_not_reflected() {
    let origins = [
        EVIL,
        "https://evil.example:8443",
        "http://evil.example",
        "null",
        "*",
        "",
    ];
    for (framework, server) in servers().await {
        let mut connection = server.connect().await;
        for origin in origins {
            for (path, _) in LISTED.iter().chain(&[("/empty", ""), ("/by-hand", "")]) {
                for request in [get(path).origin(origin), preflight(path, origin, "GET")] {
                    let response = connection.send(&request).await;
                    for name in ["origin", "credentials"] {
                        let lines = response.all(&format!("access-control-allow-{name}"));
                        assert_eq!(lines, [""; 0], "{origin} at {path} of {framework}");
                    }
                }
            }
        }
    }
}

/// A star for every origin stays a star, and has no credentials.
#[rocket::async_test]
async fn cve_2018_20744_a_star_stays_a_star() {
    for (framework, server) in servers().await {
        for origin in [EVIL, "null", ""] {
            for request in [get("/any").origin(origin), preflight("/any", origin, "GET")] {
                let response = server.send(request).await;
                assert_eq!(
                    response.all("access-control-allow-origin"),
                    ["*"],
                    "{framework}"
                );
                let credentials = response.all("access-control-allow-credentials");
                assert_eq!(credentials, [""; 0], "{framework}");
            }
        }
    }
}
