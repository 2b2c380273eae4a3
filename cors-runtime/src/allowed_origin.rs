//! The allowed origin of a request, as an argument of handlers.

use core::{
    error::Error,
    fmt,
    sync::atomic::{AtomicBool, Ordering},
};

use cors_rules::OriginPattern;

/// The origin of the request, if the policy of the route allows it through its list of origins.
///
/// It is an extractor of axum and a request guard of Rocket. A policy allows each origin of a list; a handler
/// takes this argument if it must know which of them sent the request. In a multi-tenant server, the list
/// contains the front ends of all tenants. Unless the handler compares the origin with the session, the pages
/// of one tenant can act with the cookies of another tenant's users:
///
/// ```
/// use axum::http::StatusCode;
/// use cors_runtime::{AllowedOrigin, LiveOrigins, WithCredentials, cors};
///
/// static TENANTS: LiveOrigins<WithCredentials> = LiveOrigins::with_credentials();
///
/// struct Session { front_end: &'static str }
/// # impl<S: Sync> axum::extract::FromRequestParts<S> for Session {
/// #     type Rejection = StatusCode;
/// #     async fn from_request_parts(_: &mut axum::http::request::Parts, _: &S) -> Result<Self, StatusCode> {
/// #         Ok(Self { front_end: "https://a.example" })
/// #     }
/// # }
///
/// #[cors(origins = TENANTS, credentials)]
/// async fn invoices(origin: AllowedOrigin, session: Session) -> Result<&'static str, StatusCode> {
///     if origin != session.front_end {
///         return Err(StatusCode::FORBIDDEN);
///     }
///     Ok("…")
/// }
/// ```
///
/// # Rejections
///
/// The response is 403 if the request has no `Origin`, if its origin is `null`, or if the policy does not allow
/// its origin. Use `Option<AllowedOrigin>` to accept these requests.
///
/// A handler with this argument needs a policy with a list of origins. With `origins = any` or `disabled` it does
/// not compile. A plain handler on a route without a policy, or under a default with `origins = any`, responds to
/// every request with 500 and logs the reason once.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AllowedOrigin(Box<str>);

impl AllowedOrigin {
    /// Creates the value from an allowed origin. `null` does not identify a site, so it is rejected.
    pub(crate) fn new(allowed: Option<&[u8]>) -> Result<Self, NoAllowedOrigin> {
        match allowed.map(core::str::from_utf8) {
            Some(Ok(origin)) if origin != "null" => Ok(Self(origin.into())),
            _ => Err(NoAllowedOrigin(Reason::NotAllowed)),
        }
    }

    /// Returns the origin as the browser sent it, such as `https://app.example.com`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns true if the origin equals `pattern`, or if `pattern` is a wildcard that matches it, such as
    /// `https://*.acme.example`.
    ///
    /// ```
    /// # fn handler(origin: cors_runtime::AllowedOrigin) {
    /// if !origin.matches("https://*.acme.example") {
    ///     // the page belongs to another tenant
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn matches(&self, pattern: &str) -> bool {
        OriginPattern::parse(pattern).is_ok_and(|pattern| pattern.matches(self.0.as_bytes()))
    }
}

impl fmt::Display for AllowedOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PartialEq<str> for AllowedOrigin {
    fn eq(&self, origin: &str) -> bool {
        &*self.0 == origin
    }
}

impl PartialEq<&str> for AllowedOrigin {
    fn eq(&self, origin: &&str) -> bool {
        &*self.0 == *origin
    }
}

impl PartialEq<String> for AllowedOrigin {
    fn eq(&self, origin: &String) -> bool {
        &*self.0 == origin.as_str()
    }
}

/// The rejection of [`AllowedOrigin`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoAllowedOrigin(Reason);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reason {
    NotAllowed,
    NoList,
}

impl NoAllowedOrigin {
    /// Creates the error for a route without a list of origins, which is a mistake of its author.
    pub(crate) fn no_list() -> Self {
        // Logged once, since any client can send such requests.
        static LOGGED: AtomicBool = AtomicBool::new(false);
        if !LOGGED.swap(true, Ordering::Relaxed) {
            tracing::error!(
                target: "cors",
                "`AllowedOrigin` needs a policy with a list of origins, but the route has no policy or has \
                 `origins = any`; this is logged once"
            );
        }
        Self(Reason::NoList)
    }

    /// Returns the status of the response: 403 or 500.
    #[must_use]
    pub fn status(&self) -> http::StatusCode {
        match self.0 {
            Reason::NotAllowed => http::StatusCode::FORBIDDEN,
            Reason::NoList => http::StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl fmt::Display for NoAllowedOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Reason::NotAllowed => "the origin of the request is not allowed",
            Reason::NoList => "the route has no list of origins",
        })
    }
}

impl Error for NoAllowedOrigin {}
