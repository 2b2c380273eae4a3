//! What a page may see of an answer.

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

/// The standard's response type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// Of the page's own origin: everything but `Set-Cookie` is visible.
    Basic,
    /// Of another origin that agreed: some headers are visible, and the rest of it.
    Cors,
    /// Of another origin that was not asked (mode `no-cors`): nothing is visible, be it the status.
    Opaque,
    /// The new document of a form: the user sees it, the page that sent it does not.
    Navigation,
}

/// What a page may see of an answer.
#[derive(Clone, Debug)]
pub struct Response {
    kind: Kind,
    status: u16,
    url: Url,
    redirected: bool,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    pub(crate) conversation: String,
}

/// What came back, before it is filtered.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) url: Url,
    pub(crate) redirected: bool,
    pub(crate) status: u16,
    pub(crate) headers: HeaderList,
    pub(crate) body: Vec<u8>,
}

impl Response {
    /// Fetch, "filtered response".
    pub(crate) fn filtered(kind: Kind, credentials: Credentials, received: Received) -> Self {
        let Received {
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
                body: Vec::new(),
                conversation: String::new(),
            };
        }
        let visible = visible(kind, credentials, &headers);
        Self {
            kind,
            status,
            url,
            redirected,
            headers: visible,
            body,
            conversation: String::new(),
        }
    }

    /// How much of it is visible.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The status; 0 if it is hidden.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// True if the status is one of 200 to 299, as `response.ok` says.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        (200..=299).contains(&self.status)
    }

    /// A header as the page reads it, its lines joined by `, `, each byte a character; `None` if it is
    /// not there, or not exposed.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The names of the headers that the page can read, sorted, in lower case.
    pub fn header_names(&self) -> impl Iterator<Item = &str> {
        self.headers.iter().map(|(name, _)| name.as_str())
    }

    /// The address after all redirects; empty if it is hidden.
    #[must_use]
    pub fn url(&self) -> &str {
        if self.kind == Kind::Opaque {
            ""
        } else {
            self.url.as_str()
        }
    }

    /// True if it came after a redirect; hidden with the rest.
    #[must_use]
    pub fn is_redirected(&self) -> bool {
        self.redirected
    }

    /// The body; empty if it is hidden.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.body
    }

    /// The body as text, what is no UTF-8 replaced, as `response.text()` does.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// What was sent and what came back, request by request, with what the page may not see.
    #[must_use]
    pub fn explain(&self) -> &str {
        &self.conversation
    }
}

/// The headers that are visible, sorted, each name once.
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

/// The names that came back and are hidden from the page, sorted.
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

fn exposure(
    kind: Kind,
    credentials: Credentials,
    headers: &HeaderList,
) -> impl Fn(&str) -> bool + use<> {
    // A list with anything that is no name exposes nothing.
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
        let received = Received {
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
    fn concept_filtered_response_cors_exposes_what_is_listed() {
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
    fn concept_filtered_response_cors_safelisted_names() {
        let mut headers = HeaderList::default();
        for name in ALWAYS {
            headers.append(name, b"1");
        }
        let visible = visible(Kind::Cors, Credentials::Include, &headers);
        assert_eq!(visible.len(), ALWAYS.len());
    }

    #[test]
    fn concept_filtered_response_basic_and_opaque() {
        assert_eq!(
            names(Kind::Basic, Credentials::Include, &[]),
            ["*", "etag", "x-a"]
        );
        assert_eq!(names(Kind::Opaque, Credentials::Omit, &["*"]), [""; 0]);
    }
}
