//! Routes with `#[openapi]` of rocket_okapi.

use core::cell::RefCell;

use cors_ecosystem_tests::only_front_end_can;
use cors_runtime::{
    cors,
    rocket::{Cors, routes},
    testing::{self, Browser},
};
use rocket::{Build, Rocket, get, local::asynchronous::Client, post, put, serde::json::Json};
use rocket_okapi::{get_openapi_route, openapi, openapi_get_spec, settings::OpenApiSettings};

#[derive(serde::Serialize, serde::Deserialize, schemars_08::JsonSchema)]
#[schemars(crate = "schemars_08")]
struct User {
    name: String,
}

/// Creates a user.
#[openapi(tag = "Users")]
#[cors(origins = ["https://app.example.com"], headers = ["content-type"])]
#[post("/users", data = "<user>")]
fn create(user: Json<User>) -> Json<User> {
    user
}

/// Renames a user.
#[cors(origins = ["https://app.example.com"])]
#[openapi(tag = "Users")]
#[put("/users/<id>")]
fn rename(id: u32) -> String {
    format!("renamed {id}")
}

#[cors(origins = ["https://app.example.com"], headers = ["x-page"])]
#[get("/users/<id>")]
#[openapi]
fn show(id: u32) -> String {
    format!("shown {id}")
}

fn app() -> Rocket<Build> {
    let settings = OpenApiSettings::new();
    let docs = openapi_get_spec![settings: create, rename, show];
    rocket::build()
        .attach(Cors::fairing())
        .mount("/", routes![create, rename, show])
        .mount("/", [get_openapi_route(docs, &settings)])
}

/// Calls a `Rocket` by [`only_front_end_can`]. Clients launch asynchronously, so they are made in advance.
async fn call(rocket: fn() -> Rocket<Build>, call: testing::Request) -> String {
    let mut clients = Vec::new();
    for _ in 0..2 {
        clients.push(Client::untracked(rocket()).await.expect("it launches"));
    }
    let clients = RefCell::new(clients);
    let server = || clients.borrow_mut().pop().expect("one for each browser");
    only_front_end_can(server, call).await.text()
}

#[tokio::test]
async fn documented_routes_keep_their_policies() {
    let create = testing::post("/users").json(r#"{"name":"Ada"}"#);
    assert_eq!(call(app, create).await, r#"{"name":"Ada"}"#);
    assert_eq!(call(app, testing::put("/users/7")).await, "renamed 7");
    assert_eq!(
        call(app, testing::get("/users/7").header("x-page", "2")).await,
        "shown 7"
    );
}

#[tokio::test]
async fn document_has_annotated_routes_and_no_cors() {
    let client = Client::untracked(app()).await.expect("it launches");
    let response = client.get("/openapi.json").dispatch().await;
    let document = response.into_string().await.expect("a document");
    for part in ["/users/{id}", "Renames a user.", "Creates a user.", "okapi"] {
        assert_eq!(
            document.contains(part),
            part != "okapi",
            "{part} in {document}"
        );
    }
    let browser = Browser::at("https://app.example.com").open_at("https://api.example.com", client);
    browser
        .fetch(testing::get("/openapi.json"))
        .await
        .expect_err("it has no policy");
}

mod utoipa_routes {
    use super::{Build, Cors, Rocket, call, cors, routes, testing};
    use utoipa::OpenApi;

    /// Removes a user.
    #[cors(origins = ["https://app.example.com"])]
    #[rocket::delete("/users/<id>")]
    #[utoipa::path(delete, path = "/users/{id}")]
    fn remove(id: u32) -> String {
        format!("removed {id}")
    }

    #[utoipa::path(put, path = "/users/{id}")]
    #[cors(origins = ["https://app.example.com"])]
    #[rocket::put("/users/<id>")]
    fn rename(id: u32) -> String {
        format!("renamed {id}")
    }

    #[derive(OpenApi)]
    #[openapi(paths(remove, rename))]
    struct Api;

    fn app() -> Rocket<Build> {
        rocket::build()
            .attach(Cors::fairing())
            .mount("/", routes![remove, rename])
    }

    #[tokio::test]
    async fn routes_documented_by_utoipa_keep_their_policies() {
        assert_eq!(call(app, testing::delete("/users/7")).await, "removed 7");
        assert_eq!(call(app, testing::put("/users/7")).await, "renamed 7");
        let users = &Api::openapi().paths.paths["/users/{id}"];
        assert!(users.delete.is_some() && users.put.is_some());
    }
}
