//! Why a page does not get an answer.

use core::fmt;

/// The step of the standard that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// The method is no token. (`fetch` throws a `TypeError`.)
    InvalidMethod,
    /// `CONNECT`, `TRACE` and `TRACK` are forbidden to pages.
    ForbiddenMethod,
    /// The address is none, or has a scheme other than `http` and `https`.
    InvalidUrl,
    /// The address holds a user name or a password.
    UrlWithCredentials,
    /// The name or the value of a header has bytes that no header has.
    InvalidHeader,
    /// `GET` and `HEAD` have no body.
    BodyNotAllowed,
    /// A request of mode `no-cors` has another method than `GET`, `HEAD` and `POST`.
    MethodNeedsCors,
    /// A request of mode `same-origin` went to another origin.
    NotSameOrigin,
    /// A page of `https` asked an address of `http`.
    MixedContent,
    /// No server was opened at this address.
    NoServer,
    /// The server failed instead of answering.
    ServerFailed,
    /// CORS check: there is no `Access-Control-Allow-Origin`, which is how a server says no.
    OriginNotAllowed,
    /// CORS check: `Access-Control-Allow-Origin` has a value that is not the origin, byte by byte.
    OtherOriginAllowed,
    /// CORS check: `Access-Control-Allow-Origin: *` does not count with credentials.
    WildcardWithCredentials,
    /// CORS check: `Access-Control-Allow-Credentials` is not `true`.
    CredentialsNotAllowed,
    /// CORS-preflight fetch: the status is not one of 200 to 299.
    PreflightStatus,
    /// CORS-preflight fetch: `Access-Control-Allow-Methods` has something that is no method.
    MalformedMethods,
    /// CORS-preflight fetch: `Access-Control-Allow-Headers` has something that is no name.
    MalformedHeaders,
    /// CORS-preflight fetch: the method is not listed.
    MethodNotAllowed,
    /// CORS-preflight fetch: `authorization` is not listed by name.
    AuthorizationNotAllowed,
    /// CORS-preflight fetch: a header is not listed.
    HeaderNotAllowed,
    /// HTTP-redirect fetch: `Location` is no address.
    RedirectUrl,
    /// HTTP-redirect fetch: `Location` leads out of `http` and `https`.
    RedirectScheme,
    /// HTTP-redirect fetch: `Location` holds a user name or a password.
    RedirectWithCredentials,
    /// HTTP-redirect fetch: there were twenty redirects before this one.
    TooManyRedirects,
    /// Cross-origin resource policy check: an answer of mode `no-cors` is not meant for this page.
    ResourcePolicy,
}

impl Reason {
    /// The section of the Fetch standard (`https://fetch.spec.whatwg.org/#…`) that has the step.
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

/// How far a fetch came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Stage {
    /// Nothing was sent.
    Request,
    /// The preflight; the request itself was not sent, and no handler ran.
    Preflight,
    /// A redirect that came back.
    Redirect,
    /// The answer to the request itself, which the server has processed.
    Response,
}

/// What failed in a step, before it is known for which request.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(crate) reason: Reason,
    pub(crate) what: String,
    pub(crate) passes: String,
}

impl Failure {
    pub(crate) fn new(reason: Reason, what: impl Into<String>, passes: impl Into<String>) -> Self {
        Self {
            reason,
            what: what.into(),
            passes: passes.into(),
        }
    }
}

/// A page did not get the answer: what `fetch` rejects with, and what the console says.
///
/// `Debug` prints the same sentences as `Display`, since a test that ends in `.expect(…)` shows it.
#[derive(Clone)]
pub struct Blocked(Box<Report>);

/// What a [`Blocked`] tells; it is long, and the way without it is the common one.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    pub(crate) failure: Failure,
    pub(crate) stage: Stage,
    /// `GET https://api.example.com/users`.
    pub(crate) request: String,
    pub(crate) page: String,
    pub(crate) conversation: String,
}

impl Blocked {
    /// The step that failed.
    #[must_use]
    pub fn reason(&self) -> Reason {
        self.0.failure.reason
    }

    /// How far the fetch came.
    #[must_use]
    pub fn stage(&self) -> Stage {
        self.0.stage
    }

    /// What was sent and what came back, request by request, up to the step that failed.
    #[must_use]
    pub fn explain(&self) -> &str {
        &self.0.conversation
    }
}

impl fmt::Display for Blocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Report {
            failure,
            stage,
            request,
            page,
            ..
        } = &*self.0;
        let stage = match stage {
            Stage::Request => "before anything is sent",
            Stage::Preflight => "in its preflight",
            Stage::Redirect => "at a redirect",
            Stage::Response => "at its answer",
        };
        write!(
            f,
            "`{request}` from {page} is blocked {stage}: {}\n  what would pass: {}\n  see \
             https://fetch.spec.whatwg.org/#{}",
            failure.what,
            failure.passes,
            failure.reason.section()
        )
    }
}

impl fmt::Debug for Blocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for Blocked {}

impl From<Report> for Blocked {
    fn from(report: Report) -> Self {
        Self(Box::new(report))
    }
}
