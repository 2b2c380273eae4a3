//! Finds the routes of a service, and the routes a preflight reached.

use core::{
    fmt,
    task::{Context, Poll},
};
use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use http::Request;
use tower_layer::Layer;
use tower_service::Service;

use crate::route::RoutePolicies;

/// Travels with a preflight, inside the process, and collects the routes that answered it.
#[derive(Clone, Default)]
pub(crate) struct Probe {
    reached: Arc<Mutex<Reached>>,
    /// It was sent to one method of a route, whose handler is not to run.
    is_direct: bool,
}

#[derive(Default)]
struct Reached {
    answered: Vec<u64>,
    listed: Vec<Arc<RoutePolicies>>,
    unknown_path: bool,
}

/// Any preflight of a [`verify`](super::verify()) is on its way: otherwise no request is searched for it.
static PROBING: AtomicBool = AtomicBool::new(false);

impl Probe {
    pub(super) fn new() -> Self {
        PROBING.store(true, Ordering::Relaxed);
        Self::default()
    }

    /// A probe for one method of a route.
    pub(super) fn direct() -> Self {
        Self {
            is_direct: true,
            ..Self::new()
        }
    }

    /// Notes that this path answered the request, if it is a probe. True if it goes no further.
    #[inline]
    pub(crate) fn answered<B>(request: &Request<B>, path: &RoutePolicies) -> bool {
        let Some(probe) = Self::of(request) else {
            return false;
        };
        probe.reached().answered.push(path.id());
        probe.is_direct
    }

    /// Notes that no route of a router has the path of the request, if it is a probe, and the routes it has.
    #[inline]
    pub(crate) fn answered_at_unknown_path<B>(request: &Request<B>, listed: &[Arc<RoutePolicies>]) {
        if let Some(probe) = Self::of(request) {
            let mut reached = probe.reached();
            reached.listed.extend(listed.iter().cloned());
            reached.unknown_path = true;
        }
    }

    #[inline]
    fn of<B>(request: &Request<B>) -> Option<&Self> {
        if PROBING.load(Ordering::Relaxed) {
            request.extensions().get()
        } else {
            None
        }
    }

    fn reached(&self) -> MutexGuard<'_, Reached> {
        self.reached.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn has_reached(&self, path: &RoutePolicies) -> bool {
        self.reached().answered.contains(&path.id())
    }

    pub(super) fn has_reached_any(&self) -> bool {
        !self.reached().answered.is_empty()
    }

    /// True if it reached a router that has no route for its path.
    pub(super) fn has_reached_unknown(&self) -> bool {
        self.reached().unknown_path
    }

    /// The routes of the routers whose unknown paths it reached.
    pub(super) fn listed(&self) -> Vec<Arc<RoutePolicies>> {
        self.reached().listed.clone()
    }
}

impl fmt::Debug for Probe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Probe")
    }
}

/// Lists the routes of a finished router for a probe that reaches an unknown path. A service around a
/// router hides them otherwise.
#[derive(Clone, Debug)]
pub(crate) struct Listing<S = ()> {
    inner: S,
    paths: Arc<[Arc<RoutePolicies>]>,
}

impl Listing {
    pub(crate) fn of(paths: &Arc<[Arc<RoutePolicies>]>) -> Self {
        Self {
            inner: (),
            paths: Arc::clone(paths),
        }
    }
}

impl<S> Layer<S> for Listing {
    type Service = Listing<S>;

    fn layer(&self, inner: S) -> Listing<S> {
        Listing {
            inner,
            paths: Arc::clone(&self.paths),
        }
    }
}

impl<S, B> Service<Request<B>> for Listing<S>
where
    S: Service<Request<B>>,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> S::Future {
        Probe::answered_at_unknown_path(&request, &self.paths);
        self.inner.call(request)
    }
}
