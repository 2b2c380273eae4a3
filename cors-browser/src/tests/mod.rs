//! Fetches from end to end, over servers that are written here.

mod cookies;
mod modes;
mod preflights;
mod redirects;
mod shared_cache;

use std::{
    cell::RefCell,
    future::{Ready, ready},
    rc::Rc,
};

use http::{Request, Response};

use super::{Blocked, Browser, Reason};

const APP: &str = "https://app.example.com";
const API: &str = "https://api.example.com";
const EVIL: &str = "https://evil.example";

type Lines = Vec<(&'static str, String)>;

/// A server that answers 200 with these headers to everything, or 204 to a preflight, and keeps what
/// it was asked.
#[derive(Clone, Default)]
struct Script {
    headers: Rc<RefCell<Lines>>,
    seen: Rc<RefCell<Vec<Request<Vec<u8>>>>>,
}

impl Script {
    fn new(headers: &[(&'static str, &str)]) -> Self {
        let script = Self::default();
        script.say(headers);
        script
    }

    /// From now on.
    fn say(&self, headers: &[(&'static str, &str)]) {
        let headers = headers
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()));
        *self.headers.borrow_mut() = headers.collect();
    }

    /// As `open_at` takes it.
    fn server(&self) -> impl Fn(Request<Vec<u8>>) -> Ready<Response<Vec<u8>>> + 'static {
        let script = self.clone();
        move |request| {
            let mut response = Response::builder();
            if request.method() == "OPTIONS" {
                response = response.status(204);
            }
            for (name, value) in script.headers.borrow().iter() {
                response = match *name {
                    ":status" => response.status(value.as_str()),
                    name => response.header(name, value),
                };
            }
            script.seen.borrow_mut().push(request);
            ready(response.body(b"body".to_vec()).expect("a response"))
        }
    }

    fn methods(&self) -> Vec<String> {
        self.seen
            .borrow()
            .iter()
            .map(|request| request.method().to_string())
            .collect()
    }

    /// A header of the latest request.
    fn header(&self, name: &str) -> Option<String> {
        let seen = self.seen.borrow();
        let value = seen.last().expect("a request").headers().get(name)?;
        Some(value.to_str().expect("text").to_owned())
    }
}

/// A browser with one page and one server.
fn open(page: &str, script: &Script) -> Browser {
    Browser::at(page).open_at(API, script.server())
}

fn reason<T: std::fmt::Debug>(outcome: Result<T, Blocked>) -> Reason {
    outcome.expect_err("it is blocked").reason()
}
