//! The error of a fetch.

use core::fmt;

/// The step of the standard that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// The method is not a token. (`fetch` throws a `TypeError`.)
    InvalidMethod,
    /// The method is `CONNECT`, `TRACE` or `TRACK`, which scripts may not send.
    ForbiddenMethod,
    /// The URL does not parse, or its scheme is not `http` or `https`.
    InvalidUrl,
    /// The URL has a user name or a password.
    UrlWithCredentials,
    /// The name or the value of a header has bytes that HTTP does not allow.
    InvalidHeader,
    /// A `GET` or `HEAD` request has a body.
    BodyNotAllowed,
    /// A request of mode `no-cors` has a method other than `GET`, `HEAD` and `POST`.
    MethodNeedsCors,
    /// A request of mode `same-origin` is for another origin.
    NotSameOrigin,
    /// A page of `https` requests a URL of `http`.
    MixedContent,
    /// The browser has no server at this URL's origin.
    NoServer,
    /// The server failed to respond.
    ServerFailed,
    /// CORS check: the response has no `Access-Control-Allow-Origin`.
    OriginNotAllowed,
    /// CORS check: the value of `Access-Control-Allow-Origin` is not the page's origin, byte for byte.
    OtherOriginAllowed,
    /// CORS check: `Access-Control-Allow-Origin` is `*`, and the request includes credentials.
    WildcardWithCredentials,
    /// CORS check: `Access-Control-Allow-Credentials` is not `true`.
    CredentialsNotAllowed,
    /// CORS-preflight fetch: the status is outside 200 to 299.
    PreflightStatus,
    /// CORS-preflight fetch: `Access-Control-Allow-Methods` is not a list of methods.
    MalformedMethods,
    /// CORS-preflight fetch: `Access-Control-Allow-Headers` is not a list of header names.
    MalformedHeaders,
    /// CORS-preflight fetch: the method is not listed.
    MethodNotAllowed,
    /// CORS-preflight fetch: `authorization` is not listed by name.
    AuthorizationNotAllowed,
    /// CORS-preflight fetch: a header is not listed.
    HeaderNotAllowed,
    /// HTTP-redirect fetch: `Location` is not a URL.
    RedirectUrl,
    /// HTTP-redirect fetch: the scheme of `Location` is not `http` or `https`.
    RedirectScheme,
    /// HTTP-redirect fetch: `Location` has a user name or a password.
    RedirectWithCredentials,
    /// HTTP-redirect fetch: the request was redirected twenty times already.
    TooManyRedirects,
    /// Cross-origin resource policy check: the response to a `no-cors` request is not for this page.
    ResourcePolicy,
}

impl Reason {
    /// The fragment of the step in the Fetch standard (`https://fetch.spec.whatwg.org/#…`).
    #[must_use]
    pub fn section(self) -> &'static str {
        match self {
            Self::InvalidMethod
            | Self::ForbiddenMethod
            | Self::InvalidUrl
            | Self::UrlWithCredentials
            | Self::BodyNotAllowed
            | Self::MethodNeedsCors => "dom-request",
            Self::InvalidHeader => "concept-headers-append",
            Self::NotSameOrigin | Self::MixedContent => "concept-main-fetch",
            Self::NoServer | Self::ServerFailed => "concept-http-network-fetch",
            Self::OriginNotAllowed
            | Self::OtherOriginAllowed
            | Self::WildcardWithCredentials
            | Self::CredentialsNotAllowed => "concept-cors-check",
            Self::PreflightStatus
            | Self::MalformedMethods
            | Self::MalformedHeaders
            | Self::MethodNotAllowed
            | Self::AuthorizationNotAllowed
            | Self::HeaderNotAllowed => "cors-preflight-fetch",
            Self::RedirectUrl
            | Self::RedirectScheme
            | Self::RedirectWithCredentials
            | Self::TooManyRedirects => "http-redirect-fetch",
            Self::ResourcePolicy => "cross-origin-resource-policy-header",
        }
    }
}

/// The part of a fetch that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Stage {
    /// The request, before it was sent.
    Request,
    /// The preflight. The request itself was not sent, and no handler ran.
    Preflight,
    /// A redirect response.
    Redirect,
    /// The response to the request itself, which the server has processed.
    Response,
}

/// A failed step of the standard, without the request it failed for.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(crate) reason: Reason,
    /// Printed after the request.
    pub(crate) problem: String,
    /// A correction that the step accepts.
    pub(crate) would_pass: String,
}

impl Failure {
    pub(crate) fn new(
        reason: Reason,
        problem: impl Into<String>,
        would_pass: impl Into<String>,
    ) -> Self {
        Self {
            reason,
            problem: problem.into(),
            would_pass: would_pass.into(),
        }
    }
}

/// The error of a fetch: the request was not sent, or a script may not read the response.
///
/// `Display` reads like the message in a browser's console, followed by a correction and, if the blocked response is
/// `text/plain` and at most 2 KiB long, by its body: servers explain there why they refused. A preflight response
/// without a body can have the header `cors-explanation` instead. `Debug` prints the same, because `.expect(…)` in a
/// test shows it.
#[derive(Clone)]
pub struct Blocked(Box<BlockedDetails>);

/// The fields of [`Blocked`], boxed to keep `Result` small.
#[derive(Clone, Debug)]
pub(crate) struct BlockedDetails {
    pub(crate) failure: Failure,
    pub(crate) stage: Stage,
    /// `GET https://api.example.com/users`.
    pub(crate) request: String,
    /// The origin of the page, serialized.
    pub(crate) origin: String,
    /// The body of the blocked response, if it is a short text, or its `cors-explanation`.
    pub(crate) server_text: Option<String>,
    pub(crate) log: String,
}

impl Blocked {
    /// The step that failed.
    #[must_use]
    pub fn reason(&self) -> Reason {
        self.0.failure.reason
    }

    /// The part of the fetch that failed.
    #[must_use]
    pub fn stage(&self) -> Stage {
        self.0.stage
    }

    /// The failed step in words, without the request: a part of what `Display` prints.
    #[must_use]
    pub fn problem(&self) -> &str {
        &self.0.failure.problem
    }

    /// A correction that the failed step accepts. Later steps can fail, too.
    #[must_use]
    pub fn would_pass(&self) -> &str {
        &self.0.failure.would_pass
    }

    /// The header `cors-explanation` of the blocked response, or the body of an error if it is `text/plain` and at most
    /// 2 KiB long.
    #[must_use]
    pub fn server_text(&self) -> Option<&str> {
        self.0.server_text.as_deref()
    }

    /// The HTTP exchanges up to the step that failed.
    #[must_use]
    pub fn explain(&self) -> &str {
        &self.0.log
    }
}

impl fmt::Display for Blocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let BlockedDetails {
            failure,
            stage,
            request,
            origin,
            server_text,
            ..
        } = &*self.0;
        let stage = match stage {
            Stage::Request => "before it was sent",
            Stage::Preflight => "by the preflight",
            Stage::Redirect => "at a redirect",
            Stage::Response => "at the response",
        };
        writeln!(
            f,
            "`{request}` from origin `{origin}` was blocked {stage}: {}",
            failure.problem
        )?;
        writeln!(f, "  what would pass: {}", failure.would_pass)?;
        if let Some(text) = server_text {
            writeln!(f, "  {}", server_says(text))?;
        }
        write!(
            f,
            "  see https://fetch.spec.whatwg.org/#{}",
            failure.reason.section()
        )
    }
}

/// The line of a message that quotes a response body, with further lines indented below it.
pub(crate) fn server_says(text: &str) -> String {
    let mut line = "the server says: ".to_owned();
    for character in text.trim_end().chars() {
        match character {
            '\n' => line.push_str("\n    "),
            '"' | '\'' | '\\' => line.push(character),
            _ => line.extend(character.escape_debug()),
        }
    }
    line
}

impl fmt::Debug for Blocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for Blocked {}

impl From<BlockedDetails> for Blocked {
    fn from(report: BlockedDetails) -> Self {
        Self(Box::new(report))
    }
}
