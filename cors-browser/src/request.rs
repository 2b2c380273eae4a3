//! The arguments of `fetch`.

/// Fetch, "request mode", as far as scripts can choose it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mode {
    /// `cors`, the default of `fetch`: another origin has to allow the request.
    #[default]
    Cors,
    /// `no-cors`: the response of another origin is opaque, and nothing that needs a preflight is sent. `<img>` and
    /// `<script>` use it.
    NoCors,
    /// `same-origin`: a request to another origin fails.
    SameOrigin,
}

/// Fetch, "request credentials mode": when cookies are sent, and stored from the response.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Credentials {
    /// `omit`: never.
    Omit,
    /// `same-origin`, the default of `fetch`: for the page's own origin.
    #[default]
    SameOrigin,
    /// `include`: always, subject to the attributes of each cookie.
    Include,
}

/// A request that a script makes, like `fetch(url, { … })`.
///
/// It is checked when it is fetched, as in a browser: headers that scripts may not set are dropped, and
/// where `fetch` throws a `TypeError`, the result is [`Blocked`](super::Blocked).
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
    /// The `Content-Type` of the body if the script sets none.
    pub(crate) body_type: Option<&'static str>,
    pub(crate) mode: Mode,
    pub(crate) credentials: Credentials,
    /// Fetch, "use-CORS-preflight flag".
    pub(crate) use_cors_preflight: bool,
}

/// A request with any method. As in `fetch`, `put` becomes `PUT`, and `patch` stays as it is.
///
/// The target is a URL, or a path on the browser's first server.
pub fn request(method: impl Into<String>, target: impl Into<String>) -> Request {
    Request {
        method: method.into(),
        target: target.into(),
        headers: Vec::new(),
        body: None,
        body_type: None,
        mode: Mode::default(),
        credentials: Credentials::default(),
        use_cors_preflight: false,
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
    /// Adds a header.
    pub fn header(mut self, name: impl Into<String>, value: impl AsRef<[u8]>) -> Self {
        self.headers.push((name.into(), value.as_ref().to_vec()));
        self
    }

    /// Sets a text body, with the `Content-Type` that `fetch` gives it: `text/plain;charset=UTF-8`.
    pub fn body(mut self, text: impl Into<String>) -> Self {
        self.body = Some(text.into().into_bytes());
        self.body_type = Some("text/plain;charset=UTF-8");
        self
    }

    /// Sets a body of bytes, without a `Content-Type`.
    pub fn bytes(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.body = Some(bytes.into());
        self.body_type = None;
        self
    }

    /// Sets a text body with `Content-Type: application/json`, which needs a preflight.
    pub fn json(self, text: impl Into<String>) -> Self {
        self.header("content-type", "application/json").body(text)
    }

    /// Sets `credentials: "include"`: sends cookies, also to another origin.
    pub fn credentials(self) -> Self {
        self.credentials_mode(Credentials::Include)
    }

    /// Sets the credentials mode.
    pub fn credentials_mode(mut self, credentials: Credentials) -> Self {
        self.credentials = credentials;
        self
    }

    /// Sets the mode.
    pub fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// Adds a listener to the upload, as `XMLHttpRequest.upload` does: the request always needs a preflight. A body
    /// that is a stream has the same effect.
    pub fn upload_listener(mut self) -> Self {
        self.use_cors_preflight = true;
        self
    }
}
