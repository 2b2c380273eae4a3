//! Lets a default policy detect policies inside a part of a router that does not report them.
//!
//! The most specific policy wins whole, so a default must not speak for a handler with a policy of its
//! own. There are two ways to see such a handler:
//!
//! * Before the first request, [`policies_inside`](super::inspect::policies_inside) clones a route. Whatever layers stand around it, the
//!   services of this crate inside are cloned as well, and report their paths.
//! * On a request, an [`InnerPolicyProbe`] travels with it, and a policy that decides says so there. Where a
//!   layer has dropped it, the response carries an [`InnerPolicyMark`].

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

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
