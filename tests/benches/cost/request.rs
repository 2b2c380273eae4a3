//! The requests that are measured, and what has to come back.

use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, Request},
};

/// A request, the same for every contender.
#[derive(Clone, Debug)]
pub(crate) struct BenchRequest {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) headers: Vec<(&'static str, String)>,
    /// True if the page of the request may read the response.
    pub(crate) readable: bool,
    /// Headers that a peer is known to refuse, though every browser sends the request or could.
    pub(crate) peer_may_refuse: bool,
}

/// The response, as far as it is checked.
#[derive(Debug)]
pub(crate) struct RawResponse {
    pub(crate) status: u16,
    pub(crate) allow_origin: Option<String>,
}

/// The `n`th origin of every list.
pub(crate) fn origin(n: usize) -> String {
    format!("https://a{n:05}.example.com")
}

/// The `n`th origin of a list whose entries are alike in their first 193 bytes.
pub(crate) fn alike(n: usize) -> String {
    let (p, q, r) = ("p".repeat(63), "q".repeat(63), "r".repeat(58));
    format!("https://{p}.{q}.{r}{n:05}.example.com")
}

/// The `n`th pattern of every list.
pub(crate) fn pattern(n: usize) -> String {
    format!("https://*.t{n:05}.example.com")
}

/// An origin that this pattern accepts.
pub(crate) fn below_pattern(n: usize) -> String {
    pattern(n).replace('*', "tenant")
}

const EVIL: &str = "https://evil.example.net";
const LONG: usize = 16 * 1024;

impl BenchRequest {
    fn new(method: &'static str, headers: Vec<(&'static str, String)>, readable: bool) -> Self {
        Self {
            method,
            path: "/items",
            headers,
            readable,
            peer_may_refuse: false,
        }
    }

    pub(crate) fn get(origin: String) -> Self {
        Self::new("GET", vec![("origin", origin)], true)
    }

    pub(crate) fn refused(origin: String) -> Self {
        Self::new("GET", vec![("origin", origin)], false)
    }

    pub(crate) fn evil() -> Self {
        Self::refused(EVIL.to_owned())
    }

    pub(crate) fn missing(origin: String) -> Self {
        Self {
            path: "/nowhere",
            ..Self::get(origin)
        }
    }

    fn preflight(origin: &str, headers: String, readable: bool) -> Self {
        let headers = vec![
            ("origin", origin.to_owned()),
            ("access-control-request-method", "PUT".to_owned()),
            ("access-control-request-headers", headers),
        ];
        Self::new("OPTIONS", headers, readable)
    }

    /// The scenarios of a list whose last origin is this one.
    pub(crate) fn scenarios(last: &str) -> Vec<(&'static str, Self)> {
        let headers = || "content-type,x-one".to_owned();
        vec![
            ("GET, no `Origin`", Self::new("GET", vec![], false)),
            ("GET, allowed", Self::get(last.to_owned())),
            ("GET, refused", Self::evil()),
            ("preflight, allowed", Self::preflight(last, headers(), true)),
            (
                "preflight, refused",
                Self::preflight(EVIL, headers(), false),
            ),
            (
                "GET, 16 KiB `Origin`",
                Self::refused(format!("https://{}", "a".repeat(LONG))),
            ),
            (
                "preflight, allowed, 16 KiB of commas",
                Self {
                    peer_may_refuse: true,
                    ..Self::preflight(last, ",".repeat(LONG), true)
                },
            ),
        ]
    }

    /// The request as hyper hands it on.
    pub(crate) fn request(&self) -> Request<Body> {
        let mut request = Request::builder().method(self.method).uri(self.path);
        for (name, value) in &self.headers {
            // A part of the buffer that was read, so that a clone shares the bytes.
            let buffer = Bytes::from(format!("{value}\r\n").into_bytes());
            let value = HeaderValue::from_maybe_shared(buffer.slice(..value.len()));
            request = request.header(*name, value.expect("a header value"));
        }
        request.body(Body::empty()).expect("a request")
    }

    /// True if a contender responds as the policy demands; a wrong response may be a cheap one.
    pub(crate) fn check(&self, response: &RawResponse, is_peer: bool) -> Result<(), String> {
        let origin = self.headers.iter().find(|(name, _)| *name == "origin");
        let expected = origin.filter(|_| self.readable).map(|(_, origin)| origin);
        let allowed = response.allow_origin.as_ref();
        // `*` is as good.
        let fits = match (expected, allowed) {
            (Some(expected), Some(allowed)) => allowed == "*" || allowed == expected,
            (None, Some(_)) => false,
            (Some(_), None) => is_peer && self.peer_may_refuse,
            (None, None) => true,
        };
        let done = self.method != "OPTIONS" || !self.readable || response.status == 204 || is_peer;
        if fits && done {
            Ok(())
        } else {
            Err(format!("{response:?} instead of {expected:?}"))
        }
    }
}
