//! The CORS decision: a pure function of a route's policies, the method and the headers of a request.
//!
//! The adapters for axum, Rocket and tower only carry out a decision.

mod forwarded;
#[cfg(test)]
mod granted_method_tests;
mod header_names;
mod refusal;
mod request;
mod same_site;
#[cfg(test)]
mod tests;

use http::{HeaderValue, Method, header};

pub(crate) use self::forwarded::{ForwardedHost, host as forwarded_host};
#[cfg(debug_assertions)]
pub(crate) use self::header_names::{SEC_FETCH_DEST, SEC_FETCH_MODE, SEC_FETCH_SITE};
pub(crate) use self::refusal::Refusal;
pub(crate) use self::request::{HeaderLines, HttpHead, RequestHead, RequestView};
#[cfg(debug_assertions)]
pub(crate) use self::same_site::possible_hosts;
pub(crate) use self::same_site::{SiteMismatch, request_host};
use crate::{
    policy::{MethodSet, Methods, Policy},
    route::{Grant, GrantedMethods, MethodLookup, RoutePolicies},
};

/// The decision on a request.
#[derive(Debug)]
pub(crate) enum Decision<'p, V> {
    /// Run the handler, and change the headers of its response.
    Run(ResponseAction<V>),
    /// Respond without running the handler.
    Respond(EarlyResponse<'p, V>),
}

/// A response instead of the handler's.
#[derive(Debug)]
pub(crate) enum EarlyResponse<'p, V> {
    /// The preflight succeeds: 204 with CORS headers.
    Preflight(PreflightResponse<'p, V>),
    /// The request is refused: 403 without CORS headers.
    Refuse(Refusal),
}

/// The response to a successful preflight.
#[derive(Debug)]
pub(crate) struct PreflightResponse<'p, V> {
    pub(crate) grant: &'p Grant,
    /// The requested method, if the grant does not list it. Boxed, because it is rare and decisions are moved.
    pub(crate) requested: Option<Box<HeaderValue>>,
    pub(crate) origin: AllowOrigin<V>,
}

/// The value of `Access-Control-Allow-Origin`.
#[derive(Debug)]
pub(crate) enum AllowOrigin<V> {
    Star,
    /// The `Origin` of the request, which the policy allows.
    Echo(V),
}

/// The change to the headers of an actual response.
#[derive(Debug)]
pub(crate) enum ResponseAction<V> {
    /// The route has no policy: the headers stay as they are.
    Leave,
    /// The page may read the response: the CORS headers are set.
    Expose(&'static Policy, AllowOrigin<V>),
    /// The page may not read the response: all CORS headers are removed, including those of the handler.
    Strip {
        /// True if the response depends on the origin.
        varies: bool,
        /// The reason; `None` for a request without `Origin`.
        refusal: Option<Refusal>,
    },
}

/// The requested method of a [CORS-preflight request]: an `OPTIONS` with `Origin` and one
/// `Access-Control-Request-Method`. With a repeated `Origin` it is a malformed preflight, not an ordinary request.
///
/// [CORS-preflight request]: https://fetch.spec.whatwg.org/#cors-preflight-request
#[inline]
pub(crate) fn requested_method<R: RequestHead>(request: &R) -> Option<&R::Value> {
    if request.method() != "OPTIONS" {
        return None;
    }
    let method = request
        .lines(&header::ACCESS_CONTROL_REQUEST_METHOD)
        .one()?;
    (!matches!(request.lines(&header::ORIGIN), HeaderLines::None)).then_some(method)
}

/// Decides on a request for this path.
#[inline]
pub(crate) fn decide<'p, 'r, R: RequestHead>(
    path: &'p RoutePolicies,
    request: &'r R,
) -> Decision<'p, R::Owned<'r>> {
    if let Some(method) = requested_method(request) {
        return decide_preflight(path, method.as_ref(), request);
    }
    match path.policy(request.method().as_bytes()) {
        Some((policy, covered)) => decide_actual(policy, || covered, request),
        None => match path.possible_policy(request.method().as_bytes()) {
            Some(policy) => decide_for_possible_policy(policy, request),
            None => Decision::Run(ResponseAction::Leave),
        },
    }
}

/// Decides on a request that may reach a handler with this policy, or another one. The policy can refuse the request
/// and strip headers, but does not expose the response.
#[cold]
fn decide_for_possible_policy<'p, 'r, R: RequestHead>(
    policy: &'static Policy,
    request: &'r R,
) -> Decision<'p, R::Owned<'r>> {
    let covers = policy.methods.allows(request.method());
    match decide_actual_rarely(policy, covers, request) {
        Decision::Run(ResponseAction::Expose(..)) => Decision::Run(ResponseAction::Leave),
        decision => decision,
    }
}

/// [`decide`] on an `OPTIONS` request.
#[cfg(feature = "axum")]
pub(crate) fn decide_options<'p, 'r, R: RequestHead>(
    path: &'p RoutePolicies,
    request: &'r R,
) -> Decision<'p, R::Owned<'r>> {
    if let Some(method) = requested_method(request) {
        return decide_preflight(path, method.as_ref(), request);
    }
    match path.policy(b"OPTIONS") {
        Some((policy, covered)) => decide_actual_rarely(policy, covered, request),
        None => Decision::Run(ResponseAction::Leave),
    }
}

/// [`decide_actual`] for the few requests whose cost does not matter, so that a program has its code once.
#[cold]
#[inline(never)]
fn decide_actual_rarely<'p, 'r, R: RequestHead>(
    policy: &'static Policy,
    covers: bool,
    request: &'r R,
) -> Decision<'p, R::Owned<'r>> {
    decide_actual(policy, || covers, request)
}

/// Decides on a preflight for this method.
pub(crate) fn decide_preflight<'p, 'r, R: RequestHead>(
    path: &'p RoutePolicies,
    method: &[u8],
    request: &'r R,
) -> Decision<'p, R::Owned<'r>> {
    match path.find(method) {
        MethodLookup::Allowed(grant) => Decision::Respond(permit(grant, method, request)),
        MethodLookup::NotAllowed(policy) => {
            Decision::Respond(EarlyResponse::Refuse(Refusal::MethodNotAllowed(policy)))
        }
        MethodLookup::Plain | MethodLookup::Nothing if path.is_opaque() => {
            Decision::Run(ResponseAction::Leave)
        }
        MethodLookup::Plain | MethodLookup::Nothing => {
            Decision::Respond(EarlyResponse::Refuse(Refusal::NoPolicy))
        }
    }
}

fn permit<'p, 'r, R: RequestHead>(
    grant: &'p Grant,
    method: &[u8],
    request: &'r R,
) -> EarlyResponse<'p, R::Owned<'r>> {
    let Some(origin) = allowed_origin(grant.policy, request) else {
        return EarlyResponse::Refuse(Refusal::OriginNotAllowed(grant.policy));
    };
    let is_listed = match &grant.methods {
        // A list cannot name every method that `methods = any` covers.
        GrantedMethods::List(list) => {
            grant.policy.methods != Methods::Any
                || list == "*"
                || MethodSet::index_of(method) + 1 != MethodSet::INDICES
        }
        GrantedMethods::Requested => false,
    };
    let mut requested = None;
    if !is_listed {
        // Only a token is echoed.
        requested = Method::from_bytes(method)
            .ok()
            .and_then(|method| HeaderValue::from_str(method.as_str()).ok())
            .map(Box::new);
        if requested.is_none() {
            return EarlyResponse::Refuse(Refusal::MethodNotAllowed(grant.policy));
        }
    }
    EarlyResponse::Preflight(PreflightResponse {
        grant,
        requested,
        origin,
    })
}

/// Decides on an actual request for a handler with this policy. `covers` returns true if the policy covers the method.
#[inline]
pub(crate) fn decide_actual<'p, 'r, R: RequestHead>(
    policy: &'static Policy,
    covers: impl FnOnce() -> bool,
    request: &'r R,
) -> Decision<'p, R::Owned<'r>> {
    if policy.allows_any_origin() {
        return decide_with_origin(policy, covers, Some(AllowOrigin::Star), request);
    }
    let origin = request.lines(&header::ORIGIN);
    let from_page = !matches!(origin, HeaderLines::None);
    let allowed = origin
        .one()
        .and_then(|origin| match_origin(policy, origin, request));
    decide_on_page(policy, covers, allowed, || from_page, request)
}

/// [`decide_actual`] with the result of matching the origin.
pub(crate) fn decide_with_origin<'p, 'r, R: RequestHead>(
    policy: &'static Policy,
    covers: impl FnOnce() -> bool,
    allowed: Option<AllowOrigin<R::Owned<'r>>>,
    request: &'r R,
) -> Decision<'p, R::Owned<'r>> {
    let from_page = || !matches!(request.lines(&header::ORIGIN), HeaderLines::None);
    decide_on_page(policy, covers, allowed, from_page, request)
}

/// [`decide_with_origin`] with a check for the presence of `Origin`.
#[inline]
fn decide_on_page<'p, 'r, R: RequestHead>(
    policy: &'static Policy,
    covers: impl FnOnce() -> bool,
    allowed: Option<AllowOrigin<R::Owned<'r>>>,
    from_page: impl FnOnce() -> bool,
    request: &'r R,
) -> Decision<'p, R::Owned<'r>> {
    if policy.disabled {
        return Decision::Run(ResponseAction::Leave);
    }
    let allowed = match allowed {
        Some(origin) if covers() => return Decision::Run(ResponseAction::Expose(policy, origin)),
        refused => refused,
    };
    let from_page = from_page();
    let refusal = match allowed {
        Some(_) => Refusal::MethodNotAllowed(policy),
        None if policy.enforce && from_page && !comes_from_own_site(policy, request) => {
            return Decision::Respond(EarlyResponse::Refuse(Refusal::ForeignSite(policy)));
        }
        None => Refusal::OriginNotAllowed(policy),
    };
    Decision::Run(ResponseAction::Strip {
        varies: policy.varies(),
        refusal: from_page.then_some(refusal),
    })
}

/// True if a browser sends a [preflight](https://fetch.spec.whatwg.org/#http-fetch) before this cross-origin request,
/// as far as the server can see.
#[cfg(feature = "axum")]
pub(crate) fn needs_permission<R: RequestHead>(request: &R) -> bool {
    const FORMS: [&[u8]; 3] = [
        b"application/x-www-form-urlencoded",
        b"multipart/form-data",
        b"text/plain",
    ];
    let is_form = |value: &[u8]| {
        let essence = value.split(|&byte| byte == b';').next().unwrap_or_default();
        let essence = essence.trim_ascii();
        FORMS.iter().any(|form| essence.eq_ignore_ascii_case(form))
    };
    let has_safelisted_type = || match request.lines(&header::CONTENT_TYPE) {
        HeaderLines::None => true,
        HeaderLines::One(value) => is_form(value.as_ref()),
        HeaderLines::Several => false,
    };
    !matches!(request.method(), "GET" | "HEAD" | "POST") || !has_safelisted_type()
}

/// Refuses a request that an outer default policy permitted and the route does not permit. `decides` is true if the
/// route has a policy for the method, or `disabled`.
#[cfg(feature = "axum")]
#[cold]
pub(crate) fn refuse_permitted<R: RequestHead, V>(
    decision: &mut Decision<'_, V>,
    decides: bool,
    request: &R,
) {
    if !matches!(decision, Decision::Run(ResponseAction::Leave)) {
        refuse_permitted_by_default(decision, request);
    } else if decides && let Some(response) = refuse_permitted_without_cors(request) {
        *decision = Decision::Respond(response);
    }
}

/// Refuses a request whose preflight the outer default policy allowed and the policy of the handler would not have
/// allowed. With the handler's policy alone, no browser would send it, so the handler must not run.
#[cfg(feature = "axum")]
#[cold]
pub(crate) fn refuse_permitted_by_default<R: RequestHead, V>(
    decision: &mut Decision<'_, V>,
    request: &R,
) {
    if let Decision::Run(ResponseAction::Strip {
        refusal:
            Some(refusal @ (Refusal::OriginNotAllowed(policy) | Refusal::MethodNotAllowed(policy))),
        ..
    }) = *decision
        && !comes_from_own_site(policy, request)
    {
        *decision = Decision::Respond(EarlyResponse::Refuse(refusal));
    }
}

/// [`refuse_permitted_by_default`] for a handler with `disabled`.
#[cfg(feature = "axum")]
pub(crate) fn refuse_permitted_without_cors<'p, R: RequestHead, V>(
    request: &R,
) -> Option<EarlyResponse<'p, V>> {
    // Without `allow(forwarded_host)`: `disabled` has no other keys.
    static DISABLED: Policy = Policy::deny_all();

    let from_page = !matches!(request.lines(&header::ORIGIN), HeaderLines::None);
    (from_page && !comes_from_own_site(&DISABLED, request))
        .then_some(EarlyResponse::Refuse(Refusal::NoPolicy))
}

/// True if the request has one `Origin`, which is the server's own site. Such a page needs no CORS.
pub(crate) fn comes_from_own_site(policy: &Policy, request: &dyn RequestView) -> bool {
    check_own_site(policy, request).is_ok()
}

/// [`comes_from_own_site`] with the reason for a mismatch.
pub(crate) fn check_own_site(
    policy: &Policy,
    request: &dyn RequestView,
) -> Result<(), SiteMismatch> {
    match request.lines(&header::ORIGIN) {
        HeaderLines::One(origin) => same_site::check_own_site(policy, request, origin),
        HeaderLines::Several => Err(SiteMismatch::SeveralOrigins),
        HeaderLines::None => Err(SiteMismatch::NoHost),
    }
}

/// The origin of the request, if the policy allows it.
pub(crate) fn allowed_origin<'r, R: RequestHead>(
    policy: &Policy,
    request: &'r R,
) -> Option<AllowOrigin<R::Owned<'r>>> {
    if policy.allows_any_origin() {
        return Some(AllowOrigin::Star);
    }
    match_origin(policy, request.lines(&header::ORIGIN).one()?, request)
}

/// The origin, if the policy allows it.
#[inline]
fn match_origin<'r, R: RequestHead>(
    policy: &Policy,
    origin: &'r R::Value,
    request: &'r R,
) -> Option<AllowOrigin<R::Owned<'r>>> {
    policy
        .allows_in(origin.as_ref(), || request.is_for_release())
        .then(|| AllowOrigin::Echo(request.owned_value(origin)))
}

/// The request's single `Origin`, without checking any policy.
#[cfg(feature = "rocket")]
pub(crate) fn single_origin<R: RequestHead>(request: &R) -> Option<AllowOrigin<R::Owned<'_>>> {
    let origin = request.lines(&header::ORIGIN).one()?;
    Some(AllowOrigin::Echo(request.owned_value(origin)))
}

/// True for `Access-Control-*`, the names of all CORS response headers, in any case.
#[inline]
pub(crate) fn is_cors_header(name: &str) -> bool {
    const BEGINNING: &[u8] = b"access-control-";
    // Most names are too short.
    name.len() >= BEGINNING.len()
        && name.as_bytes()[..BEGINNING.len()].eq_ignore_ascii_case(BEGINNING)
}
