//! A preflight as a browser sends it, and its expected response.

use cors_rules::OriginPattern;
use http::{HeaderMap, HeaderName, Method, Request, Response, StatusCode, header};

use super::{Obstacle, Obstructed};
use crate::{
    Policy,
    decision::{Decision, EarlyResponse, HttpHead, decide, is_cors_header},
    origins::Origins,
    route::RoutePolicies,
};

const ANY_ORIGIN: &str = "https://any.example";

/// A preflight from an origin that a policy allows.
#[derive(Clone)]
pub(crate) struct Preflight {
    method: String,
    target: String,
    origin: String,
    headers: Option<&'static str>,
}

impl Preflight {
    pub(crate) fn new(policy: &Policy, method: String, target: String) -> Self {
        Self {
            method,
            target,
            origin: origin_of(policy),
            headers: policy
                .headers()
                .and_then(|names| names.split(',').find(|name| *name != "*")),
        }
    }

    /// A preflight for a path without a known policy.
    #[cfg(feature = "axum")]
    pub(super) fn unknown(target: String) -> Self {
        Self {
            method: Method::GET.to_string(),
            target,
            origin: ANY_ORIGIN.to_owned(),
            headers: None,
        }
    }

    /// The headers that make it a preflight.
    pub(crate) fn headers(&self) -> impl Iterator<Item = (HeaderName, &str)> {
        let fixed = [
            (header::HOST, "localhost"),
            (header::ORIGIN, self.origin.as_str()),
            (header::ACCESS_CONTROL_REQUEST_METHOD, self.method.as_str()),
        ];
        let names = self
            .headers
            .map(|names| (header::ACCESS_CONTROL_REQUEST_HEADERS, names));
        fixed.into_iter().chain(names)
    }

    /// The headers of the request that follows the preflight, without those of a preflight.
    #[cfg(feature = "rocket")]
    pub(crate) fn headers_of_page(&self) -> impl Iterator<Item = (HeaderName, &str)> {
        self.headers().take(2)
    }

    pub(crate) fn request<B: Default>(&self) -> Result<Request<B>, http::Error> {
        let request = Request::builder().method(Method::OPTIONS).uri(&self.target);
        self.headers()
            .fold(request, |request, (name, value)| {
                request.header(name, value)
            })
            .body(B::default())
    }

    /// The response of the route itself; `None` if its policy refuses the preflight, so that there is nothing to
    /// verify.
    pub(crate) fn expected(&self, path: &RoutePolicies) -> Option<Response<()>> {
        let request = self.request::<()>().ok()?;
        match decide(path, &HttpHead::of(&request)) {
            Decision::Respond(early @ EarlyResponse::Preflight(_)) => Some(early.into_response()),
            _ => None,
        }
    }

    pub(crate) fn obstructed(self, template: &str, obstacle: Obstacle) -> Obstructed {
        Obstructed {
            method: self.method,
            path: template.to_owned(),
            origin: self.origin,
            obstacle,
        }
    }
}

/// An origin the policy allows.
pub(super) fn origin_of(policy: &Policy) -> String {
    match policy.origins {
        Origins::Any => ANY_ORIGIN.to_owned(),
        Origins::Listed { .. } => {
            let first = policy
                .known_origins()
                .into_iter()
                .next()
                .unwrap_or_default();
            match OriginPattern::parse(&first) {
                Ok(pattern) => pattern.sample(),
                // `null`, or empty: the policy allows no origin.
                Err(_) => first,
            }
        }
    }
}

/// The first difference between a response and the expected one.
pub(crate) fn changes(
    expected: &Response<()>,
    status: StatusCode,
    headers: &HeaderMap,
) -> Option<Obstacle> {
    if status != expected.status() {
        return Some(Obstacle::Status(status));
    }
    let added = || {
        let mut names = headers.keys();
        let added = names
            .find(|name| is_cors_header(name.as_str()) && !expected.headers().contains_key(*name));
        added.cloned().map(Obstacle::Added)
    };
    expected
        .headers()
        .iter()
        .filter(|(name, _)| is_cors_header(name.as_str()))
        .find_map(|(name, value)| {
            let mut lines = headers.get_all(name).iter();
            match (lines.next(), lines.next()) {
                (None, _) => Some(Obstacle::Removed(name.clone())),
                (Some(_), Some(_)) => Some(Obstacle::Doubled(name.clone())),
                (Some(line), None) if line != value => {
                    Some(Obstacle::Changed(name.clone(), line.clone()))
                }
                (Some(_), None) => None,
            }
        })
        .or_else(added)
}
