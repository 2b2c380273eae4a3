//! What a page asks for.

/// The standard's request mode, as scripts choose it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mode {
    /// Another origin has to agree. The default of `fetch`.
    #[default]
    Cors,
    /// The answer of another origin stays hidden, and nothing that needs a preflight is sent. What
    /// `<img>` and `<script>` do.
    NoCors,
    /// Another origin is not asked at all.
    SameOrigin,
}

/// The standard's credentials mode: when cookies go along, and are taken from the answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Credentials {
    /// Never.
    Omit,
    /// Within the origin of the page. The default of `fetch`.
    #[default]
    SameOrigin,
    /// Always, as far as the cookies themselves allow it.
    Include,
}

/// What a page asks for, in the manner of `fetch(url, { … })`.
///
/// Nothing is judged before it is fetched, and then as in a browser: headers that no page may set are
/// dropped, and what makes `fetch` throw a `TypeError` is [`Blocked`](super::Blocked).
///
/// ```
/// use cors_browser::put;
///
/// // fetch("https://api.example.com/users/1", { method: "PUT", credentials: "include", … })
/// let request = put("/users/1").json(r#"{"name":"Ada"}"#).header("x-request-id", "7").credentials();
/// ```
#[derive(Clone, Debug)]
#[must_use = "it is sent by `Browser::fetch`"]
pub struct Request {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) body: Option<Vec<u8>>,
    /// The `Content-Type` that goes with the body unless the page sets one.
    pub(crate) body_type: Option<&'static str>,
    pub(crate) mode: Mode,
    pub(crate) credentials: Credentials,
    /// The standard's use-CORS-preflight flag.
    pub(crate) asks_always: bool,
}

/// A request with any method, sent as `fetch` sends it: `patch` stays in lower case.
///
/// The target is an address, or a path of the server that was opened first.
pub fn request(method: impl Into<String>, target: impl Into<String>) -> Request {
    Request {
        method: method.into(),
        target: target.into(),
        headers: Vec::new(),
        body: None,
        body_type: None,
        mode: Mode::default(),
        credentials: Credentials::default(),
        asks_always: false,
    }
}

macro_rules! methods {
    ($($name:ident $method:literal)*) => {$(
        #[doc = concat!("[`request`] with the method `", $method, "`.")]
        pub fn $name(target: impl Into<String>) -> Request {
            request($method, target)
        }
    )*};
}

methods! { get "GET" head "HEAD" post "POST" put "PUT" patch "PATCH" delete "DELETE" }

impl Request {
    /// Adds a header, as a script sets it.
    pub fn header(mut self, name: impl Into<String>, value: impl AsRef<[u8]>) -> Self {
        self.headers.push((name.into(), value.as_ref().to_vec()));
        self
    }

    /// A text for a body, with the `Content-Type` that `fetch` gives it: `text/plain;charset=UTF-8`.
    pub fn body(mut self, text: impl Into<String>) -> Self {
        self.body = Some(text.into().into_bytes());
        self.body_type = Some("text/plain;charset=UTF-8");
        self
    }

    /// Bytes for a body, without a `Content-Type`.
    pub fn bytes(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.body = Some(bytes.into());
        self.body_type = None;
        self
    }

    /// A text for a body, and `Content-Type: application/json`, which needs a preflight.
    pub fn json(self, text: impl Into<String>) -> Self {
        self.header("content-type", "application/json").body(text)
    }

    /// `credentials: "include"`: with cookies, also to another origin.
    pub fn credentials(self) -> Self {
        self.credentials_mode(Credentials::Include)
    }

    /// Any credentials mode.
    pub fn credentials_mode(mut self, credentials: Credentials) -> Self {
        self.credentials = credentials;
        self
    }

    /// Any mode.
    pub fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// As of an `XMLHttpRequest` with a listener on its `upload`, or of a body that is a stream: asks
    /// by a preflight whatever the method and the headers are.
    pub fn upload_listener(mut self) -> Self {
        self.asks_always = true;
        self
    }
}
