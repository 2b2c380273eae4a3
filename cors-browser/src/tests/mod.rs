//! Fetches from end to end, over servers written in the tests.

mod cookies;
mod messages;
mod modes;
mod network;
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

/// A server that responds with these headers and status 200, or 204 to a preflight, and records the requests.
#[derive(Clone, Default)]
struct TestServer {
    headers: Rc<RefCell<Lines>>,
    requests: Rc<RefCell<Vec<Request<Vec<u8>>>>>,
}

impl TestServer {
    fn new(headers: &[(&'static str, &str)]) -> Self {
        let script = Self::default();
        script.set_headers(headers);
        script
    }

    /// Replaces the headers. `:status` and `:body` are pseudo-headers.
    fn set_headers(&self, headers: &[(&'static str, &str)]) {
        let headers = headers
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()));
        *self.headers.borrow_mut() = headers.collect();
    }

    /// The server for `open_at`.
    fn server(&self) -> impl Fn(Request<Vec<u8>>) -> Ready<Response<Vec<u8>>> + 'static {
        let script = self.clone();
        move |request| {
            let mut response = Response::builder();
            if request.method() == "OPTIONS" {
                response = response.status(204);
            }
            let mut body = "body".to_owned();
            for (name, value) in script.headers.borrow().iter() {
                if *name == ":body" {
                    body.clone_from(value);
                    continue;
                }
                response = match *name {
                    ":status" => response.status(value.as_str()),
                    name => response.header(name, value),
                };
            }
            script.requests.borrow_mut().push(request);
            ready(response.body(body.into_bytes()).expect("a response"))
        }
    }

    fn methods(&self) -> Vec<String> {
        self.requests
            .borrow()
            .iter()
            .map(|request| request.method().to_string())
            .collect()
    }

    /// A header of the latest request.
    fn header(&self, name: &str) -> Option<String> {
        let requests = self.requests.borrow();
        let value = requests.last().expect("a request").headers().get(name)?;
        Some(value.to_str().expect("text").to_owned())
    }
}

/// A browser with one page and one server.
fn open(page: &str, script: &TestServer) -> Browser {
    Browser::at(page).open_at(API, script.server())
}

fn reason<T: std::fmt::Debug>(outcome: Result<T, Blocked>) -> Reason {
    outcome.expect_err("it is blocked").reason()
}
