//! Where a request arrives that `verify` sends to see which fairings rewrite it. No route runs for it.

use core::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use rocket::{
    Request,
    http::{Method, ext::IntoOwned, uri::Origin},
};

/// Travels with the request, and remembers what it asks for when our fairing sees it.
#[derive(Clone, Debug, Default)]
pub(super) struct Arrival(Arc<OnceLock<(Method, Origin<'static>)>>);

/// True if anybody verifies at all: no request is searched before.
static VERIFYING: AtomicBool = AtomicBool::new(false);

impl Arrival {
    /// Goes with the request.
    pub(super) fn of(request: &Request<'_>) -> Self {
        VERIFYING.store(true, Ordering::Relaxed);
        let arrival = Self::default();
        request.local_cache(|| Some(arrival.clone()));
        arrival
    }

    /// The method and URI that our fairing saw.
    pub(super) fn seen(&self) -> Option<&(Method, Origin<'static>)> {
        self.0.get()
    }
}

fn with<'r>(request: &'r Request<'_>) -> Option<&'r Arrival> {
    if !VERIFYING.load(Ordering::Relaxed) {
        return None;
    }
    request.local_cache(|| None::<Arrival>).as_ref()
}

/// True if the request is one of these.
#[inline]
pub(super) fn is_one(request: &Request<'_>) -> bool {
    with(request).is_some()
}

/// Remembers what such a request asks for, unless an earlier fairing of ours did.
#[inline]
pub(super) fn note(request: &Request<'_>) {
    if let Some(Arrival(seen)) = with(request) {
        seen.get_or_init(|| (request.method(), request.uri().clone().into_owned()));
    }
}

/// Sends such a request to the route that answers preflights, so that none of the user's runs.
#[inline]
pub(super) fn divert(request: &mut Request<'_>) {
    note(request);
    if is_one(request) {
        request.set_method(Method::Options);
    }
}
