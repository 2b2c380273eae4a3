//! The API of a small shop on axum. `rocket_api` has the same routes and policies.

use axum::{
    Json,
    http::{HeaderMap, StatusCode, header},
    response::IntoResponse,
};
use cors_runtime::{
    axum::{
        CorsRouter,
        routing::{get, post},
    },
    cors,
};
use serde::Deserialize;

use crate::shop;

#[derive(Deserialize)]
pub(crate) struct Order {
    item: String,
}

#[cors(origins = any, expose_headers = ["x-total-count"], max_age = "1h")]
async fn menu() -> impl IntoResponse {
    let headers = [("x-total-count", shop::TOTAL), ("etag", shop::ETAG)];
    (headers, shop::MENU)
}

#[cors(origins = ["http://localhost:4100"], credentials)]
async fn account(headers: HeaderMap) -> Result<String, (StatusCode, &'static str)> {
    let cookies = headers.get_all(header::COOKIE).into_iter();
    let mut pairs = cookies
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split("; "));
    pairs
        .find_map(|pair| pair.strip_prefix(shop::COOKIE)?.strip_prefix('='))
        .map(shop::greeting)
        .ok_or((StatusCode::UNAUTHORIZED, shop::NO_COOKIE))
}

#[cors(origins = ["http://localhost:4100", "http://localhost:4101"])]
async fn list_orders() -> &'static str {
    shop::ORDERS
}

#[cors(
    origins = ["http://localhost:4100"],
    dev_origins = ["http://localhost:4102"],
    headers = ["content-type"],
)]
async fn create_order(Json(order): Json<Order>) -> (StatusCode, String) {
    (StatusCode::CREATED, shop::ordered(&order.item))
}

#[cors(origins = ["http://localhost:4101"], headers = ["authorization"])]
async fn clear_orders(headers: HeaderMap) -> Result<&'static str, (StatusCode, &'static str)> {
    let token = headers.get(header::AUTHORIZATION);
    if token.is_some_and(|token| token == shop::TOKEN) {
        Ok(shop::CLEARED)
    } else {
        Err((StatusCode::UNAUTHORIZED, shop::NO_TOKEN))
    }
}

#[cors(origins = any)]
async fn feedback(_text: String) -> &'static str {
    shop::THANKS
}

#[cors(origins = ["http://*.partner.localhost:4100"])]
async fn sales() -> &'static str {
    shop::SALES
}

#[cors(origins = ["http://localhost:4100"])]
async fn subscribe(_address: String) -> &'static str {
    shop::SUBSCRIBED
}

#[cors(origins = ["http://localhost:4100"], enforce)]
async fn transfer(_to: String) -> &'static str {
    shop::TRANSFERRED
}

#[cors(disabled)]
async fn metrics() -> &'static str {
    shop::METRICS
}

/// Has no policy of its own, so the router's default policy applies.
async fn help() -> &'static str {
    shop::HELP
}

#[cors(origins = ["http://localhost:4100"])]
pub(crate) fn api() -> CorsRouter {
    CorsRouter::new()
        .route("/menu", get(menu))
        .route("/account", get(account))
        .route(
            "/orders",
            get(list_orders).post(create_order).delete(clear_orders),
        )
        .route("/feedback", post(feedback))
        .route("/sales", get(sales))
        .route("/newsletter", post(subscribe))
        .route("/transfer", post(transfer))
        .route("/metrics", get(metrics))
        .route("/help", get(help))
}
