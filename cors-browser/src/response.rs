//! Fetch, "filtered response".

use url::Url;

use crate::{bytes::isomorphic, headers::HeaderList, request::Credentials};

/// Fetch, "CORS-safelisted response-header name".
const SAFELISTED: [&str; 7] = [
    "cache-control",
    "content-language",
    "content-length",
    "content-type",
    "expires",
    "last-modified",
    "pragma",
];

/// Fetch, "forbidden response-header name".
const FORBIDDEN: [&str; 2] = ["set-cookie", "set-cookie2"];

/// Fetch, "response type".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// From the page's own origin: everything except `Set-Cookie` is visible.
    Basic,
    /// From another origin that passed the CORS check: status, body, and exposed headers are visible.
    Cors,
    /// From another origin, to a request of mode `no-cors`: nothing is visible, not even the status.
    Opaque,
    /// The document that a form or a link opens: the user sees it, the page that sent it does not.
    Navigation,
}

/// Fetch, "response tainting".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResponseTainting {
    Basic,
    Cors,
    Opaque,
}

/// A response as a script of the page sees it.
#[derive(Clone, Debug)]
pub struct Response {
    kind: Kind,
    status: u16,
    url: Url,
    redirected: bool,
    headers: Vec<(String, String)>,
    hidden: Vec<String>,
    body: Vec<u8>,
    pub(crate) log: String,
}

/// Fetch, "internal response": a response before it is filtered.
#[derive(Debug)]
pub(crate) struct InternalResponse {
    pub(crate) url: Url,
    pub(crate) redirected: bool,
    pub(crate) status: u16,
    pub(crate) headers: HeaderList,
    pub(crate) body: Vec<u8>,
}

impl Response {
    /// Fetch, "filtered response".
    pub(crate) fn filtered(
        kind: Kind,
        credentials: Credentials,
        received: InternalResponse,
    ) -> Self {
        let InternalResponse {
            url,
            redirected,
            status,
            headers,
            body,
        } = received;
        if kind == Kind::Opaque {
            return Self {
                kind,
                status: 0,
                url,
                redirected: false,
                headers: Vec::new(),
                hidden: Vec::new(),
                body: Vec::new(),
                log: String::new(),
            };
        }
        let visible = visible(kind, credentials, &headers);
        Self {
            kind,
            status,
            url,
            redirected,
            headers: visible,
            hidden: hidden(kind, credentials, &headers),
            body,
            log: String::new(),
        }
    }

    /// The response type, which decides what is visible.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The status; 0 if it is opaque.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// True if the status is 200 to 299, like `response.ok`.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        (200..=299).contains(&self.status)
    }

    /// A header as a script reads it: values joined by `, ` and isomorphic decoded. `None` if it is absent or not
    /// exposed.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The names of the visible headers, sorted, in lower case.
    pub fn header_names(&self) -> impl Iterator<Item = &str> {
        self.headers.iter().map(|(name, _)| name.as_str())
    }

    /// The names of headers that the response has and the script cannot see, sorted, in lower case. Empty if the
    /// response is opaque.
    pub fn hidden_header_names(&self) -> impl Iterator<Item = &str> {
        self.hidden.iter().map(String::as_str)
    }

    /// The URL after all redirects; empty if the response is opaque.
    #[must_use]
    pub fn url(&self) -> &str {
        if self.kind == Kind::Opaque {
            ""
        } else {
            self.url.as_str()
        }
    }

    /// True if the request was redirected; false if the response is opaque.
    #[must_use]
    pub fn is_redirected(&self) -> bool {
        self.redirected
    }

    /// The body; empty if the response is opaque.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.body
    }

    /// The body as text, with invalid UTF-8 replaced, like `response.text()`.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The HTTP exchanges of this fetch, with headers that the script cannot see.
    #[must_use]
    pub fn explain(&self) -> &str {
        &self.log
    }
}

/// The visible headers, sorted, each name once.
fn visible(kind: Kind, credentials: Credentials, headers: &HeaderList) -> Vec<(String, String)> {
    let is_visible = exposure(kind, credentials, headers);
    let mut names: Vec<String> = headers
        .iter()
        .map(|(name, _)| name.to_ascii_lowercase())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
        .into_iter()
        .filter(|name| !FORBIDDEN.contains(&name.as_str()) && is_visible(name))
        .filter_map(|name| {
            let value = headers.get(&name)?;
            Some((name, isomorphic(&value)))
        })
        .collect()
}

/// The names of the headers that are hidden from scripts, sorted.
pub(crate) fn hidden(kind: Kind, credentials: Credentials, headers: &HeaderList) -> Vec<String> {
    let is_visible = exposure(kind, credentials, headers);
    let mut names: Vec<String> = headers
        .iter()
        .map(|(name, _)| name.to_ascii_lowercase())
        .filter(|name| FORBIDDEN.contains(&name.as_str()) || !is_visible(name))
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The predicate for visible header names.
fn exposure(
    kind: Kind,
    credentials: Credentials,
    headers: &HeaderList,
) -> impl Fn(&str) -> bool + use<> {
    // A malformed list exposes nothing.
    let exposed = headers
        .tokens("access-control-expose-headers")
        .ok()
        .flatten()
        .unwrap_or_default();
    let everything = match kind {
        Kind::Basic | Kind::Navigation => true,
        Kind::Cors => credentials != Credentials::Include && exposed.iter().any(|name| name == "*"),
        Kind::Opaque => false,
    };
    move |name| {
        everything
            || (kind == Kind::Cors
                && (SAFELISTED.contains(&name)
                    || exposed.iter().any(|other| other.eq_ignore_ascii_case(name))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the standard lists them.
    const ALWAYS: [&str; 7] = [
        "cache-control",
        "content-language",
        "content-length",
        "content-type",
        "expires",
        "last-modified",
        "pragma",
    ];

    fn names(kind: Kind, credentials: Credentials, exposed: &[&str]) -> Vec<String> {
        let mut headers = HeaderList::default();
        for name in ALWAYS
            .into_iter()
            .chain(["ETag", "*", "set-cookie", "x-a", "x-a"])
        {
            headers.append(name, b"1");
        }
        for line in exposed {
            headers.append("access-control-expose-headers", line.as_bytes());
        }
        let url = Url::parse("https://api.example.com/").expect("a URL");
        let received = InternalResponse {
            url,
            redirected: false,
            status: 200,
            headers,
            body: Vec::new(),
        };
        let response = Response::filtered(kind, credentials, received);
        response
            .header_names()
            .filter(|name| !ALWAYS.contains(name))
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn cors_filtered_response_exposes_listed_headers() {
        let names = |credentials, exposed: &[&str]| names(Kind::Cors, credentials, exposed);
        let (omit, include) = (Credentials::Omit, Credentials::Include);
        assert_eq!(names(omit, &[]), [""; 0]);
        assert_eq!(names(omit, &["X-A,etag"]), ["etag", "x-a"]);
        assert_eq!(names(include, &["etag", ", x-a ,"]), ["etag", "x-a"]);
        assert_eq!(names(omit, &["etag, bad name"]), [""; 0]);
        assert_eq!(names(omit, &["set-cookie"]), [""; 0]);
        let all = ["*", "access-control-expose-headers", "etag", "x-a"];
        assert_eq!(names(omit, &["*"]), all);
        assert_eq!(names(include, &["*"]), ["*"]);
    }

    #[test]
    fn cors_filtered_response_exposes_safelisted_headers() {
        let mut headers = HeaderList::default();
        for name in ALWAYS {
            headers.append(name, b"1");
        }
        let visible = visible(Kind::Cors, Credentials::Include, &headers);
        assert_eq!(visible.len(), ALWAYS.len());
    }

    #[test]
    fn basic_and_opaque_filtered_response() {
        assert_eq!(
            names(Kind::Basic, Credentials::Include, &[]),
            ["*", "etag", "x-a"]
        );
        assert_eq!(names(Kind::Opaque, Credentials::Omit, &["*"]), [""; 0]);
    }
}
