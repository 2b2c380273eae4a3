//! What to do with a request: one pure function over the policies of the route it reached, its
//! method and its headers.
//!
//! No adapter decides anything; each asks here and does as it is told.

mod forwarded;
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
pub(crate) use self::request::{HeaderLines, RequestHead};
#[cfg(debug_assertions)]
pub(crate) use self::same_site::possible_hosts;
pub(crate) use self::same_site::{SiteMismatch, request_host};
use crate::{
    policy::{MethodSet, Methods, Policy},
    route::{Grant, GrantedMethods, MethodLookup, RoutePolicies},
};

/// What to do with a request.
#[derive(Debug)]
pub(crate) enum Decision<'p, V> {
    /// Let it through, and mark what comes back.
    Run(ResponseAction<V>),
    /// Respond early, without running the handler.
    Respond(EarlyResponse<'p, V>),
}

/// An answer in the route's place.
#[derive(Debug)]
pub(crate) enum EarlyResponse<'p, V> {
    /// To a preflight whose real request may follow: 204 with these headers.
    Preflight(PreflightResponse<'p, V>),
    /// 403, without any CORS header.
    Refuse(Refusal),
}

/// The answer to a preflight whose real request may follow.
#[derive(Debug)]
pub(crate) struct PreflightResponse<'p, V> {
    pub(crate) grant: &'p Grant,
    /// The requested method, where the grant does not list it. Boxed, since it is rare and a decision is moved.
    pub(crate) requested: Option<Box<HeaderValue>>,
    pub(crate) origin: AllowOrigin<V>,
}

/// The value of `Access-Control-Allow-Origin`.
#[derive(Debug)]
pub(crate) enum AllowOrigin<V> {
    Star,
    /// The request's own `Origin`, found on the list.
    Listed(V),
}

/// What an actual response gets.
#[derive(Debug)]
pub(crate) enum ResponseAction<V> {
    /// The route has no policy: whatever the handler wrote stays.
    Leave,
    /// The page may read it.
    Expose(&'static Policy, AllowOrigin<V>),
    /// The page may not read it: no CORS header stays, also none set by hand.
    Strip {
        /// True if another origin would have been answered otherwise.
        varies: bool,
        /// Why, unless the request came from no page at all.
        refusal: Option<Refusal>,
    },
}

/// The method that a [CORS-preflight request] asks for: one `Origin` and one
/// `Access-Control-Request-Method` on an `OPTIONS`. A repeated `Origin` makes it a malformed one,
/// not another kind of request.
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

/// Decides on a request that reached this path.
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

/// Decides on a request whose handler may have this policy. It is enforced, and hides a response that the
/// policy does not allow, and opens none.
#[cold]
fn decide_for_possible_policy<'p, 'r, R: RequestHead>(
    policy: &'static Policy,
    request: &'r R,
) -> Decision<'p, R::Owned<'r>> {
    let covers = || policy.methods.cover(request.method());
    match decide_actual(policy, covers, request) {
        Decision::Run(ResponseAction::Expose(..)) => Decision::Run(ResponseAction::Leave),
        decision => decision,
    }
}

/// Decides on a preflight for this method.
pub(crate) fn decide_preflight<'p, 'r, R: RequestHead>(
    path: &'p RoutePolicies,
    method: &[u8],
    request: &'r R,
) -> Decision<'p, R::Owned<'r>> {
    match path.find(method) {
        MethodLookup::Covered(grant) => Decision::Respond(permit(grant, method, request)),
        MethodLookup::NotCovered(policy) => {
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
                || MethodSet::place(method) + 1 != MethodSet::PLACES
        }
        GrantedMethods::Requested => false,
    };
    let mut requested = None;
    if !is_listed {
        // Nothing is echoed that is no token.
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

/// Decides on a request that is no preflight and reached a handler with this policy.
///
/// `covers` tells whether the policy covers the method; it is asked where that matters.
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
        .and_then(|origin| listed(policy, origin, request));
    decide_on_page(policy, covers, allowed, || from_page, request)
}

/// The same, where it is known whether the policy lets the origin in.
pub(crate) fn decide_with_origin<'p, 'r, R: RequestHead>(
    policy: &'static Policy,
    covers: impl FnOnce() -> bool,
    allowed: Option<AllowOrigin<R::Owned<'r>>>,
    request: &'r R,
) -> Decision<'p, R::Owned<'r>> {
    let from_page = || !matches!(request.lines(&header::ORIGIN), HeaderLines::None);
    decide_on_page(policy, covers, allowed, from_page, request)
}

/// The same, where it is known as well whether the request has an `Origin`.
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

/// True if a page of another origin needs a permission for this request, as far as the server can see: a
/// browser asks for it with a [preflight](https://fetch.spec.whatwg.org/#http-fetch).
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

/// Refuses a request that a default policy around has permitted, where the policy of the handler itself would
/// not have: no browser sends it on the word of that policy, so the handler must not run.
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

/// The same for a handler that is without CORS on purpose.
#[cfg(feature = "axum")]
pub(crate) fn refuse_permitted_without_cors<'p, R: RequestHead, V>(
    request: &R,
) -> Option<EarlyResponse<'p, V>> {
    // It has no proxy to believe: a policy that is `disabled` stands alone.
    static DISABLED: Policy = Policy::deny_all();

    let from_page = !matches!(request.lines(&header::ORIGIN), HeaderLines::None);
    (from_page && !comes_from_own_site(&DISABLED, request))
        .then_some(EarlyResponse::Refuse(Refusal::NoPolicy))
}

/// True if the request has one `Origin`, and that is the site itself: such a page needs no
/// permission.
pub(crate) fn comes_from_own_site<R: RequestHead>(policy: &Policy, request: &R) -> bool {
    check_own_site(policy, request).is_ok()
}

/// The same, with the reason if it is not.
pub(crate) fn check_own_site<R: RequestHead>(
    policy: &Policy,
    request: &R,
) -> Result<(), SiteMismatch> {
    match request.lines(&header::ORIGIN) {
        HeaderLines::One(origin) => same_site::check_own_site(policy, request, origin.as_ref()),
        HeaderLines::Several => Err(SiteMismatch::SeveralOrigins),
        HeaderLines::None => Err(SiteMismatch::NoHost),
    }
}

/// The origin of the request, if the policy lets it in.
pub(crate) fn allowed_origin<'r, R: RequestHead>(
    policy: &Policy,
    request: &'r R,
) -> Option<AllowOrigin<R::Owned<'r>>> {
    if policy.allows_any_origin() {
        return Some(AllowOrigin::Star);
    }
    listed(policy, request.lines(&header::ORIGIN).one()?, request)
}

/// The origin, if it is on the policy's list.
#[inline]
fn listed<'r, R: RequestHead>(
    policy: &Policy,
    origin: &'r R::Value,
    request: &'r R,
) -> Option<AllowOrigin<R::Owned<'r>>> {
    policy
        .allows_in(origin.as_ref(), || request.is_for_release())
        .then(|| AllowOrigin::Listed(request.owned_value(origin)))
}

/// The one origin of the request, whoever lets it in.
#[cfg(feature = "rocket")]
pub(crate) fn single_origin<R: RequestHead>(request: &R) -> Option<AllowOrigin<R::Owned<'_>>> {
    let origin = request.lines(&header::ORIGIN).one()?;
    Some(AllowOrigin::Listed(request.owned_value(origin)))
}

/// The headers the standard reserves for CORS answers all begin so, in any case.
#[inline]
pub(crate) fn is_cors_header(name: &str) -> bool {
    const BEGINNING: &[u8] = b"access-control-";
    // Most names are too short.
    name.len() >= BEGINNING.len()
        && name.as_bytes()[..BEGINNING.len()].eq_ignore_ascii_case(BEGINNING)
}
