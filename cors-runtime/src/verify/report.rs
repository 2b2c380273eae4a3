//! The results of `verify`, with their texts.

use core::fmt;

use http::{HeaderName, HeaderValue, StatusCode};

/// The result if every preflight succeeded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    preflights: usize,
    unasked: Vec<String>,
}

impl Verified {
    /// The result for a number of preflights.
    pub(crate) fn of(preflights: usize, obstructed: Vec<Obstructed>) -> Result<Self, VerifyError> {
        match (preflights, obstructed.is_empty()) {
            (0, _) => Err(VerifyError::NoRoutes),
            (_, true) => Ok(Self {
                preflights,
                unasked: Vec::new(),
            }),
            (_, false) => Err(VerifyError::Obstructed(obstructed)),
        }
    }

    /// The number of preflights that were sent: one for each policy of each path.
    #[must_use]
    pub fn preflights(&self) -> usize {
        self.preflights
    }

    /// The routes of a Rocket that were not checked, as method and URI: their policies allow no origin at this moment,
    /// or not the method of the route. Empty on axum.
    #[must_use]
    pub fn unasked(&self) -> &[String] {
        &self.unasked
    }

    /// Adds the routes that were not checked.
    #[cfg(feature = "rocket")]
    pub(crate) fn and_unasked(self, unasked: Vec<String>) -> Self {
        Self { unasked, ..self }
    }
}

/// The error if a preflight failed.
///
/// `Debug` prints the same text as `Display`, since `.expect(…)` in a test prints it.
#[derive(Clone)]
#[non_exhaustive]
pub enum VerifyError {
    /// No route with a policy was found in the service.
    NoRoutes,
    /// These preflights failed, or their responses were changed.
    Obstructed(Vec<Obstructed>),
}

/// A preflight that failed.
#[derive(Clone, Debug)]
pub struct Obstructed {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) origin: String,
    pub(super) obstacle: Obstacle,
}

impl Obstructed {
    /// The requested method.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The path of the route, as given to the router.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The origin of the preflight. The policy allows it.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The reason for the failure.
    #[must_use]
    pub fn obstacle(&self) -> &Obstacle {
        &self.obstacle
    }
}

/// The reason why a preflight failed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Obstacle {
    /// A layer in front responded with 401, 403 or 407. A preflight never carries credentials.
    Authentication(StatusCode),
    /// A layer in front redirects. Browsers do not follow redirects of a preflight.
    Redirect(StatusCode, Option<HeaderValue>),
    /// A layer in front responded with this status.
    Answered(StatusCode),
    /// The response of the route has another status.
    Status(StatusCode),
    /// A header appears more than once: there is another CORS layer around the router.
    Doubled(HeaderName),
    /// A header has another value.
    Changed(HeaderName, HeaderValue),
    /// A header is missing.
    Removed(HeaderName),
    /// The response has a CORS header that the policy does not send.
    Added(HeaderName),
    /// A fairing before `Cors::fairing()` rewrites the request that follows. The method and URI after rewriting belong
    /// to a route with another policy, or to none.
    Rewritten(String),
    /// The policy names only methods that its handlers do not serve.
    NotServed,
    /// The service returned an error.
    Failed(String),
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Authentication(status) => write!(
                f,
                "a layer in front responds with {status}; a preflight carries no credentials, so it fails in every \
                 browser: add the layer to the `CorsRouter` instead"
            ),
            Self::Redirect(status, location) => {
                write!(f, "a layer in front responds with {status}")?;
                if let Some(location) = location {
                    write!(f, " to `{}`", location.as_bytes().escape_ascii())?;
                }
                write!(
                    f,
                    "; browsers do not follow redirects of a preflight: call the final URL in the page, or \
                     exclude `OPTIONS` from the redirect"
                )
            }
            Self::Answered(status @ (StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED)) => {
                write!(
                    f,
                    "the service responds with {status}, and the preflight does not reach the route: change the \
                     layer in front that responds or rewrites the path, or call \
                     `verify_below(&service, \"/prefix\")` if the router is below a prefix"
                )
            }
            Self::Answered(status) => write!(
                f,
                "a layer in front responds with {status} in place of the route: add it to the `CorsRouter` instead"
            ),
            Self::Status(status) => write!(
                f,
                "the response has status {status} instead of 204: a layer or fairing in front changes the request \
                 or the response: add the layer to the `CorsRouter`, or attach `Cors::fairing()` before the \
                 fairing, or exclude `OPTIONS` there"
            ),
            Self::Doubled(name) => write!(
                f,
                "`{name}` appears twice, which every browser rejects: remove the other CORS layer or fairing"
            ),
            Self::Changed(name, value) => write!(
                f,
                "`{name}` has the value `{}` instead of that of the policy: remove the other CORS layer or fairing, or other code that writes it",
                value.as_bytes().escape_ascii()
            ),
            Self::Removed(name) => {
                write!(
                    f,
                    "`{name}` is missing: a layer or fairing in front removes it; change it so that it leaves the \
                     CORS headers of responses"
                )
            }
            Self::Added(name) => write!(
                f,
                "`{name}` appears, but the policy does not send it: remove the other CORS layer or fairing, or \
                 other code that writes it"
            ),
            Self::Rewritten(to) => write!(
                f,
                "a fairing rewrites the request that follows to `{}`, whose policy differs from that of the preflight: \
                 attach `Cors::fairing()` before that fairing",
                to.escape_debug()
            ),
            Self::NotServed => f.write_str(
                "no handler with this policy serves the methods it names, so no page can ever call \
                 it: remove `methods`, or name methods that the route serves",
            ),
            Self::Failed(error) => write!(
                f,
                "the service returned an error in place of a response: {error}"
            ),
        }
    }
}

impl fmt::Display for Obstructed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            method,
            path,
            origin,
            obstacle,
        } = self;
        write!(f, "{method} {path} from {origin}: {obstacle}")
    }
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRoutes => f.write_str(
                "no preflight was sent: no route with a policy was found, or their policies allow no origin at this \
                 moment; put `#[cors(…)]` on a handler; if another service hides the router, verify the router \
                 itself, or call `verify_below(&service, \"/prefix\")` if it has a prefix and a fallback of its own",
            ),
            Self::Obstructed(preflights) => {
                match preflights.len() {
                    1 => f.write_str("one preflight failed:")?,
                    more => write!(f, "{more} preflights failed:")?,
                }
                preflights
                    .iter()
                    .try_for_each(|preflight| write!(f, "\n  {preflight}"))
            }
        }
    }
}

impl fmt::Debug for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for VerifyError {}
