//! Lets a default policy detect that an inner policy already decided on a request.
//!
//! The innermost policy applies to a handler, so a default must not respond for a handler that has a policy of
//! its own. An opaque part of a router does not report its policies. There are two ways to find them:
//!
//! * Before the first request, [`policies_inside`](super::inspect::policies_inside) clones a route. That also
//!   clones the services of this crate inside it, through all layers, and they report their policies.
//! * On a request, the default inserts an [`InnerPolicyProbe`], and an inner policy that decides sets its flag.
//!   If a layer dropped the probe, the inner policy inserts an [`InnerPolicyFound`] into the response instead.

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicBool, Ordering},
};

use http::{Extensions, Request};

use crate::{
    decision::{HttpHead, RequestHead, requested_method},
    route::RoutePolicies,
};

/// A request extension that a default policy inserts and inner policies update.
#[derive(Clone, Debug, Default)]
pub(crate) struct InnerPolicyProbe(Arc<ProbeState>);

#[derive(Debug, Default)]
struct ProbeState {
    /// The route has a policy, for the method of the request or another one.
    on_route: AtomicBool,
    /// A policy has decided on the request.
    decided: AtomicBool,
    /// The default permitted a request that needs a permission.
    permits: AtomicBool,
    /// The route that inserted the probe. Its own `OPTIONS` handler is not an inner policy.
    own_route: Option<u64>,
}

/// A response extension that an inner policy inserts if the request has no probe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InnerPolicyFound {
    decided: bool,
}

/// Set once a default policy is around an opaque part. Until then, requests are not searched for a probe. A program
/// without such a default does not link the search.
static SEARCH: OnceLock<ProbeSearch> = OnceLock::new();

#[derive(Debug)]
struct ProbeSearch {
    report: fn(&Extensions, bool) -> OuterDefault,
    is_own: fn(&Extensions, u64) -> bool,
}

impl InnerPolicyProbe {
    /// Enables the search for probes in requests.
    pub(crate) fn enable() {
        SEARCH.get_or_init(|| ProbeSearch {
            report: Self::report_to_probe,
            is_own: Self::is_of_route,
        });
    }

    /// Adds a probe to the request, and reports to an outer default that this policy decides.
    pub(crate) fn insert<B>(request: &mut Request<B>, permits: bool) -> (Self, ResponseMarker) {
        let OuterDefault { marker, .. } = Self::report_decided(HttpHead::of(request));
        (Self::insert_state(request, permits, None), marker)
    }

    /// Adds a probe to the request of a route that already reported itself.
    pub(crate) fn insert_for_route<B>(
        request: &mut Request<B>,
        permits: bool,
        route: &RoutePolicies,
    ) -> Self {
        Self::insert_state(request, permits, Some(route.id()))
    }

    fn insert_state<B>(request: &mut Request<B>, permits: bool, own_route: Option<u64>) -> Self {
        let probe = Self(Arc::new(ProbeState {
            permits: AtomicBool::new(permits),
            own_route,
            ..ProbeState::default()
        }));
        request.extensions_mut().insert(probe.clone());
        probe
    }

    /// Reports that the route decides on the request, unless the route inserted the probe.
    pub(crate) fn report_unless_own(request: HttpHead<'_>, route: &RoutePolicies) -> OuterDefault {
        match SEARCH.get() {
            Some(search) if !(search.is_own)(request.extensions(), route.id()) => {
                (search.report)(request.extensions(), true)
            }
            _ => OuterDefault::default(),
        }
    }

    /// Returns true if this route inserted the probe.
    fn is_of_route(request: &Extensions, route: u64) -> bool {
        let probe = request.get::<Self>();
        probe.is_some_and(|Self(state)| state.own_route == Some(route))
    }

    /// Reports that a policy decides on the request.
    #[inline]
    pub(crate) fn report_decided(request: HttpHead<'_>) -> OuterDefault {
        Self::report(request, || true)
    }

    /// Reports that the route has policies, and whether one of them decides on the method of the request.
    #[inline]
    pub(crate) fn report_route(request: HttpHead<'_>, route: &RoutePolicies) -> OuterDefault {
        Self::report(request, || {
            let method = match requested_method(&request) {
                Some(method) => method.as_bytes(),
                None => request.method().as_bytes(),
            };
            route.decides_on(method)
        })
    }

    /// Returns true if an outer default permitted this request and the request needs a permission.
    #[inline]
    pub(crate) fn is_permitted(request: HttpHead<'_>) -> bool {
        let probe = request.extensions().get::<Self>();
        probe.is_some_and(|Self(state)| state.permits.load(Ordering::Relaxed))
    }

    #[inline]
    fn report(request: HttpHead<'_>, decides: impl FnOnce() -> bool) -> OuterDefault {
        match SEARCH.get() {
            Some(search) => (search.report)(request.extensions(), decides()),
            None => OuterDefault::default(),
        }
    }

    #[cold]
    fn report_to_probe(request: &Extensions, decided: bool) -> OuterDefault {
        match request.get::<Self>() {
            Some(Self(state)) => {
                state.on_route.store(true, Ordering::Relaxed);
                state.decided.fetch_or(decided, Ordering::Relaxed);
                OuterDefault {
                    marker: ResponseMarker(None),
                    is_permitted: state.permits.load(Ordering::Relaxed),
                }
            }
            None => OuterDefault {
                marker: ResponseMarker(Some(if decided {
                    |response| _ = response.insert(InnerPolicyFound { decided: true })
                } else {
                    |response| _ = response.insert(InnerPolicyFound { decided: false })
                })),
                is_permitted: false,
            },
        }
    }

    /// Returns true if an inner policy decided on the request.
    pub(crate) fn has_decided(&self, response: &Extensions) -> bool {
        self.0.decided.load(Ordering::Relaxed)
            || response
                .get::<InnerPolicyFound>()
                .is_some_and(|found| found.decided)
    }

    /// Returns true if an inner policy is on the route of the request.
    pub(crate) fn is_present(&self, response: &Extensions) -> bool {
        self.0.on_route.load(Ordering::Relaxed) || response.get::<InnerPolicyFound>().is_some()
    }
}

/// The state of the outer default policies, returned when an inner policy reports itself.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct OuterDefault {
    pub(crate) marker: ResponseMarker,
    /// An outer default permitted this request, and the request needs a permission.
    pub(crate) is_permitted: bool,
}

/// The extension to insert into the response, if any.
#[derive(Clone, Copy, Debug, Default)]
#[must_use = "insert it into the response"]
pub(crate) struct ResponseMarker(Option<fn(&mut Extensions)>);

impl ResponseMarker {
    #[inline]
    pub(crate) fn insert_into(self, response: &mut Extensions) {
        if let Self(Some(insert)) = self {
            insert(response);
        }
    }
}
