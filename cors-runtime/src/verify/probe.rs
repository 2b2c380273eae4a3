//! Records the routes that a preflight reaches inside a service.

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

/// An extension of a preflight that records the routes which respond to it.
#[derive(Clone, Default)]
pub(crate) struct Probe {
    log: Arc<Mutex<ProbeLog>>,
    /// True if the preflight is sent to one method of a route. Its handler must not run.
    is_direct: bool,
}

/// The records of a probe.
#[derive(Default)]
struct ProbeLog {
    responded: Vec<u64>,
    listed: Vec<Arc<RoutePolicies>>,
    unknown_path: bool,
}

/// True once a probe exists. Until then no request is searched for one.
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

    /// Records that this path responds to the request, if it carries a probe. True if the handler must not run.
    #[inline]
    pub(crate) fn record_response<B>(request: &Request<B>, path: &RoutePolicies) -> bool {
        let Some(probe) = Self::of(request) else {
            return false;
        };
        probe.log().responded.push(path.id());
        probe.is_direct
    }

    /// Records the routes of a router without a route for the path of the request, if it carries a probe.
    #[inline]
    pub(crate) fn record_unknown_path<B>(request: &Request<B>, listed: &[Arc<RoutePolicies>]) {
        if let Some(probe) = Self::of(request) {
            let mut log = probe.log();
            log.listed.extend(listed.iter().cloned());
            log.unknown_path = true;
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

    fn log(&self) -> MutexGuard<'_, ProbeLog> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn has_reached(&self, path: &RoutePolicies) -> bool {
        self.log().responded.contains(&path.id())
    }

    pub(super) fn has_reached_any(&self) -> bool {
        !self.log().responded.is_empty()
    }

    /// True if the preflight reached a router without a route for its path.
    pub(super) fn has_reached_unknown(&self) -> bool {
        self.log().unknown_path
    }

    /// The routes of those routers.
    pub(super) fn listed(&self) -> Vec<Arc<RoutePolicies>> {
        self.log().listed.clone()
    }
}

impl fmt::Debug for Probe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Probe")
    }
}

/// A layer that reports the routes of a finished router to a probe. Without it, a service around the router hides them.
#[derive(Clone, Debug)]
pub(crate) struct RouteListing<S = ()> {
    inner: S,
    paths: Arc<[Arc<RoutePolicies>]>,
}

impl RouteListing {
    pub(crate) fn of(paths: &Arc<[Arc<RoutePolicies>]>) -> Self {
        Self {
            inner: (),
            paths: Arc::clone(paths),
        }
    }
}

impl<S> Layer<S> for RouteListing {
    type Service = RouteListing<S>;

    fn layer(&self, inner: S) -> RouteListing<S> {
        RouteListing {
            inner,
            paths: Arc::clone(&self.paths),
        }
    }
}

impl<S, B> Service<Request<B>> for RouteListing<S>
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
        Probe::record_unknown_path(&request, &self.paths);
        self.inner.call(request)
    }
}
