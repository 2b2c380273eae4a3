//! The same bodies where somebody has said what he thinks of it, and bodies no form can send.

#![deny(deprecated)]

use cors_runtime::{Policy, cors, policy, rocket::routes};
use rocket::{Route, form::Form, get, post, serde::json::Json};

#[cors(origins = ["https://app.example.com"], credentials, enforce)]
#[post("/enforced", data = "<note>")]
fn enforced(note: Form<String>) -> String {
    note.into_inner()
}

#[cors(origins = ["https://app.example.com"], credentials, enforce = false)]
#[post("/not_enforced", data = "<note>")]
fn not_enforced(note: Form<String>) -> String {
    note.into_inner()
}

#[cors(origins = ["https://app.example.com"], credentials, allow(form_enforce))]
#[post("/allowed", data = "<note>")]
fn allowed(note: String) -> String {
    note
}

#[cors(origins = any)]
#[post("/without_cookies", data = "<note>")]
fn without_cookies(note: String) -> String {
    note
}

#[cors(origins = ["https://app.example.com"], credentials, headers = ["content-type"])]
#[post("/json", format = "json", data = "<note>")]
fn json(note: Json<String>) -> String {
    note.into_inner()
}

#[cors(origins = ["https://app.example.com"], credentials)]
#[get("/read")]
fn read() {}

static ENFORCED: Policy = policy!(origins = ["https://app.example.com"], credentials, enforce);

#[cors(policy = ENFORCED)]
#[post("/named", data = "<note>")]
fn named(note: String) -> String {
    note
}

pub(crate) fn routes() -> Vec<Route> {
    routes![enforced, not_enforced, allowed, without_cookies, json, read, named]
}
