//! The requests and their expected responses: the policies of the quickstarts, read naively.

/// A request, and its response in one word.
pub(crate) struct Request {
    pub(crate) what: &'static str,
    pub(crate) bytes: Vec<u8>,
    pub(crate) is_head: bool,
    statuses: &'static [u16],
    /// `Access-Control-Allow-Origin`.
    allow_origin: Option<&'static str>,
}

/// The compared parts of a response.
#[derive(Debug)]
pub(crate) struct RawResponse {
    status: u16,
    allow_origin: Vec<String>,
    /// The number of headers whose names begin with `access-control-`.
    access_control: usize,
}

impl Request {
    fn new(what: &'static str, line: &str, headers: &[(&str, &[u8])]) -> Self {
        let mut bytes = format!("{line} HTTP/1.1\r\nhost: 127.0.0.1\r\n").into_bytes();
        for (name, value) in headers {
            bytes.extend_from_slice(name.as_bytes());
            bytes.extend_from_slice(b": ");
            bytes.extend_from_slice(value);
            bytes.extend_from_slice(b"\r\n");
        }
        bytes.extend_from_slice(b"\r\n");
        Self {
            what,
            bytes,
            is_head: line.starts_with("HEAD"),
            statuses: &[200],
            allow_origin: None,
        }
    }

    fn responding(mut self, statuses: &'static [u16], allow_origin: Option<&'static str>) -> Self {
        self.statuses = statuses;
        self.allow_origin = allow_origin;
        self
    }

    pub(crate) fn expects(&self, response: &RawResponse) -> bool {
        let allowed = match self.allow_origin {
            Some(origin) => response.allow_origin == [origin],
            None => response.access_control == 0,
        };
        allowed && self.statuses.contains(&response.status)
    }
}

impl RawResponse {
    /// The response at the start of the buffer, if it is whole, and whether the connection stays open.
    pub(crate) fn read(buffer: &[u8], is_head: bool) -> Option<(Self, bool)> {
        let end = buffer.windows(4).position(|window| window == b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(&buffer[..end]);
        let mut lines = head.split("\r\n");
        let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        let mut response = Self {
            status,
            allow_origin: Vec::new(),
            access_control: 0,
        };
        let mut length = 0;
        let mut keep = true;
        for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse().ok()?,
                "connection" => keep = !value.eq_ignore_ascii_case("close"),
                name if name.starts_with("access-control-") => {
                    response.access_control += 1;
                    if name == "access-control-allow-origin" {
                        response.allow_origin.push(value.to_owned());
                    }
                }
                _ => {}
            }
        }
        let bodiless = is_head || status == 204 || status == 304;
        let whole = bodiless || buffer.len() >= end + 4 + length;
        whole.then_some((response, keep))
    }
}

const APP: &str = "https://app.example.com";
const POST: &str = "POST /notes";
const PREFLIGHT: &str = "OPTIONS /notes";

/// The usual requests of pages.
pub(crate) fn good() -> Vec<Request> {
    vec![
        Request::new("a list", "GET /notes", &[("origin", APP.as_bytes())])
            .responding(&[200], Some("*")),
    ]
}

/// The same, and requests of other sites.
pub(crate) fn mixed() -> Vec<Request> {
    let mut all = good();
    all.extend(origins());
    all.extend(preflights());
    all.extend(paths());
    all
}

/// Pages of all kinds, writing. Without a token, so that nothing is stored: the store of a quickstart
/// keeps all it gets.
fn origins() -> Vec<Request> {
    let long = format!("https://{}", "a".repeat(6_000));
    let mut all = Vec::new();
    for (what, origin, allowed) in [
        (
            "the application, without a token",
            APP.as_bytes(),
            Some(APP),
        ),
        ("another site", b"https://evil.example", None),
        ("a suffix", b"https://evilapp.example.com", None),
        ("a prefix", b"https://app.example.com.evil.example", None),
        ("another port", b"https://app.example.com:8443", None),
        ("another scheme", b"http://app.example.com", None),
        ("upper case", b"https://APP.example.com", None),
        ("null", b"null", None),
        ("an endless origin", long.as_bytes(), None),
        (
            "an origin of broken bytes",
            b"https://\xff\xfe.example.com",
            None,
        ),
        (
            "an origin with a name",
            b"https://app.example.com@evil.example",
            None,
        ),
    ] {
        let post = Request::new(
            what,
            POST,
            &[
                ("origin", origin),
                ("content-type", b"application/json"),
                ("content-length", b"0"),
            ],
        );
        all.push(post.responding(&[401], allowed));
        let preflight = Request::new(
            what,
            PREFLIGHT,
            &[
                ("origin", origin),
                ("access-control-request-method", b"POST"),
            ],
        );
        let status: &[u16] = match allowed {
            Some(_) => &[204],
            // Rocket drops such a header: without an origin it is no preflight.
            None if !origin.is_ascii() => &[204, 403],
            None => &[403],
        };
        all.push(preflight.responding(status, allowed));
    }
    all
}

/// Preflights that are meant to cost something, or to get what another policy grants.
fn preflights() -> Vec<Request> {
    let commas = ",".repeat(8_000);
    let blanks = " \t".repeat(4_000);
    let mut all = Vec::new();
    for (what, method, headers, status, allowed) in [
        (
            "a preflight of commas",
            &b"POST"[..],
            commas.as_bytes(),
            &[204][..],
            Some(APP),
        ),
        (
            "a preflight of blanks",
            b"POST",
            blanks.as_bytes(),
            &[204],
            Some(APP),
        ),
        (
            "a preflight for a foreign policy",
            b"DELETE",
            b"authorization",
            &[403],
            None,
        ),
        (
            "a preflight for no method",
            b"P\xc3\x96ST",
            b"content-type",
            &[403],
            None,
        ),
    ] {
        let preflight = Request::new(
            what,
            PREFLIGHT,
            &[
                ("origin", APP.as_bytes()),
                ("access-control-request-method", method),
                ("access-control-request-headers", headers),
            ],
        );
        all.push(preflight.responding(status, allowed));
    }
    all
}

/// Paths without a policy, and headers that come twice.
fn paths() -> Vec<Request> {
    let mut all = Vec::new();
    for (what, line) in [
        ("an unknown path", "GET /nowhere"),
        ("a path in upper case", "GET /NOTES"),
        ("a path that climbs", "GET /health/../notes/x/y"),
        ("an escaped slash", "GET /%2Fnotes"),
    ] {
        all.push(Request::new(what, line, &[("origin", APP.as_bytes())]).responding(&[404], None));
    }
    let two = [
        ("origin", APP.as_bytes()),
        ("origin", b"https://evil.example"),
    ];
    let mut two: Vec<(&str, &[u8])> = two.to_vec();
    two.push(("content-length", b"0"));
    two.push(("content-type", b"application/json"));
    all.push(Request::new("two origins", POST, &two).responding(&[401], None));
    all.push(
        Request::new("HEAD", "HEAD /notes", &[("origin", APP.as_bytes())])
            .responding(&[200], Some("*")),
    );
    all.push(Request::new("no page", "GET /health", &[]).responding(&[200], None));
    all
}
