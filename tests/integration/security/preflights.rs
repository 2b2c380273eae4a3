//! The policy of a preflight, and preflights without a policy.

use crate::apps::{API, servers};
use cors_tests::{ADMIN, APP, EVIL, RawResponse, get, preflight};

fn opened(response: &RawResponse) -> bool {
    assert_eq!(
        response.status == 204,
        !response.all("access-control-allow-origin").is_empty()
    );
    response.status == 204
}

/// With a `CorsLayer` of tower-http around each method of a path, one of them handles all preflights.
#[rocket::async_test]
async fn axum_per_method_layers_preflight_has_its_policy() {
    for (framework, server) in servers().await {
        let mut connection = server.connect().await;
        for (method, allowed) in [
            ("GET", &[API][..]),
            ("HEAD", &[API]),
            ("POST", &[ADMIN]),
            ("PUT", &[API, ADMIN, APP, EVIL, "null"]),
            ("DELETE", &[]),
            ("PATCH", &[]),
        ] {
            for origin in [API, ADMIN, APP, EVIL, "null"] {
                let response = connection
                    .send(&preflight("/methods", origin, method))
                    .await;
                let what = format!("{method} from {origin} on {framework}");
                assert_eq!(opened(&response), allowed.contains(&origin), "{what}");
                let methods = response.all("access-control-allow-methods").join(",");
                let written = methods.split(',').any(|one| one == method || one == "*");
                assert_eq!(written, opened(&response), "{what}: {methods}");
                for other in ["GET", "POST", "DELETE", "PATCH"] {
                    let together = [method, other].map(|one| one.replace("HEAD", "GET"));
                    let strange = together[0] != together[1];
                    assert!(!(strange && methods.contains(other)), "{what}: {methods}");
                }
            }
        }
    }
}

/// tower-http responds with 200 and `rocket_cors` with 204 for paths that do not exist.
#[rocket::async_test]
async fn tower_http_and_rocket_cors_preflights_of_unknown_paths() {
    for (framework, server) in servers().await {
        let mut connection = server.connect().await;
        for path in [
            "/unknown", "/exact/", "/exact/x", "/", "/EXACT", "/status", "/exact",
        ] {
            // Rocket takes `/exact/` for `/exact`.
            let exists = connection.send(&get(path).origin(API)).await.status == 200;
            let response = connection.send(&preflight(path, API, "GET")).await;
            assert_eq!(opened(&response), exists, "{path} of {framework}");
            assert_eq!(
                [403, 404].contains(&response.status),
                !exists,
                "{path} of {framework}"
            );
        }
        for method in [
            "PUT", "DELETE", "PURGE", "get", "Get", "GET ", "*", "", "GET,HEAD", "\u{e9}",
        ] {
            let response = connection.send(&preflight("/exact", API, method)).await;
            // Whitespace around a value is not part of it.
            assert_eq!(
                opened(&response),
                method.trim() == "GET",
                "{method:?} on {framework}"
            );
        }
    }
}

const NAMES: &str = "access-control-request-headers";

/// poem stops at the first name that is allowed. Here none is checked: the browser gets the list of the
/// policy, whatever it requests, and finds that one is missing.
#[rocket::async_test]
async fn poem_header_list_checked_with_any() {
    for (framework, server) in servers().await {
        let mut connection = server.connect().await;
        for requested in [
            "x-ok,x-evil",
            "x-evil,x-ok",
            "x-evil",
            "x-ok",
            "*",
            "x-ok, *",
            "authorization",
        ] {
            let sent = preflight("/exact", API, "GET").header(NAMES, requested);
            let response = connection.send(&sent).await;
            let names = response.all("access-control-allow-headers");
            assert_eq!(names, ["x-ok,content-type"], "{requested} on {framework}");
        }
    }
}

/// Also jub0bs/cors#15: a limit on the number of names must not refuse what a gateway has split
/// over lines and spaced out. Every part of the list passes, however it is written.
#[rocket::async_test]
async fn rs_cors_184_lists_that_a_gateway_has_rewritten() {
    let requested: [&[&str]; 5] = [
        &[],
        &["content-type"],
        &["x-ok"],
        &["content-type", "x-ok"],
        &["x-ok", "content-type"],
    ];
    for (framework, server) in servers().await {
        let mut connection = server.connect().await;
        let sent = || preflight("/exact", API, "GET");
        let plain = connection.send(&sent()).await.undated();
        assert!(opened(&plain));
        for names in requested {
            for blank in ["", " ", "\t", " \t  \t"] {
                let joined = names.join(&format!("{blank},{blank}"));
                let lines = names.iter().fold(sent(), |sent, name| {
                    sent.header(NAMES, format!("{blank}{name}{blank}"))
                });
                for sent in [sent().header(NAMES, joined), lines] {
                    let response = connection.send(&sent).await.undated();
                    assert_eq!(response, plain, "{sent:?} on {framework}");
                }
            }
        }
    }
}
