//! The items that a policy leaves as they are: `uri!`, functions, names, ranks, formats and sentinels.

// Handlers of users may be `async` without an await, and take arguments by value.
#![allow(clippy::unused_async, clippy::needless_pass_by_value)]
// Users write paths and lifetimes in each of these ways.
#![allow(
    unused_qualifications,
    clippy::needless_lifetimes,
    clippy::elidable_lifetime_names
)]

use std::{collections::HashMap, path::PathBuf};

use cors_runtime::{
    cors,
    rocket::{Cors, routes},
};
use rocket::{Route, error::ErrorKind, get, http::Method, post, serde::json::Json, uri};

use cors_tests::quiet;

use crate::{
    handlers::{self, borrowed, changed, files, form, ignored, json, r#match, query, state},
    notations,
};

mod shop {
    use super::*;

    #[cors(origins = ["https://app.example.com"])]
    #[get("/items/<id>?<sort>")]
    pub(crate) fn item(id: u32, sort: Option<&str>) -> String {
        format!("item {id} {sort:?}")
    }

    pub(super) mod orders {
        use super::*;

        #[cors(origins = ["https://app.example.com"])]
        #[get("/orders/<path..>")]
        pub(in crate::route_items) async fn order(path: PathBuf) -> String {
            path.display().to_string()
        }

        #[cors(origins = ["https://app.example.com"])]
        #[get("/hidden")]
        pub(super) fn hidden() -> &'static str {
            "hidden"
        }

        #[get("/plain/<id>")]
        pub(crate) fn plain(id: u8) -> String {
            id.to_string()
        }
    }

    pub(super) fn routes() -> Vec<Route> {
        routes![orders::hidden]
    }
}

#[test]
fn uris_are_built_as_for_plain_routes() {
    assert_eq!(uri!(handlers::borrowed("a b")), "/borrowed/a%20b");
    assert_eq!(uri!(shop::item(7, Some("name"))), "/items/7?sort=name");
    assert_eq!(uri!(shop::item(id = 7, sort = _)), "/items/7");
    assert_eq!(uri!("/api", shop::item(7, _)), "/api/items/7");
    assert_eq!(
        uri!(crate::route_items::shop::orders::order(PathBuf::from(
            "a/b"
        ))),
        "/orders/a/b"
    );
    assert_eq!(
        uri!("/v1", handlers::r#match("loop", 7)),
        "/v1/raw/loop?fn=7"
    );
    assert_eq!(
        uri!("https://api.example.com/v1", handlers::changed(7)),
        "https://api.example.com/v1/changed/7"
    );
    assert_eq!(uri!("/v1", handlers::silent), "/v1/silent");
}

#[rocket::async_test]
async fn handlers_can_be_called_as_functions() {
    assert_eq!(borrowed("x"), "x");
    assert_eq!(changed(7), "8");
    assert_eq!(r#match("x", 7), "x 7");
    assert_eq!(shop::item(7, None), "item 7 None");
    assert_eq!(files(7, PathBuf::from("a")).await, "files 7 a");
    assert_eq!(notations::methods::short_get(), "short_get");
}

fn names(routes: &[Route]) -> Vec<&str> {
    let names = routes.iter().map(|route| route.name.as_deref());
    names.map(|name| name.unwrap_or("?")).collect()
}

#[test]
fn routes_keep_their_order_and_names() {
    assert!(routes![].is_empty());
    assert_eq!(names(&routes![changed]), ["changed"]);
    assert_eq!(names(&routes![changed,]), ["changed"]);
    let mixed = routes![
        shop::orders::plain,
        shop::item,
        self::shop::orders::order,
        crate::route_items::shop::orders::plain,
        crate::handlers::changed,
        notations::methods::short_put,
    ];
    assert_eq!(
        names(&mixed),
        ["plain", "item", "order", "plain", "changed", "short_put"]
    );
    assert_eq!(mixed[1].uri, "/items/<id>?<sort>");
    assert_eq!(mixed[5].method, Method::Put);
    assert_eq!(names(&shop::routes()), ["hidden"]);
}

/// The same routes without a policy.
mod plain {
    use super::*;

    #[post("/json", format = "json", data = "<pet>")]
    async fn json(pet: Json<HashMap<String, u8>>) {
        drop(pet);
    }

    #[post("/form", data = "<pet>", format = "form", rank = 7)]
    fn form(pet: String) {
        drop(pet);
    }

    #[get("/query?kind=cat&<name>&<age>&<others..>")]
    fn query(name: u8, age: u8, others: HashMap<String, u8>) {
        let _ = (name, age, others);
    }

    #[get("/ignored/<_>/<_..>")]
    fn ignored() {}

    pub(super) fn all() -> Vec<Route> {
        rocket::routes![json, form, query, ignored]
    }
}

#[test]
fn policy_changes_no_property_of_a_route() {
    let annotated = routes![json, form, query, ignored];
    for (annotated, plain) in annotated.iter().zip(plain::all()) {
        assert_eq!(annotated.to_string(), plain.to_string());
        assert_eq!(annotated.name, plain.name);
        assert_eq!(annotated.rank, plain.rank);
        assert_eq!(annotated.format, plain.format);
    }
}

#[rocket::async_test]
async fn sentinels_of_guards_still_refuse_to_launch() {
    let rocket = rocket::custom(quiet()).attach(Cors::fairing());
    let ignited = rocket.mount("/", routes![state]).ignite().await;
    let error = ignited.expect_err("a missing state");
    let ErrorKind::SentinelAborts(sentinels) = error.kind() else {
        panic!("{error}")
    };
    let sentinels = format!("{sentinels:?}");
    assert!(sentinels.contains("Greeting"), "{sentinels}");
}
