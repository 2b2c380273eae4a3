//! Which policy answers a preflight, and whether one does.

use crate::apps::{API, servers};
use cors_tests::{ADMIN, APP, Answer, EVIL, get, preflight};

fn opened(answer: &Answer) -> bool {
    assert_eq!(
        answer.status == 204,
        !answer.all("access-control-allow-origin").is_empty()
    );
    answer.status == 204
}

/// With a `CorsLayer` of tower-http around each method of a path, one of them answers for all.
#[rocket::async_test]
async fn axum_per_method_layers_a_preflight_is_answered_by_the_policy_of_its_method() {
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
                let answer = connection
                    .send(&preflight("/methods", origin, method))
                    .await;
                let what = format!("{method} from {origin} on {framework}");
                assert_eq!(opened(&answer), allowed.contains(&origin), "{what}");
                let methods = answer.all("access-control-allow-methods").join(",");
                let written = methods.split(',').any(|one| one == method || one == "*");
                assert_eq!(written, opened(&answer), "{what}: {methods}");
                for other in ["GET", "POST", "DELETE", "PATCH"] {
                    let together = [method, other].map(|one| one.replace("HEAD", "GET"));
                    let strange = together[0] != together[1];
                    assert!(!(strange && methods.contains(other)), "{what}: {methods}");
                }
            }
        }
    }
}

/// tower-http answers 200 and `rocket_cors` 204 to what is not there.
#[rocket::async_test]
async fn tower_http_and_rocket_cors_preflights_of_what_does_not_exist() {
    for (framework, server) in servers().await {
        let mut connection = server.connect().await;
        for path in [
            "/unknown", "/exact/", "/exact/x", "/", "/EXACT", "/status", "/exact",
        ] {
            // Rocket takes `/exact/` for `/exact`.
            let exists = connection.send(&get(path).origin(API)).await.status == 200;
            let answer = connection.send(&preflight(path, API, "GET")).await;
            assert_eq!(opened(&answer), exists, "{path} of {framework}");
            assert_eq!(
                [403, 404].contains(&answer.status),
                !exists,
                "{path} of {framework}"
            );
        }
        for method in [
            "PUT", "DELETE", "PURGE", "get", "Get", "GET ", "*", "", "GET,HEAD", "\u{e9}",
        ] {
            let answer = connection.send(&preflight("/exact", API, method)).await;
            // Whitespace around a value is not part of it.
            assert_eq!(
                opened(&answer),
                method.trim() == "GET",
                "{method:?} on {framework}"
            );
        }
    }
}

const NAMES: &str = "access-control-request-headers";

/// poem stops at the first name that is allowed. Here none is judged: the browser gets the list of the
/// policy, whatever it asks for, and finds that one is missing.
#[rocket::async_test]
async fn poem_header_list_judged_with_any() {
    for (framework, server) in servers().await {
        let mut connection = server.connect().await;
        for asked in [
            "x-ok,x-evil",
            "x-evil,x-ok",
            "x-evil",
            "x-ok",
            "*",
            "x-ok, *",
            "authorization",
        ] {
            let asking = preflight("/exact", API, "GET").header(NAMES, asked);
            let answer = connection.send(&asking).await;
            let names = answer.all("access-control-allow-headers");
            assert_eq!(names, ["x-ok,content-type"], "{asked} on {framework}");
        }
    }
}

/// Also jub0bs/cors#15: whoever guards against too many names must not refuse what a gateway has split
/// over lines and spaced out. Every part of the list passes, however it is written.
#[rocket::async_test]
async fn rs_cors_184_lists_that_a_gateway_has_rewritten() {
    let asked: [&[&str]; 5] = [
        &[],
        &["content-type"],
        &["x-ok"],
        &["content-type", "x-ok"],
        &["x-ok", "content-type"],
    ];
    for (framework, server) in servers().await {
        let mut connection = server.connect().await;
        let asking = || preflight("/exact", API, "GET");
        let plain = connection.send(&asking()).await.undated();
        assert!(opened(&plain));
        for names in asked {
            for blank in ["", " ", "\t", " \t  \t"] {
                let joined = names.join(&format!("{blank},{blank}"));
                let lines = names.iter().fold(asking(), |asking, name| {
                    asking.header(NAMES, format!("{blank}{name}{blank}"))
                });
                for asking in [asking().header(NAMES, joined), lines] {
                    let answer = connection.send(&asking).await.undated();
                    assert_eq!(answer, plain, "{asking:?} on {framework}");
                }
            }
        }
    }
}
