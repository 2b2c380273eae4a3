use axum::{extract::ws::WebSocketUpgrade, response::Response};
use cors_runtime::{
    axum::{CorsRouter, routing::any},
    cors,
};

#[cors(origins = ["https://app.example.com"], credentials, enforce)]
async fn live(upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(async |_| {})
}

#[cors(origins = any, allow(websocket_enforce))]
async fn ticker(upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(async |_| {})
}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new()
        .route("/live", any(live))
        .route("/ticker", any(ticker))
}
