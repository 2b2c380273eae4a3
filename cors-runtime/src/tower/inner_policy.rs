//! Lets a default policy detect policies inside a part of a router that does not report them.
//!
//! The most specific policy wins whole, so a default must not speak for a handler with a policy of its
//! own. There are two ways to see such a handler:
//!
//! * Before the first request, [`policies_inside`] clones a route. Whatever layers stand around it, the
//!   services of this crate inside are cloned as well, and report their paths.
//! * On a request, an [`InnerPolicyProbe`] travels with it, and a policy that decides says so there. Where a
//!   layer has dropped it, the response carries an [`InnerPolicyMark`].

use core::convert::Infallible;
use std::{
    cell::RefCell,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use axum::routing::Route;
use http::{Extensions, Request};

use crate::{decision::requested_method, route::RoutePolicies};

/// Travels with a request, inside the process.
#[derive(Clone, Debug, Default)]
pub(crate) struct InnerPolicyProbe(Arc<Found>);

#[derive(Debug, Default)]
struct Found {
    /// A policy lives on the path, for this method or another one.
    present: AtomicBool,
    /// A policy has decided on the request.
    decided: AtomicBool,
    /// The default has let a page do what needs a permission.
    permits: AtomicBool,
    /// The path that the probe is of: its own `OPTIONS` handler is no policy inside.
    own_path: Option<u64>,
}

/// Travels with a response, where the request arrived without a probe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InnerPolicyMark {
    decided: bool,
}

/// Any default policy is around something opaque: otherwise no request is searched for a probe.
static PROBING: AtomicBool = AtomicBool::new(false);

impl InnerPolicyProbe {
    /// Has requests searched for probes from now on.
    pub(crate) fn announce() {
        PROBING.store(true, Ordering::Relaxed);
    }

    /// Adds a probe to the request. A default further out learns that a policy inside decides.
    pub(crate) fn insert<B>(request: &mut Request<B>, permits: bool) -> (Self, Carried) {
        let Visit { carried, .. } = Self::decide(request);
        (Self::insert_found(request, permits, None), carried)
    }

    /// The same around the routes of a path, which has reported itself.
    pub(crate) fn insert_around<B>(
        request: &mut Request<B>,
        permits: bool,
        path: &RoutePolicies,
    ) -> Self {
        Self::insert_found(request, permits, Some(path.id()))
    }

    fn insert_found<B>(request: &mut Request<B>, permits: bool, own_path: Option<u64>) -> Self {
        let probe = Self(Arc::new(Found {
            permits: AtomicBool::new(permits),
            own_path,
            ..Found::default()
        }));
        request.extensions_mut().insert(probe.clone());
        probe
    }

    /// Reports that the path decides on the request, unless the probe is its own.
    pub(crate) fn decide_in<B>(request: &Request<B>, path: &RoutePolicies) -> Visit {
        let probe = request.extensions().get::<Self>();
        if probe.is_some_and(|Self(found)| found.own_path == Some(path.id())) {
            return Visit::default();
        }
        Self::decide(request)
    }

    /// Reports that a policy decides on the request.
    #[inline]
    pub(crate) fn decide<B>(request: &Request<B>) -> Visit {
        Self::visit(request, |_| true)
    }

    /// Reports the policies of a path, where a handler for the method may have none.
    #[inline]
    pub(crate) fn decide_on_path<B>(request: &Request<B>, path: &RoutePolicies) -> Visit {
        Self::visit(request, |request| {
            let method = match requested_method(request) {
                Some(method) => method.as_bytes(),
                None => request.method().as_str().as_bytes(),
            };
            path.decides_on(method)
        })
    }

    /// True if a default around has let a page do on this request what needs a permission.
    #[inline]
    pub(crate) fn is_permitted<B>(request: &Request<B>) -> bool {
        let probe = PROBING
            .load(Ordering::Relaxed)
            .then(|| request.extensions().get::<Self>());
        probe
            .flatten()
            .is_some_and(|Self(found)| found.permits.load(Ordering::Relaxed))
    }

    #[inline]
    fn visit<B>(request: &Request<B>, decides: impl FnOnce(&Request<B>) -> bool) -> Visit {
        if PROBING.load(Ordering::Relaxed) {
            Self::find(request.extensions(), decides(request))
        } else {
            Visit::default()
        }
    }

    #[cold]
    fn find(request: &Extensions, decided: bool) -> Visit {
        match request.get::<Self>() {
            Some(Self(found)) => {
                found.present.store(true, Ordering::Relaxed);
                found.decided.fetch_or(decided, Ordering::Relaxed);
                Visit {
                    carried: Carried(None),
                    is_permitted: found.permits.load(Ordering::Relaxed),
                }
            }
            None => Visit {
                carried: Carried(Some(InnerPolicyMark { decided })),
                is_permitted: false,
            },
        }
    }

    pub(crate) fn has_decided(&self, response: &Extensions) -> bool {
        self.0.decided.load(Ordering::Relaxed)
            || response
                .get::<InnerPolicyMark>()
                .is_some_and(|mark| mark.decided)
    }

    pub(crate) fn is_present(&self, response: &Extensions) -> bool {
        self.0.present.load(Ordering::Relaxed) || response.get::<InnerPolicyMark>().is_some()
    }
}

/// The result of reporting a policy to the defaults around.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Visit {
    pub(crate) carried: Carried,
    /// A default around has let a page do on this request what needs a permission.
    pub(crate) is_permitted: bool,
}

/// The mark that a response has to carry, if there is one.
#[derive(Clone, Copy, Debug, Default)]
#[must_use = "the response carries it"]
pub(crate) struct Carried(Option<InnerPolicyMark>);

impl Carried {
    #[inline]
    pub(crate) fn write(self, response: &mut Extensions) {
        if let Self(Some(mark)) = self {
            response.insert(mark);
        }
    }
}

/// A path with policies inside a route.
#[derive(Clone, Debug)]
pub(crate) struct Inside {
    pub(crate) path: Arc<RoutePolicies>,
    /// It is the default of a router, around whatever is there.
    pub(crate) is_default: bool,
}

/// How many threads look into routes at this moment: clones on requests report nothing.
static LOOKING: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    // A clone has no argument to return anything by. `None`: this thread looks into nothing. Requests are
    // served on other threads meanwhile, and what they clone is nobody's.
    static FOUND: RefCell<Option<Vec<Inside>>> = const { RefCell::new(None) };
}

/// True if a clone has to report.
#[inline]
pub(crate) fn is_looking() -> bool {
    LOOKING.load(Ordering::Relaxed) != 0 && is_looking_here()
}

#[cold]
fn is_looking_here() -> bool {
    FOUND.with_borrow(Option::is_some)
}

/// Reports the path of a service that is cloned.
#[inline]
pub(crate) fn report_clone(path: &Arc<RoutePolicies>, is_default: bool) {
    if is_looking() {
        report_found(Inside {
            path: Arc::clone(path),
            is_default,
        });
    }
}

#[cold]
pub(crate) fn report_found(inside: Inside) {
    FOUND.with_borrow_mut(|found| {
        if let Some(found) = found {
            found.push(inside);
        }
    });
}

/// The paths with policies inside a service that shows nothing of them. Services that keep what is inside
/// behind a pointer or a channel, such as a [`Router`](axum::Router) used as a service, do not show them
/// here either.
pub(crate) fn policies_inside<T: Clone>(service: &T) -> Vec<Inside> {
    /// The policies that a look around this one has found so far.
    struct Looking(Option<Vec<Inside>>);

    // Also if a clone panics.
    impl Drop for Looking {
        fn drop(&mut self) {
            LOOKING.fetch_sub(1, Ordering::Relaxed);
            FOUND.set(self.0.take());
        }
    }

    LOOKING.fetch_add(1, Ordering::Relaxed);
    let _looking = Looking(FOUND.replace(Some(Vec::new())));
    drop(service.clone());
    FOUND.take().unwrap_or_default()
}

/// A route of a router with all layers around it, and the policies inside.
pub(crate) type Looked = (Route<Infallible>, Vec<Inside>);

/// Looks into every route it is put around, and leaves it as it is.
#[derive(Clone, Debug, Default)]
struct Look(Arc<std::sync::Mutex<Vec<Looked>>>);

impl tower_layer::Layer<Route<Infallible>> for Look {
    type Service = Route<Infallible>;

    fn layer(&self, route: Route<Infallible>) -> Route<Infallible> {
        let inside = policies_inside(&route);
        let mut found = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        found.push((route.clone(), inside));
        route
    }
}

impl Look {
    fn into_found(self) -> Vec<Looked> {
        core::mem::take(
            &mut *self
                .0
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner),
        )
    }
}

/// The policies inside each route of a router. Handlers that miss their state are not among the routes yet.
pub(crate) fn policies_of_router<S>(router: &axum::Router<S>) -> Vec<Vec<Inside>>
where
    S: Clone + Send + Sync + 'static,
{
    let looked = routes_of(router).into_iter();
    looked.map(|(_, inside)| inside).collect()
}

/// The routes of a router, one for each method of a path.
pub(crate) fn routes_of<S>(router: &axum::Router<S>) -> Vec<Looked>
where
    S: Clone + Send + Sync + 'static,
{
    let look = Look::default();
    drop(router.clone().layer(look.clone()));
    look.into_found()
}

/// The same for the methods of one route.
pub(crate) fn policies_of_route<S>(route: axum::routing::MethodRouter<S>) -> Vec<Vec<Inside>>
where
    S: Clone + Send + Sync + 'static,
{
    let look = Look::default();
    let _: axum::routing::MethodRouter<S> = route.layer(look.clone());
    let looked = look.into_found().into_iter();
    looked.map(|(_, inside)| inside).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;
    use crate::Policy;

    static CLOSED: Policy = Policy::deny_all();

    /// Reports a path when it is cloned, and does something else first.
    struct Service<F>(Arc<RoutePolicies>, F);

    impl<F: Fn() + Clone> Clone for Service<F> {
        fn clone(&self) -> Self {
            (self.1)();
            report_clone(&self.0, false);
            Self(Arc::clone(&self.0), self.1.clone())
        }
    }

    fn service<F: Fn() + Clone>(meanwhile: F) -> Service<F> {
        Service(Arc::new(RoutePolicies::opaque(&CLOSED)), meanwhile)
    }

    #[test]
    fn clone_on_another_thread_during_a_look_keeps_nothing() {
        let served = service(|| ());
        let (started, start) = mpsc::channel();
        let (finished, finish) = mpsc::channel();
        let (end, ended) = mpsc::channel::<()>();
        let thread = std::thread::spawn({
            let served = served.clone();
            move || {
                start.recv().expect("the look has begun");
                drop((served.clone(), served));
                finished.send(()).expect("the look waits");
                // The thread has to live on: its values are dropped with it.
                ended.recv().expect_err("the other end is dropped");
            }
        });
        let finish = Arc::new(std::sync::Mutex::new(finish));
        let inside = policies_inside(&service(move || {
            started.send(()).expect("the thread waits");
            let finish = finish.lock().expect("no panic");
            finish.recv().expect("the thread has cloned");
        }));
        assert_eq!(inside.len(), 1, "that of this thread");
        assert_eq!(Arc::strong_count(&served.0), 1);
        drop(end);
        thread.join().expect("no panic");
    }

    #[test]
    fn look_within_a_look_leaves_the_outer_one_whole() {
        let inner = service(|| ());
        let looks = || {
            report_clone(&inner.0, false);
            assert_eq!(policies_inside(&inner).len(), 1);
            let panicking = service(|| panic!("in a clone"));
            let look = core::panic::AssertUnwindSafe(|| policies_inside(&panicking));
            std::panic::catch_unwind(look).expect_err("it panics");
        };
        let outer = service(&looks);
        assert_eq!(policies_inside(&outer).len(), 2);
        assert!(!is_looking());
    }
}
