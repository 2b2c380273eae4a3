//! The long polling of socketioxide.

use axum::Router;
use cors_ecosystem_tests::only_front_end_can;
use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
    testing::{self, Browser},
};
use socketioxide::{SocketIo, extract::SocketRef};

#[tokio::test]
async fn default_policy_covers_the_handshake() {
    #[cors(origins = ["https://app.example.com"], methods = [GET, POST], headers = ["content-type"], credentials, enforce)]
    fn app() -> Router {
        let (layer, io) = SocketIo::new_layer();
        io.ns("/", async |_: SocketRef| {});
        Router::new().layer(layer)
    }

    let handshake = testing::get("/socket.io/?EIO=4&transport=polling")
        .header("content-type", "application/json")
        .credentials();
    let opened = only_front_end_can(app, handshake).await;
    assert!(opened.text().contains(r#""sid""#), "{}", opened.text());
}

#[tokio::test]
async fn default_policy_of_the_sockets_leaves_other_routes_alone() {
    async fn health() -> &'static str {
        "up"
    }

    #[cors(origins = ["https://app.example.com"], methods = [GET, POST], headers = ["content-type"], enforce)]
    fn sockets() -> Router {
        let (service, io) = SocketIo::new_svc();
        io.ns("/", async |_: SocketRef| {});
        Router::new().route_service("/socket.io/", service)
    }

    let app = || {
        CorsRouter::new()
            .route("/health", get(health))
            .merge(sockets())
    };
    let handshake = testing::get("/socket.io/?EIO=4&transport=polling")
        .header("content-type", "application/json");
    let opened = only_front_end_can(app, handshake).await;
    assert!(opened.text().contains(r#""sid""#), "{}", opened.text());

    let browser = Browser::at("https://app.example.com").open_at("https://api.example.com", app());
    let health = browser.fetch(testing::get("/health")).await;
    health.expect_err("it has no policy");
}
