//! Requests that a fairing rewrites after ours has seen them.
//!
//! A fairing cannot answer a request. One that turns requests away, for the lack of a key, sends them
//! to a route of its own with `set_uri`. Browsers do not see that: they judge the response by the URL
//! and the method that the page used. So the route for these decides who may read it.

use core::sync::atomic::{AtomicBool, Ordering};

use rocket::{
    Request, Response,
    fairing::{self, Fairing, Info, Kind},
    http::{Method, Status, uri::Origin},
};

use super::{
    arrival,
    headers::Head,
    in_flight::{self, Original},
    pattern::Target,
    preflight,
    route_table::RouteTable,
};
use crate::{Policy, decision::requested_method};

/// True if any request was rewritten yet: no other is searched before.
static REWRITING: AtomicBool = AtomicBool::new(false);

/// Looks at each request after the fairings between ours and the last one.
///
/// It is attached while Rocket ignites, so it comes after those that are attached before. Fairings may
/// attach others when Rocket ignites; those of the first such round come before it, too.
#[derive(Clone, Copy, Debug)]
pub(super) enum Last {
    /// Attaches the other one.
    Attaches,
    Looks,
}

#[rocket::async_trait]
impl Fairing for Last {
    fn info(&self) -> Info {
        Info {
            name: "CORS of rewritten requests",
            kind: match self {
                Self::Attaches => Kind::Ignite,
                Self::Looks => Kind::Request,
            },
        }
    }

    async fn on_ignite(&self, rocket: rocket::Rocket<rocket::Build>) -> fairing::Result {
        Ok(rocket.attach(Self::Looks))
    }

    // Written out, as `#[async_trait]` would write it: a box of nothing is not allocated.
    fn on_request<'l, 'q, 'r, 'd, 't, 'f>(
        &'l self,
        request: &'q mut Request<'r>,
        _: &'d mut rocket::Data<'t>,
    ) -> core::pin::Pin<Box<dyn Future<Output = ()> + Send + 'f>>
    where
        Self: 'f,
        'r: 'f,
        'l: 'f,
        'q: 'f,
        'd: 'f,
        't: 'f,
    {
        if let Some(original) = in_flight::take(request) {
            REWRITING.store(true, Ordering::Relaxed);
            request.local_cache(|| Some(original));
        }
        arrival::divert(request);
        Box::pin(core::future::poll_fn(|_| core::task::Poll::Ready(())))
    }
}

/// What the request asked for, if a fairing has rewritten it after ours.
#[inline]
pub(super) fn original<'r>(request: &'r Request<'_>) -> Option<&'r Original> {
    if !REWRITING.load(Ordering::Relaxed) {
        return None;
    }
    request.local_cache(|| None::<Original>).as_ref()
}

/// The preflight that a request was before a fairing rewrote it, if a route serves what it is about.
pub(super) fn preflight<'r, 'c>(
    route_table: &RouteTable,
    request: &'r Request<'c>,
) -> Option<(Head<'r, 'c>, Target<'r>)> {
    let original = original(request)?;
    let head = Head::asked(request, original);
    let method = requested_method(&head)?.parse().ok()?;
    match Taker::of(route_table, method, &original.uri) {
        Taker::NoRoute => None,
        Taker::Plain | Taker::Policy(_) => Some((head, Target::of_uri(&original.uri))),
    }
}

/// Whose policy a response has.
#[derive(Debug)]
pub(super) enum Governing<'r> {
    /// That of the route that ran, if it has one.
    Ran(Option<&'static Policy>),
    /// That of the route that was asked for.
    Asked(&'static Policy, &'r Original),
    /// None: the request was a preflight, and this is the answer to it.
    Preflight(Response<'r>),
    /// None: the policies of both routes differ, and no page may read the response.
    Nobody { varies: bool },
}

/// Whose policy a response with this status has.
///
/// Where a fairing has sent the request to another route, an error is one of the route that was asked
/// for, as that of a catcher is. Anything else is content of a route that was not asked for: nobody
/// may read it, unless the policies are the same. Where no route serves what was asked for, the URL
/// has no other meaning than the one the fairing gives it.
#[inline]
pub(super) fn governing<'r>(
    route_table: &RouteTable,
    request: &'r Request<'_>,
    status: Status,
) -> Governing<'r> {
    let ran = route_table.policy_of(request);
    match original(request) {
        Some(original) => after_rewriting(route_table, request, ran, original, status),
        None => Governing::Ran(ran),
    }
}

#[cold]
fn after_rewriting<'r>(
    route_table: &RouteTable,
    request: &'r Request<'_>,
    ran: Option<&'static Policy>,
    original: &'r Original,
    status: Status,
) -> Governing<'r> {
    if let Some((head, target)) = preflight(route_table, request) {
        // Sent to another route than the one that answers preflights, which is the user's.
        return match request.route() {
            Some(route) if preflight::is_own(route) => Governing::Ran(None),
            _ => match preflight::answer_preflight(route_table, &head, &target) {
                Some(answer) => Governing::Preflight(answer),
                None => Governing::Ran(None),
            },
        };
    }
    let asked = match Taker::of_original(route_table, original) {
        Taker::NoRoute => return Governing::Ran(ran),
        Taker::Plain => None,
        Taker::Policy(policy) => Some(policy),
    };
    match (asked, ran) {
        (Some(asked), Some(ran)) if asked.is(ran) => Governing::Asked(asked, original),
        (None, None) => Governing::Ran(None),
        (Some(asked), _) if status.code >= 400 => Governing::Asked(asked, original),
        (asked, ran) => Governing::Nobody {
            varies: [asked, ran].into_iter().flatten().any(Policy::varies),
        },
    }
}

/// The policy of the route that was asked for, where that is not the one that runs.
#[inline]
pub(super) fn asked<'r>(
    route_table: impl FnOnce() -> Option<&'r RouteTable>,
    request: &'r Request<'_>,
) -> Option<(&'static Policy, &'r Original)> {
    let original = original(request)?;
    match Taker::of_original(route_table()?, original) {
        Taker::Policy(policy) => Some((policy, original)),
        Taker::NoRoute | Taker::Plain => None,
    }
}

/// What takes a request, before anything is known about forwards.
#[derive(Clone, Copy, Debug)]
pub(super) enum Taker {
    NoRoute,
    /// A route without a policy.
    Plain,
    Policy(&'static Policy),
}

impl Taker {
    /// What takes requests with this method and URI.
    pub(super) fn of(route_table: &RouteTable, method: Method, uri: &Origin<'_>) -> Self {
        let target = Target::of_uri(uri);
        let is_taken = route_table.routes().iter().any(|route| {
            // Rocket answers `HEAD` with a route for `GET`, where there is no other.
            let serves =
                method == route.method || (method == Method::Head && route.method == Method::Get);
            serves && route.pattern.matches(&target)
        });
        if !is_taken {
            return Self::NoRoute;
        }
        let path = route_table.path(&target);
        match path.and_then(|path| path.policy(method.as_str().as_bytes())) {
            Some((policy, _)) => Self::Policy(policy),
            None => Self::Plain,
        }
    }

    fn of_original(route_table: &RouteTable, original: &Original) -> Self {
        Self::of(route_table, original.method, &original.uri)
    }
}
