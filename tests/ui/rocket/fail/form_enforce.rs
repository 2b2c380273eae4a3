//! What any site can send with a form, under a policy with cookies that says nothing of it.

#![deny(deprecated)]

use cors_runtime::{Policy, cors, policy};
use rocket::{form::Form, post, put, serde::json::Json};

#[cors(origins = ["https://app.example.com"], credentials)]
#[post("/form", data = "<note>")] //~ ERROR any site can submit
fn form(note: Form<String>) -> String {
    note.into_inner()
}

#[cors(origins = ["https://app.example.com"], credentials)]
#[post("/text", format = "text/plain", data = "<note>")] //~ ERROR any site can submit
fn text(note: &str) -> String {
    note.to_owned()
}

// Rocket's `Json` reads whatever it gets, unless the route has a `format`.
#[cors(origins = ["https://app.example.com"], credentials, headers = ["content-type"])]
#[post("/json", data = "<note>")] //~ ERROR any site can submit
fn json(note: Json<String>) -> String {
    note.into_inner()
}

static COOKIES: Policy = policy!(origins = ["https://app.example.com"], credentials);

// A form may say `_method=put`.
#[cors(policy = COOKIES)]
#[put("/named", data = "<note>")] //~ ERROR any site can submit
fn named(note: String) -> String {
    note
}

fn main() {}
//~ HAND the last policy stands elsewhere
