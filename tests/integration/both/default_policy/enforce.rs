//! A default policy with `enforce`: it refuses requests of foreign pages, unless an inner policy differs.

use cors_tests::{
    ADMIN, APP, EVIL, HIDDEN, assert_policy, assert_refused, get, preflight, readable_by, request,
};

use crate::servers;

mod on_axum {
    use cors_runtime::{
        axum::{CorsRouter, routing::get},
        cors,
    };

    async fn plain() -> &'static str {
        "users"
    }

    #[cors(origins = ["https://admin.example.com"], enforce)]
    async fn own() {}

    #[cors(origins = ["https://admin.example.com"], enforce = false)]
    async fn open() {}

    #[cors(origins = ["https://app.example.com"], enforce)]
    pub(super) fn app() -> CorsRouter {
        CorsRouter::new()
            .route("/users", get(plain).delete(own))
            .route("/open", get(open))
    }
}

mod on_rocket {
    use cors_runtime::{cors, rocket::routes};
    use rocket::{Build, Rocket, delete, get};

    #[get("/users")]
    fn plain() -> &'static str {
        "users"
    }

    #[cors(origins = ["https://admin.example.com"], enforce)]
    #[delete("/users")]
    fn own() {}

    #[cors(origins = ["https://admin.example.com"], enforce = false)]
    #[get("/open")]
    fn open() {}

    #[cors(origins = ["https://app.example.com"], enforce)]
    pub(super) fn app() -> Rocket<Build> {
        rocket::build().mount("/", routes![plain, own, open])
    }
}

#[rocket::async_test]
async fn policy_inside_an_enforced_default_decides_for_its_handler() {
    for (framework, server) in servers(on_axum::app(), on_rocket::app()).await {
        let allowed = server.send(get("/users").origin(APP)).await;
        assert_eq!(
            (allowed.status, allowed.text()),
            (200, "users"),
            "{framework}"
        );
        assert_eq!(allowed.cors(), readable_by(APP), "{framework}");
        let allowed = server.send(request("DELETE", "/users").origin(ADMIN)).await;
        assert_eq!((allowed.status, allowed.cors()), (200, readable_by(ADMIN)));
        for (method, origin) in [("GET", EVIL), ("DELETE", EVIL), ("DELETE", APP)] {
            let response = server.send(request(method, "/users").origin(origin)).await;
            assert_refused(&format!("{method} on {framework}"), &response);
        }
        assert_policy(&server, "GET", "/open", ADMIN, 200).await;
    }
}

/// The fallback of axum is a handler. Rocket runs nothing there, so it has nothing to refuse.
#[rocket::async_test]
async fn unknown_path_under_an_enforced_default_is_refused_on_axum() {
    for (framework, server) in servers(on_axum::app(), on_rocket::app()).await {
        let response = server.send(get("/unknown").origin(EVIL)).await;
        if framework == "axum" {
            assert_refused(framework, &response);
        } else {
            assert_eq!(
                (response.status, response.cors()),
                (404, HIDDEN.map(str::to_owned).to_vec())
            );
        }
        let response = server.send(get("/unknown").origin(APP)).await;
        assert_eq!((response.status, response.cors()), (404, readable_by(APP)));
        let response = server.send(preflight("/unknown", APP, "PUT")).await;
        assert_eq!(response.status, 204, "{framework}");
    }
}
