use cors_runtime::{cors, rocket::routes};
use rocket::{Route, get, http::CookieJar, post, put, serde::json::Json};

#[cors(origins = ["https://app.example.com"], headers = ["content-type"])]
#[post("/", format = "json", data = "<_name>")]
fn create(_name: Json<String>) {}

#[cors(origins = ["https://app.example.com"], allow(json_content_type))]
#[put("/", format = "json", data = "<_name>")]
fn change(_name: Json<String>) {}

/// Forms need no permission.
#[cors(origins = ["https://app.example.com"])]
#[post("/form", format = "form", data = "<_name>")]
fn form(_name: String) {}

/// Here it is the format of the answer.
#[cors(origins = any)]
#[get("/", format = "json")]
fn list() {}

#[cors(origins = ["https://app.example.com"], credentials)]
#[get("/account")]
fn account(_jar: &CookieJar<'_>) {}

pub(crate) fn routes() -> Vec<Route> {
    routes![create, change, form, list, account]
}
