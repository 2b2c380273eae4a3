//! Tests of the cards, the recorder, the explanations and our client, on both servers. They need no browser.

mod calls;
mod cards;
mod explanations;
mod page;
mod start;
#[path = "../support/mod.rs"]
mod support;

use std::sync::atomic::{AtomicUsize, Ordering};

use playground::{CALLS, Call, Framework};
use serde_json::{Value, json};

const BOTH: [Framework; 2] = [Framework::Axum, Framework::Rocket];

fn story(id: &str) -> Call {
    let mut calls = CALLS.into_iter();
    calls.find(|call| call.id == id).expect(id)
}

/// The body of a request for `/calls`, with a unique name of the call.
fn call_body(server: Framework, origin: &str, id: &str) -> Value {
    static CALL: AtomicUsize = AtomicUsize::new(0);
    let call = CALL.fetch_add(1, Ordering::Relaxed).to_string();
    json!({ "call": call, "server": server, "origin": origin, "request": story(id) })
}
