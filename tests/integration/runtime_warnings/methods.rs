//! Warnings about `methods`, when a router or a layer is made.

use cors_runtime::{
    Policy,
    axum::{
        CorsRouter,
        routing::{get, options},
    },
    cors,
    layer::CorsLayer,
    policy,
};

use super::{assert_names, warnings};
use cors_tests::Events;

static WITHOUT: Policy = policy!(origins = ["https://app.example.com"]);
static LISTED: Policy = policy!(origins = ["https://app.example.com"], methods = [GET, PUT]);
static CLOSED: Policy = policy!(disabled);

#[test]
fn layer_without_methods_is_reported_at_its_construction() {
    let events = Events::default();
    tracing::subscriber::with_default(events.clone(), || {
        for policy in [&LISTED, &CLOSED, &WITHOUT] {
            let _ = CorsLayer::new(policy);
        }
    });
    let found = warnings(&events);
    assert_names(&found, &["layer-without-methods"]);
    for text in found {
        assert!(
            text.contains("policy=tests/integration/runtime_warnings/methods.rs:"),
            "{text}"
        );
        assert!(text.contains("`methods = [GET, PUT, DELETE]`"), "{text}");
    }
}

#[test]
fn options_without_a_handler_is_reported_once() {
    #[cors(origins = ["https://app.example.com"], methods = [GET, OPTIONS])]
    async fn listed() {}
    #[cors(origins = ["https://app.example.com"], methods = [GET, OPTIONS])]
    async fn served() {}

    let events = Events::default();
    tracing::subscriber::with_default(events.clone(), || {
        for _ in 0..2 {
            let _: axum::Router = CorsRouter::new()
                .route("/listed", get(listed))
                .route("/served", get(served).merge(options(async || {})))
                .into_router();
        }
    });
    let found = warnings(&events);
    assert_names(&found, &["unserved-options"]);
    for text in found {
        assert!(text.contains("route=\"/listed\";"), "{text}");
    }
}

#[test]
fn options_without_a_route_is_reported_once_on_rocket() {
    use cors_runtime::rocket::{Cors, routes};
    use rocket::{get, local::blocking::Client, options, post};

    #[cors(origins = ["https://app.example.com"], methods = [GET, OPTIONS])]
    #[get("/listed/<_id>")]
    fn listed(_id: u8) {}
    #[cors(origins = ["https://app.example.com"], methods = [POST, OPTIONS])]
    #[post("/served/<_id>")]
    fn served(_id: u8) {}
    #[options("/served/<_..>")]
    fn serves_options() {}

    let events = Events::default();
    tracing::subscriber::with_default(events.clone(), || {
        for _ in 0..2 {
            let rocket = rocket::custom(cors_tests::quiet())
                .attach(Cors::fairing())
                .mount("/", routes![listed, served, serves_options]);
            Client::untracked(rocket).expect("it launches");
        }
    });
    let found = warnings(&events);
    assert_names(&found, &["unserved-options"]);
    for text in found {
        assert!(text.contains("route=\"/listed/<_id>\";"), "{text}");
    }
}
