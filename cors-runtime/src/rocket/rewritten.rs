//! Detects requests that a fairing rewrites after `Cors::fairing()` has seen them.
//!
//! A fairing cannot respond to a request. One that rejects requests, for instance without an API key, sends them to a
//! route of its own with `set_uri`. A browser does not notice: it checks the response against the URL and method that
//! the page used. So the policy of the route for that URL applies.

use core::{
    pin::Pin,
    sync::atomic::{AtomicBool, Ordering},
};

use rocket::{
    Build, Data, Request, Rocket,
    fairing::{self, Fairing, Info, Kind},
};

use super::{
    headers::CorsRequest,
    original_request::{self, OriginalRequest},
    pattern::RequestUri,
    rewrite_probe,
    route_table::{RouteMatch, RouteTable},
};
use crate::{Policy, decision::requested_method};

/// True once a request has been rewritten. Until then no request is searched for its original.
static REWRITING: AtomicBool = AtomicBool::new(false);

/// The fairing that runs after those which may rewrite requests.
///
/// It is attached during ignition, so it follows all fairings that are attached before, and those that they attach in
/// the first round of ignition.
#[derive(Clone, Copy, Debug)]
pub(super) enum RewriteDetector {
    /// Attaches `Detect` at ignition.
    Attach,
    Detect,
}

#[rocket::async_trait]
impl Fairing for RewriteDetector {
    fn info(&self) -> Info {
        Info {
            name: "CORS of rewritten requests",
            kind: match self {
                Self::Attach => Kind::Ignite,
                Self::Detect => Kind::Request,
            },
        }
    }

    async fn on_ignite(&self, rocket: Rocket<Build>) -> fairing::Result {
        Ok(rocket.attach(Self::Detect))
    }

    // The expansion of `#[async_trait]`, with a future of size zero: its box is not allocated.
    fn on_request<'l, 'q, 'r, 'd, 't, 'f>(
        &'l self,
        request: &'q mut Request<'r>,
        _: &'d mut Data<'t>,
    ) -> Pin<Box<dyn Future<Output = ()> + Send + 'f>>
    where
        Self: 'f,
        'r: 'f,
        'l: 'f,
        'q: 'f,
        'd: 'f,
        't: 'f,
    {
        if let Some(original) = original_request::take(request) {
            REWRITING.store(true, Ordering::Relaxed);
            request.local_cache(|| Some(original));
        }
        rewrite_probe::divert(request);
        Box::pin(core::future::poll_fn(|_| core::task::Poll::Ready(())))
    }
}

/// The request that the client sent, if a fairing has rewritten it.
#[inline]
pub(super) fn original<'r>(request: &'r Request<'_>) -> Option<&'r OriginalRequest> {
    if !REWRITING.load(Ordering::Relaxed) {
        return None;
    }
    request.local_cache(|| None::<OriginalRequest>).as_ref()
}

/// The preflight that the client sent, if a fairing has rewritten it and a route serves the requested method.
pub(super) fn preflight<'r, 'c>(
    route_table: &RouteTable,
    request: &'r Request<'c>,
) -> Option<(CorsRequest<'r, 'c>, RequestUri<'r>)> {
    let original = original(request)?;
    let cors_request = CorsRequest::original(request, original);
    let method = requested_method(&cors_request)?.parse().ok()?;
    let uri = RequestUri::of_uri(&original.uri);
    match route_table.find(method, &uri) {
        RouteMatch::NoRoute => None,
        RouteMatch::WithoutPolicy | RouteMatch::WithPolicy(_) => Some((cors_request, uri)),
    }
}

/// The policy of the requested route, if a fairing has rewritten the request to another one.
#[inline]
pub(super) fn requested_policy<'r>(
    route_table: impl FnOnce() -> Option<&'r RouteTable>,
    request: &'r Request<'_>,
) -> Option<(&'static Policy, &'r OriginalRequest)> {
    let original = original(request)?;
    match find_original(route_table()?, original) {
        RouteMatch::WithPolicy(policy) => Some((policy, original)),
        RouteMatch::NoRoute | RouteMatch::WithoutPolicy => None,
    }
}

/// The route of the original request.
pub(super) fn find_original(route_table: &RouteTable, original: &OriginalRequest) -> RouteMatch {
    route_table.find(original.method, &RequestUri::of_uri(&original.uri))
}
