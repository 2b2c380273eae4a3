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

// Which Rocket takes a form's type for, too.
#[cors(origins = ["https://app.example.com"], credentials)]
#[post("/application", format = "application/*", data = "<note>")] //~ ERROR any site can submit
fn application(note: &str) -> String {
    note.to_owned()
}

#[cors(origins = ["https://app.example.com"], credentials)]
#[post("/any_text", format = "text/*", data = "<note>")] //~ ERROR any site can submit
fn any_text(note: &str) -> String {
    note.to_owned()
}

#[cors(origins = ["https://app.example.com"], credentials)]
#[post("/multipart", format = "multipart/*", data = "<note>")] //~ ERROR any site can submit
fn multipart(note: &str) -> String {
    note.to_owned()
}

// A form may say `_method=put`.
#[cors(origins = ["https://app.example.com"], credentials, methods = [PUT])]
#[put("/put", data = "<note>")] //~ ERROR any site can submit
fn put_alone(note: String) -> String {
    note
}

static COOKIES: Policy = policy!(origins = ["https://app.example.com"], credentials);

#[cors(policy = COOKIES)]
#[put("/named", data = "<note>")] //~ ERROR any site can submit
fn named(note: String) -> String {
    note
}

static PUTS: Policy = policy!(base = COOKIES, methods = [PUT]);

#[cors(policy = PUTS)]
#[put("/named_put", data = "<note>")] //~ ERROR any site can submit
fn named_put(note: String) -> String {
    note
}

fn main() {}
//~ HAND the last policies stand elsewhere
