//! Unusual spellings of a path have the policy of the route they reach: policies belong to routes, not to URLs.

// Rocket passes arguments by value.
#![allow(clippy::needless_pass_by_value)]

use axum::extract::Path as Rest;
use cors_runtime::{
    axum::{CorsRouter, routing},
    cors,
    rocket::{Cors, routes},
};
use rocket::{
    Build, Rocket, get,
    http::uri::{Segments, fmt::Path},
};

use cors_tests::{APP, EVIL, NONE, Recorded, Server, get as get_, preflight, request};

/// The text of a route shows if it has a policy.
mod on_rocket {
    use super::*;

    #[cors(origins = ["https://app.example.com"])]
    #[get("/a/b")]
    fn exact() -> &'static str {
        "policy"
    }
    #[get("/a/<_b>", rank = 5)]
    fn beside(_b: &str) -> &'static str {
        "plain"
    }
    #[cors(origins = ["https://app.example.com"])]
    #[get("/files/<path..>")]
    fn files(path: Segments<'_, Path>) -> String {
        format!("policy, {} segments", path.len())
    }
    #[cors(origins = ["https://app.example.com"])]
    #[get("/query?kind=cat&<_name>")]
    fn cats(_name: Option<&str>) -> &'static str {
        "policy"
    }
    #[get("/query", rank = 5)]
    fn query() -> &'static str {
        "plain"
    }
    #[get("/<_..>", rank = 9)]
    fn rest() -> &'static str {
        "plain"
    }

    pub(super) fn app() -> Rocket<Build> {
        Recorded::install();
        rocket::build()
            .attach(Cors::fairing())
            .mount("/", routes![exact, beside, files, cats, query, rest])
    }
}

mod on_axum {
    use super::*;

    #[cors(origins = ["https://app.example.com"])]
    async fn exact() -> &'static str {
        "policy"
    }
    #[cors(origins = ["https://app.example.com"])]
    async fn files(_: Rest<String>) -> &'static str {
        "policy"
    }
    async fn plain() -> &'static str {
        "plain"
    }

    pub(super) fn app() -> CorsRouter {
        CorsRouter::new()
            .route("/a/b", routing::get(exact))
            .route("/a/{b}", routing::get(plain))
            .route("/files/{*path}", routing::get(files))
            .nest("/api", CorsRouter::new().route("/a+b", routing::get(exact)))
            .route("/{*rest}", routing::get(plain))
    }
}

const TARGETS: [&str; 52] = [
    "/a/b",
    "/a/b/",
    "/a/b//",
    "//a/b",
    "/a//b",
    "///",
    "/a/./b",
    "/a/../a/b",
    "/a/b/..",
    "/../a/b",
    "/%2e%2e/a/b",
    "/a%2Fb",
    "/a%2fb",
    "/a%5Cb",
    "/a\\b",
    "/%61/b",
    "/a/%62",
    "/a/%2562",
    "/a/b%00",
    "/a/b%20",
    "/a/b+",
    "/a+b",
    "/api/a+b",
    "/api/a%20b",
    "/api/a%2Bb",
    "/api/../a/b",
    "/API/a+b",
    "/api//a+b",
    "/a/b%",
    "/a/%zz",
    "/a/%ff",
    "/A/b",
    "/a/B",
    "/a/b;v=1",
    "/a/b?",
    "/a/b?x",
    "/a/b#x",
    "/a",
    "/a/c",
    "/files",
    "/files/",
    "/files/x/y",
    "/files/../a/b",
    "/files/%2e%2e/b",
    "/files/.hidden",
    "/files/a%2Fb",
    "/query?kind=cat",
    "/query?kind=c%61t",
    "/query?kind=dog&kind=cat",
    "/query?Kind=cat",
    "/query?kind=cat%20",
    "/query?name=x&kind=cat",
];

async fn servers() -> [(&'static str, Server); 2] {
    [
        ("axum", Server::start(on_axum::app()).await),
        ("Rocket", Server::launch(on_rocket::app()).await),
    ]
}

/// Also CVE-2024-6839, CVE-2024-6844 and CVE-2024-6866 (flask-cors: expressions, `+`, case) and
/// CVE-2019-18978 (rack-cors).
#[rocket::async_test]
async fn cve_2020_25032_path_has_the_policy_of_its_route() {
    for (framework, server) in servers().await {
        let (mut open, mut closed) = (0, 0);
        for target in TARGETS {
            let what = format!("{target} of {framework}");
            let response = server.send(get_(target).origin(APP)).await;
            assert!(response.status < 500, "{what}");
            let readable = response.all("access-control-allow-origin") == [APP];
            if response.status == 200 {
                assert_eq!(readable, response.text().starts_with("policy"), "{what}");
            }
            if !readable {
                assert_eq!(response.cors(), NONE, "{what}");
            }
            open += usize::from(readable);
            closed += usize::from(!readable);

            let preflight_response = server.send(preflight(target, APP, "GET")).await;
            assert!(
                [204, 400, 403, 404, 405].contains(&preflight_response.status),
                "{what}"
            );
            assert_eq!(
                preflight_response.status == 204,
                readable,
                "{what}: {preflight_response:?}"
            );
            for request in [get_(target).origin(EVIL), preflight(target, EVIL, "GET")] {
                let hidden = server.send(request).await;
                assert_eq!(hidden.all("access-control-allow-origin"), NONE, "{what}");
            }
        }
        assert!(open > 8 && closed > 8, "{open} open, {closed} closed");
    }
}

#[rocket::async_test]
async fn cve_2020_25032_targets_that_are_no_paths() {
    for (framework, server) in servers().await {
        for (method, target) in [
            ("OPTIONS", "*"),
            ("GET", "*"),
            ("CONNECT", "api.example.com:443"),
            ("OPTIONS", "api.example.com:443"),
            ("OPTIONS", "?"),
            ("GET", "a/b"),
        ] {
            let sent = request(method, target)
                .origin(APP)
                .header("access-control-request-method", "GET");
            // hyper closes the connection on what it does not understand.
            if let Some(response) = server.connect().await.try_send(&sent).await {
                assert!(response.status < 500, "{method} {target}: {response:?}");
                assert_eq!(
                    response.all("access-control-allow-origin"),
                    NONE,
                    "{target}"
                );
            }
        }
        let absolute = get_("http://api.example.com/a/b").origin(APP);
        let response = server.send(absolute).await;
        assert_eq!(
            (response.text(), response.all("access-control-allow-origin")),
            ("policy", vec![APP.to_owned()]),
            "{framework}"
        );
    }
}
