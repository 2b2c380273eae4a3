//! What stands in the way, in words.

use core::fmt;

use http::{HeaderName, HeaderValue, StatusCode};

/// Every preflight got through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    preflights: usize,
    unasked: Vec<String>,
}

impl Verified {
    /// What came of so many preflights.
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

    /// How many preflights were sent: one for each policy of each path.
    #[must_use]
    pub fn preflights(&self) -> usize {
        self.preflights
    }

    /// The routes of a Rocket for which no preflight gets through because their own policies say so, as
    /// method and URI: they allow no origin at this moment, or not the method. On axum it is empty.
    #[must_use]
    pub fn unasked(&self) -> &[String] {
        &self.unasked
    }

    /// The same with such routes.
    #[cfg(feature = "rocket")]
    pub(crate) fn and_unasked(self, unasked: Vec<String>) -> Self {
        Self { unasked, ..self }
    }
}

/// Some preflight did not get through.
///
/// `Debug` prints the same sentences as `Display`, since a test that ends in `.expect(…)` shows it.
#[derive(Clone)]
#[non_exhaustive]
pub enum VerifyError {
    /// None of the routes with a policy is part of the service, as far as can be told.
    NoRoutes,
    /// These preflights failed, or their answers were changed on the way out.
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
    /// The method the preflight asked for.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The path of the route, as the router knows it.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The origin the preflight came from: one that the policy allows.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// What stands in the way.
    #[must_use]
    pub fn obstacle(&self) -> &Obstacle {
        &self.obstacle
    }
}

/// What stands between a browser and a route.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Obstacle {
    /// Something in front answered 401, 403 or 407: preflights carry no credentials, ever.
    Authentication(StatusCode),
    /// Something in front redirects: browsers do not follow a redirect of a preflight.
    Redirect(StatusCode, Option<HeaderValue>),
    /// Something in front answered with this status.
    Answered(StatusCode),
    /// The answer of the route came out with another status.
    Status(StatusCode),
    /// A header came out more than once: another CORS layer stands around the router.
    Doubled(HeaderName),
    /// A header came out with another value.
    Changed(HeaderName, HeaderValue),
    /// A header did not come out.
    Removed(HeaderName),
    /// A header came out that the policy does not send.
    Added(HeaderName),
    /// A fairing before ours sends the requests of pages, as method and URI, to a route with another
    /// policy or to none.
    Rewritten(String),
    /// The policy names methods that its handlers do not serve, so no page can ever call them.
    NotServed,
    /// The service failed instead of answering.
    Failed(String),
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Authentication(status) => write!(
                f,
                "a layer in front answers {status}; a preflight carries no credentials, so no \
                 browser gets past it: add the layer to the `CorsRouter` instead"
            ),
            Self::Redirect(status, location) => {
                write!(f, "a layer in front answers {status}")?;
                if let Some(location) = location {
                    write!(f, " to `{}`", location.as_bytes().escape_ascii())?;
                }
                write!(
                    f,
                    "; no browser follows a redirect of a preflight: pages have to call the final \
                     address, or the layer has to leave `OPTIONS` alone"
                )
            }
            Self::Answered(status) => write!(
                f,
                "a layer in front answers {status} in the route's place: add it to the \
                 `CorsRouter` instead"
            ),
            Self::Status(status) => write!(
                f,
                "the answer left with status {status} instead of 204: a layer or fairing in front changes \
                 it, or the request"
            ),
            Self::Doubled(name) => write!(
                f,
                "`{name}` comes out twice, which every browser refuses: remove the other CORS layer or fairing"
            ),
            Self::Changed(name, value) => write!(
                f,
                "`{name}` comes out as `{}`: remove the other CORS layer or fairing, or whatever else writes it",
                value.as_bytes().escape_ascii()
            ),
            Self::Removed(name) => {
                write!(
                    f,
                    "`{name}` does not come out: a layer or fairing in front removes it"
                )
            }
            Self::Added(name) => write!(
                f,
                "`{name}` comes out, which the policy does not send: remove the other CORS layer or \
                 fairing, or whatever else writes it"
            ),
            Self::Rewritten(to) => write!(
                f,
                "a fairing sends the request that follows to `{}`, and the response has the policy of that: \
                 attach `Cors::fairing()` before the fairing",
                to.escape_debug()
            ),
            Self::NotServed => f.write_str(
                "no handler with this policy serves the methods it names, so no page can ever call \
                 it: remove `methods`, or name what the route serves",
            ),
            Self::Failed(error) => write!(f, "the service failed: {error}"),
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
                "no route with a policy was reached through this service; if another service hides the router, \
                 verify the router itself, or call `verify_below(&service, \"/prefix\")` where it has a prefix \
                 and a fallback of its own",
            ),
            Self::Obstructed(preflights) => {
                match preflights.len() {
                    1 => f.write_str("one preflight does not get through:")?,
                    more => write!(f, "{more} preflights do not get through:")?,
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
