use axum::{extract::ws::WebSocketUpgrade, response::Response};
use cors_runtime::{
    axum::{CorsRouter, routing::any},
    cors,
};

#[cors(origins = ["https://app.example.com"], credentials)]
async fn live(upgrade: WebSocketUpgrade) -> Response {
    //~^ ERROR `WebSocketUpgrade` opens a WebSocket, and the policy has no `enforce`
    upgrade.on_upgrade(async |_| {})
}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", any(live));
}
