//! A probe that `verify` attaches to a request to find fairings that rewrite it. No route runs for such a request.

use core::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use rocket::{
    Request,
    http::{Method, ext::IntoOwned, uri::Origin},
};

/// The method and URI of a request when the fairing `Cors` sees it.
#[derive(Clone, Debug, Default)]
pub(super) struct RewriteProbe(Arc<OnceLock<(Method, Origin<'static>)>>);

/// True once a probe exists. Until then no request is searched for one.
static VERIFYING: AtomicBool = AtomicBool::new(false);

impl RewriteProbe {
    pub(super) fn attach(request: &Request<'_>) -> Self {
        VERIFYING.store(true, Ordering::Relaxed);
        let probe = Self::default();
        request.local_cache(|| Some(probe.clone()));
        probe
    }

    /// The recorded method and URI.
    pub(super) fn seen(&self) -> Option<&(Method, Origin<'static>)> {
        self.0.get()
    }
}

fn probe_of<'r>(request: &'r Request<'_>) -> Option<&'r RewriteProbe> {
    if !VERIFYING.load(Ordering::Relaxed) {
        return None;
    }
    request.local_cache(|| None::<RewriteProbe>).as_ref()
}

/// True if the request carries a probe.
#[inline]
pub(super) fn is_attached(request: &Request<'_>) -> bool {
    probe_of(request).is_some()
}

/// Records the method and URI of a request with a probe, unless they are recorded already.
#[inline]
pub(super) fn record(request: &Request<'_>) {
    if let Some(RewriteProbe(seen)) = probe_of(request) {
        seen.get_or_init(|| (request.method(), request.uri().clone().into_owned()));
    }
}

/// Sends a request with a probe to the route that handles preflights, so that no route of the user runs.
#[inline]
pub(super) fn divert(request: &mut Request<'_>) {
    record(request);
    if is_attached(request) {
        request.set_method(Method::Options);
    }
}
