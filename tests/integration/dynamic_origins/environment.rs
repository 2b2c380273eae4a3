//! `origins = env("…")`.

use cors_runtime::{
    Policy,
    axum::{CorsRouter, routing},
    cors, policy,
    rocket::routes,
};

use crate::{check, child, servers};
use cors_tests::{HIDDEN, get};

const FALLBACK: &str = "https://fallback.example";

mod on_axum {
    use super::{FALLBACK, cors};

    #[cors(origins = ["https://literal.example", env("ORIGINS_LISTED")])]
    pub(super) async fn listed() {}

    #[cors(origins = env("ORIGINS_UNSET", default = [FALLBACK, "https://*.other.example"]))]
    pub(super) async fn defaulted() {}

    #[cors(origins = ["https://literal.example"], dev_origins = env("ORIGINS_DEVELOPMENT"), credentials)]
    pub(super) async fn development() {}
}

mod on_rocket {
    use rocket::get;

    use super::{FALLBACK, cors};

    #[cors(origins = ["https://literal.example", env("ORIGINS_LISTED")])]
    #[get("/listed")]
    pub(super) fn listed() {}

    #[cors(origins = env("ORIGINS_UNSET", default = [FALLBACK, "https://*.other.example"]))]
    #[get("/defaulted")]
    pub(super) fn defaulted() {}

    #[cors(origins = ["https://literal.example"], dev_origins = env("ORIGINS_DEVELOPMENT"), credentials)]
    #[get("/development")]
    pub(super) fn development() {}
}

#[rocket::async_test]
async fn variable_is_a_list_of_origins() {
    if !child::is_child() {
        child::run(
            "environment::variable_is_a_list_of_origins",
            &[
                // As people write lists: commas, spaces, lines, and a comma at the end.
                (
                    "ORIGINS_LISTED",
                    " https://a.example,https://*.b.example\n\thttp://10.0.0.5:8080 , ",
                ),
                ("ORIGINS_DEVELOPMENT", "http://192.168.0.7:3000"),
            ],
        );
        return;
    }
    let app = CorsRouter::new()
        .route("/listed", routing::get(on_axum::listed))
        .route("/defaulted", routing::get(on_axum::defaulted))
        .route("/development", routing::get(on_axum::development));
    let routes = routes![
        on_rocket::listed,
        on_rocket::defaulted,
        on_rocket::development
    ];
    let servers = servers(app, routes).await;
    check(
        &servers,
        "/listed",
        &[
            "https://literal.example",
            "https://a.example",
            "https://x.b.example",
            "http://10.0.0.5:8080",
        ],
        &[
            "https://b.example",
            "https://a.example:8443",
            "https://xb.example",
            FALLBACK,
            "null",
            ",",
        ],
    )
    .await;
    check(
        &servers,
        "/defaulted",
        &[FALLBACK, "https://a.other.example"],
        &["https://a.example", "https://other.example"],
    )
    .await;
    // `dev_origins` may be plain http beside credentials.
    for server in &servers {
        let response = server.send(get("/development").origin("http://192.168.0.7:3000"));
        let origin = response.await.all("access-control-allow-origin");
        assert_eq!(origin, ["http://192.168.0.7:3000"]);
        let response = server.send(get("/development").origin("http://192.168.0.7"));
        assert_eq!(response.await.cors(), HIDDEN);
    }
}

#[rocket::async_test]
async fn variable_of_dev_origins_may_be_missing() {
    let app = CorsRouter::new().route("/development", routing::get(on_axum::development));
    let servers = servers(app, routes![on_rocket::development]).await;
    for server in &servers {
        let response = server.send(get("/development").origin("https://literal.example"));
        let origin = response.await.all("access-control-allow-origin");
        assert_eq!(origin, ["https://literal.example"]);
    }
}

#[test]
fn policies_of_one_variable_are_equal_and_checked_anew() {
    static READ: Policy =
        policy!(origins = env("ORIGINS_SHARED", default = ["http://intranet.example"]));
    static SAME: Policy =
        policy!(origins = env("ORIGINS_SHARED", default = ["http://intranet.example"]));
    static OTHER: Policy = policy!(origins = env("ORIGINS_SHARED"));
    static WRITE: Policy = policy!(base = READ, credentials);

    assert_eq!(READ, SAME);
    assert_ne!(READ, OTHER);
    assert_eq!(READ.load(), Ok(()));
    let error = WRITE.load().expect_err("plain http beside credentials");
    assert!(
        error
            .to_string()
            .contains("`http://intranet.example` is plain http")
    );
    assert!(!WRITE.allows_origin(b"http://intranet.example"));
    // The base still allows them.
    assert!(READ.allows_origin(b"http://intranet.example"));
}
