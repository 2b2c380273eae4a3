//! The API of a small shop on Rocket. `axum_api` has the same routes and policies.

use cors_runtime::{cors, rocket::routes};
use rocket::{
    Build, Config, Request, Responder, Rocket, catch, catchers, delete, get,
    http::{CookieJar, Header, Status},
    post,
    request::{FromRequest, Outcome},
    response::status::{Created, Custom},
    serde::{Deserialize, json::Json},
};

use crate::shop;

#[derive(Deserialize)]
#[serde(crate = "rocket::serde")]
pub(crate) struct Order {
    item: String,
}

#[derive(Responder)]
pub(crate) struct Menu {
    dishes: &'static str,
    total: Header<'static>,
    etag: Header<'static>,
}

#[cors(origins = any, expose_headers = ["x-total-count"], max_age = "1h")]
#[get("/menu")]
fn menu() -> Menu {
    Menu {
        dishes: shop::MENU,
        total: Header::new("x-total-count", shop::TOTAL),
        etag: Header::new("etag", shop::ETAG),
    }
}

#[cors(origins = ["http://localhost:4100"], credentials)]
#[get("/account")]
fn account(cookies: &CookieJar<'_>) -> Result<String, Custom<&'static str>> {
    match cookies.get(shop::COOKIE) {
        Some(cookie) => Ok(shop::greeting(cookie.value())),
        None => Err(Custom(Status::Unauthorized, shop::NO_COOKIE)),
    }
}

#[cors(origins = ["http://localhost:4100", "http://localhost:4101"])]
#[get("/orders")]
fn list_orders() -> &'static str {
    shop::ORDERS
}

#[cors(
    origins = ["http://localhost:4100"],
    dev_origins = ["http://localhost:4102"],
    headers = ["content-type"],
)]
#[post("/orders", format = "json", data = "<order>")]
fn create_order(order: Json<Order>) -> Created<String> {
    Created::new("/orders").body(shop::ordered(&order.into_inner().item))
}

pub(crate) struct Token;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Token {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        if request.headers().get_one("authorization") == Some(shop::TOKEN) {
            Outcome::Success(Self)
        } else {
            Outcome::Error((Status::Unauthorized, ()))
        }
    }
}

#[cors(origins = ["http://localhost:4101"], headers = ["authorization"])]
#[delete("/orders")]
fn clear_orders(_token: Token) -> &'static str {
    shop::CLEARED
}

#[cors(origins = any)]
#[post("/feedback", data = "<_text>")]
fn feedback(_text: String) -> &'static str {
    shop::THANKS
}

#[cors(origins = ["http://*.partner.localhost:4100"])]
#[get("/sales")]
fn sales() -> &'static str {
    shop::SALES
}

#[cors(origins = ["http://localhost:4100"])]
#[post("/newsletter", data = "<_address>")]
fn subscribe(_address: String) -> &'static str {
    shop::SUBSCRIBED
}

#[cors(origins = ["http://localhost:4100"], enforce)]
#[post("/transfer", data = "<_to>")]
fn transfer(_to: String) -> &'static str {
    shop::TRANSFERRED
}

#[cors(disabled)]
#[get("/metrics")]
fn metrics() -> &'static str {
    shop::METRICS
}

/// Has no policy of its own, so the default policy of the `Rocket` applies.
#[get("/help")]
fn help() -> &'static str {
    shop::HELP
}

#[catch(default)]
fn failed(status: Status, _: &Request<'_>) -> String {
    status.to_string()
}

#[cors(origins = ["http://localhost:4100"])]
pub(crate) fn api(config: Config) -> Rocket<Build> {
    let routes = routes![
        menu,
        account,
        list_orders,
        create_order,
        clear_orders,
        feedback,
        sales,
        subscribe,
        transfer,
        metrics,
        help,
    ];
    rocket::custom(config)
        .mount("/", routes)
        .register("/", catchers![failed])
}
