//! Finds the policies inside a service by cloning it.

use core::convert::Infallible;
use std::{
    cell::RefCell,
    collections::HashSet,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::routing::Route;

use crate::route::RoutePolicies;

/// A policy found inside a service.
#[derive(Clone, Debug)]
pub(crate) struct InnerPolicy {
    pub(crate) route: Arc<RoutePolicies>,
    /// The policy is the default of a router.
    pub(crate) is_default: bool,
}

/// The number of threads that currently inspect services. If it is zero, clones report nothing.
static INSPECTING: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    // `Clone` has no argument and no other result. `None` if this thread is not inspecting, so that clones on
    // threads that serve requests are not reported.
    static REPORTED: RefCell<Option<Vec<InnerPolicy>>> = const { RefCell::new(None) };
}

/// Returns true if the current thread is inspecting a service, so that clones must report.
#[inline]
pub(crate) fn is_inspecting() -> bool {
    INSPECTING.load(Ordering::Relaxed) != 0 && is_inspecting_here()
}

#[cold]
fn is_inspecting_here() -> bool {
    REPORTED.with_borrow(Option::is_some)
}

/// Reports the policies of a service that is being cloned.
#[inline]
pub(crate) fn report_clone(route: &Arc<RoutePolicies>, is_default: bool) {
    if is_inspecting() {
        report_policy(InnerPolicy {
            route: Arc::clone(route),
            is_default,
        });
    }
}

/// Reports a policy to the inspection of the current thread.
#[cold]
pub(crate) fn report_policy(policy: InnerPolicy) {
    REPORTED.with_borrow_mut(|reported| {
        if let Some(reported) = reported {
            reported.push(policy);
        }
    });
}

/// Finds the policies inside a service by cloning it.
///
/// Policies behind a shared pointer or a channel are not found, such as those in a [`Router`](axum::Router) that
/// is used as a service.
pub(crate) fn policies_inside<T: Clone>(service: &T) -> Vec<InnerPolicy> {
    /// Restores the policies that an outer inspection has found so far.
    struct InspectionGuard(Option<Vec<InnerPolicy>>);

    // In `drop`, so that it also happens if a clone panics.
    impl Drop for InspectionGuard {
        fn drop(&mut self) {
            INSPECTING.fetch_sub(1, Ordering::Relaxed);
            REPORTED.set(self.0.take());
        }
    }

    INSPECTING.fetch_add(1, Ordering::Relaxed);
    let _guard = InspectionGuard(REPORTED.replace(Some(Vec::new())));
    drop(service.clone());
    REPORTED.take().unwrap_or_default()
}

/// A route of a router with its layers, and the policies inside.
pub(crate) type InspectedRoute<E = Infallible> = (Route<E>, Vec<InnerPolicy>);

/// A layer that inspects every route it is applied to, and returns the route unchanged.
struct InspectLayer<E>(Arc<std::sync::Mutex<Vec<InspectedRoute<E>>>>);

impl<E> Clone for InspectLayer<E> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<E> tower_layer::Layer<Route<E>> for InspectLayer<E> {
    type Service = Route<E>;

    fn layer(&self, route: Route<E>) -> Route<E> {
        let policies = policies_inside(&route);
        let mut inspected = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        inspected.push((route.clone(), policies));
        route
    }
}

impl<E> InspectLayer<E> {
    fn new() -> Self {
        Self(Arc::default())
    }

    fn into_routes(self) -> Vec<InspectedRoute<E>> {
        core::mem::take(
            &mut *self
                .0
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner),
        )
    }
}

/// Finds the policies inside each route of a router. Handlers that still need their state are not found.
pub(crate) fn policies_of_router<S>(router: &axum::Router<S>) -> Vec<Vec<InnerPolicy>>
where
    S: Clone + Send + Sync + 'static,
{
    let inspected = inspect_routes(router).into_iter();
    inspected.map(|(_, policies)| policies).collect()
}

/// Finds the routes with policies inside routers, each once.
pub(crate) fn routes_of_routers<S, const N: usize>(
    routers: [&axum::Router<S>; N],
) -> Arc<[Arc<RoutePolicies>]>
where
    S: Clone + Send + Sync + 'static,
{
    let mut found = HashSet::new();
    let policies = routers.into_iter().flat_map(policies_of_router).flatten();
    policies
        .map(|policy| policy.route)
        .filter(|route| found.insert(Arc::as_ptr(route)))
        .collect()
}

/// Inspects the routes of a router, one for each method of a path.
pub(crate) fn inspect_routes<S>(router: &axum::Router<S>) -> Vec<InspectedRoute>
where
    S: Clone + Send + Sync + 'static,
{
    let layer = InspectLayer::new();
    drop(router.clone().layer(layer.clone()));
    layer.into_routes()
}

/// Finds the policies inside each method of a method router.
pub(crate) fn policies_of_method_router<S, E>(
    route: axum::routing::MethodRouter<S, E>,
) -> Vec<Vec<InnerPolicy>>
where
    S: Clone + Send + Sync + 'static,
    E: 'static,
{
    let layer = InspectLayer::new();
    let _: axum::routing::MethodRouter<S, E> = route.layer(layer.clone());
    let inspected = layer.into_routes().into_iter();
    inspected.map(|(_, policies)| policies).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;
    use crate::Policy;

    static CLOSED: Policy = Policy::deny_all();

    /// A service that runs a function and then reports its policies when it is cloned.
    struct Service<F>(Arc<RoutePolicies>, F);

    impl<F: Fn() + Clone> Clone for Service<F> {
        fn clone(&self) -> Self {
            (self.1)();
            report_clone(&self.0, false);
            Self(Arc::clone(&self.0), self.1.clone())
        }
    }

    fn service<F: Fn() + Clone>(on_clone: F) -> Service<F> {
        Service(Arc::new(RoutePolicies::opaque(&CLOSED)), on_clone)
    }

    #[test]
    fn clone_on_another_thread_is_not_reported() {
        let cloned = service(|| ());
        let (started, start) = mpsc::channel();
        let (finished, finish) = mpsc::channel();
        let (end, ended) = mpsc::channel::<()>();
        let thread = std::thread::spawn({
            let cloned = cloned.clone();
            move || {
                start.recv().expect("the inspection has begun");
                drop((cloned.clone(), cloned));
                finished.send(()).expect("the inspection waits");
                // The thread stays alive, because its thread-local values are dropped with it.
                ended.recv().expect_err("the other end is dropped");
            }
        });
        let finish = Arc::new(std::sync::Mutex::new(finish));
        let policies = policies_inside(&service(move || {
            started.send(()).expect("the thread waits");
            let finish = finish.lock().expect("no panic");
            finish.recv().expect("the thread has cloned");
        }));
        assert_eq!(policies.len(), 1, "only the clone on this thread");
        assert_eq!(Arc::strong_count(&cloned.0), 1);
        drop(end);
        thread.join().expect("no panic");
    }

    #[test]
    fn nested_inspection_keeps_policies_of_outer_one() {
        let inner = service(|| ());
        let inspect_inner = || {
            report_clone(&inner.0, false);
            assert_eq!(policies_inside(&inner).len(), 1);
            let panicking = service(|| panic!("in a clone"));
            let inspect = core::panic::AssertUnwindSafe(|| policies_inside(&panicking));
            std::panic::catch_unwind(inspect).expect_err("it panics");
        };
        let outer = service(&inspect_inner);
        assert_eq!(policies_inside(&outer).len(), 2);
        assert!(!is_inspecting());
    }
}
