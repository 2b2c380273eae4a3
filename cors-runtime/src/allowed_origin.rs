//! The origin of the page that called, once a policy has let it in.

use core::{
    error::Error,
    fmt,
    sync::atomic::{AtomicBool, Ordering},
};

use cors_rules::OriginPattern;

/// The origin of the page that called, which the policy of the route has found on its list.
///
/// An argument of a handler, as an extractor of axum or a guard of Rocket. A policy lets a list of origins
/// call; whose origin it was is for the handler to look at where that matters. In a server with many
/// tenants the front end of one tenant is on the list of all, so its pages could act with the cookies of
/// another tenant's users, unless the handler compares:
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
/// A request without `Origin`, from an origin that is not let in, or from a page whose origin is `null` has
/// none and is answered with 403; `Option<AllowedOrigin>` takes it. Where no policy has a list, there is
/// nothing to find an origin on: a handler with `origins = any` or `disabled` and this argument does not compile.
/// A plain handler on a route without a policy, or under a default with `origins = any`, answers every request
/// with 500, and the log says why, once.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AllowedOrigin(Box<str>);

impl AllowedOrigin {
    /// The origin of one that was let in; `null` is nobody's.
    pub(crate) fn of(let_in: Option<&[u8]>) -> Result<Self, NoAllowedOrigin> {
        match let_in.map(core::str::from_utf8) {
            Some(Ok(origin)) if origin != "null" => Ok(Self(origin.into())),
            _ => Err(NoAllowedOrigin(Reason::NotAllowed)),
        }
    }

    /// As the browser sent it: `https://app.example.com`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True if it is this origin, or one that this pattern accepts: a tenant may have
    /// `https://*.acme.example`.
    ///
    /// ```
    /// # fn handler(origin: cors_runtime::AllowedOrigin) {
    /// if !origin.matches("https://*.acme.example") {
    ///     // another tenant's
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

/// Why a request has no [`AllowedOrigin`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoAllowedOrigin(Reason);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reason {
    NotAllowed,
    NoList,
}

impl NoAllowedOrigin {
    /// No policy of the route has a list. Nobody but its author can do something about that.
    pub(crate) fn no_list() -> Self {
        // Anybody can send such requests, and a log has an end.
        static SAID: AtomicBool = AtomicBool::new(false);
        if !SAID.swap(true, Ordering::Relaxed) {
            tracing::error!(
                target: "cors",
                "`AllowedOrigin` in a route without a policy, or under `origins = any`: no origin was looked \
                 for (this is said once)"
            );
        }
        Self(Reason::NoList)
    }

    /// The status of the answer: 403 or 500.
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
            Reason::NotAllowed => "the request comes from no origin that is let in",
            Reason::NoList => "the route has no list of origins",
        })
    }
}

impl Error for NoAllowedOrigin {}
