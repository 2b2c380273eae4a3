//! Finds the policies inside a service by cloning it.

use core::convert::Infallible;
use std::{
    cell::RefCell,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::routing::Route;

use crate::route::RoutePolicies;

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
