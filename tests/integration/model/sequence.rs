//! Requests that one page sends in order, from a browser that remembers preflights.

use core::fmt::{self, Display, Formatter};

use cors_runtime::testing::Engine;
use fastrand::Rng;

use crate::policies::PAGES;

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sequence {
    pub(crate) page: &'static str,
    pub(crate) engine: Engine,
    pub(crate) requests: Vec<Request>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Request {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    /// Each of them needs permission.
    pub(crate) headers: Vec<&'static str>,
    pub(crate) credentials: bool,
    /// A listener on the upload, for which a browser sends a preflight whatever the method is.
    pub(crate) upload: bool,
}

impl Request {
    pub(crate) fn needs_permission(&self) -> bool {
        let is_safe = ["GET", "HEAD", "POST"].contains(&self.method);
        !is_safe || !self.headers.is_empty() || self.upload
    }
}

/// `GET` and `POST` need no permission, so a header that was granted for another method reaches them.
const METHODS: [&str; 16] = [
    "GET", "GET", "GET", "HEAD", "POST", "POST", "POST", "PUT", "PUT", "PUT", "DELETE", "DELETE",
    "DELETE", "PATCH", "OPTIONS", "QUERY",
];
const HEADERS: [&[&str]; 10] = [
    &[],
    &[],
    &[],
    &[],
    &["content-type"],
    &["content-type"],
    &["x-a"],
    &["authorization"],
    &["content-type", "x-a"],
    &["x-b"],
];

/// The value that goes with a header.
pub(crate) fn value(header: &str) -> &'static str {
    match header {
        "content-type" => "application/json",
        "authorization" => "Bearer token",
        _ => "1",
    }
}

/// Mostly one address, with methods and headers that repeat: that is where a memory matters.
pub(crate) fn sequence(rng: &mut Rng, paths: &[String]) -> Sequence {
    let page = PAGES[[0, 0, 0, 1, 1, 1, 1, 2, 3][rng.usize(..9)]];
    let engine = match rng.u8(..8) {
        0 => Engine::Chromium,
        1 => Engine::Firefox,
        2 => Engine::Strictest,
        _ => Engine::Standard,
    };
    let path = &paths[rng.usize(..paths.len())];
    let credentials = rng.bool();
    let mut headers = HEADERS[rng.usize(..HEADERS.len())];
    let requests = (0..=rng.usize(..4)).map(|_| {
        if rng.u8(..3) == 0 {
            headers = HEADERS[rng.usize(..HEADERS.len())];
        }
        let path = if rng.u8(..6) == 0 {
            &paths[rng.usize(..paths.len())]
        } else {
            path
        };
        Request {
            method: METHODS[rng.usize(..METHODS.len())],
            path: path.clone(),
            headers: headers.to_vec(),
            credentials: credentials ^ (rng.u8(..6) == 0),
            upload: rng.u8(..16) == 0,
        }
    });
    let mut requests: Vec<Request> = requests.collect();
    // A cached grant needs no second preflight.
    match rng.u8(..4) {
        0 => requests = vec![requests[0].clone(); 2],
        1 => {
            requests.truncate(3);
            requests.push(requests[0].clone());
        }
        _ => {}
    }
    Sequence {
        page,
        engine,
        requests,
    }
}

impl Display for Sequence {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "a page of {}", self.page)?;
        if self.engine != Engine::Standard {
            write!(f, " in {:?}", self.engine)?;
        }
        for request in &self.requests {
            write!(f, "\n    {request}")?;
        }
        Ok(())
    }
}

impl Display for Request {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)?;
        if !self.headers.is_empty() {
            write!(f, " with {}", self.headers.join(", "))?;
        }
        if self.credentials {
            f.write_str(", credentials")?;
        }
        if self.upload {
            f.write_str(", upload listener")?;
        }
        Ok(())
    }
}
