//! What any site can send with a form, under a policy with cookies that says nothing of it.

#![deny(deprecated)]

use axum::{
    Form,
    body::Bytes,
    extract::{Multipart, RawForm, State},
};
use cors_runtime::{Policy, cors, policy};

type Order = Form<Vec<(String, String)>>;

#[cors(origins = ["https://app.example.com"], credentials)]
async fn form(State(()): State<()>, order: Form<Vec<(String, String)>>) {} //~ ERROR any site can submit

#[cors(origins = ["https://app.example.com"], credentials, methods = [POST, PUT])]
async fn behind_an_alias(order: Order) {} //~ ERROR any site can submit

#[cors(origins = ["https://app.example.com"], credentials)]
async fn perhaps(order: Option<Order>) {} //~ ERROR any site can submit

#[cors(origins = ["https://app.example.com"], credentials)]
async fn text(note: String) {} //~ ERROR any site can submit

#[cors(origins = ["https://app.example.com"], credentials)]
async fn bytes(note: Bytes) {} //~ ERROR any site can submit

#[cors(origins = ["https://app.example.com"], credentials)]
async fn raw(note: RawForm) {} //~ ERROR any site can submit

#[cors(origins = ["https://app.example.com"], credentials)]
async fn files(files: Multipart) {} //~ ERROR any site can submit

static COOKIES: Policy = policy!(origins = ["https://app.example.com"], credentials);

#[cors(policy = COOKIES)]
async fn named(note: String) {} //~ ERROR any site can submit

#[cors(base = COOKIES, max_age = 60)]
async fn started_from(note: String) {} //~ ERROR any site can submit

const METHODS: &[&str] = &["POST"];

#[cors(origins = ["https://app.example.com"], credentials, methods = [METHODS])]
async fn constant(note: String) {} //~ ERROR any site can submit

fn main() {}
