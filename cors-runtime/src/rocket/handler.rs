//! Where the policy of a route is kept, and where `enforce` refuses a request: around its handler.

use core::{cell::Cell, pin::Pin};

use rocket::{
    Data, Request, Response, Route,
    route::{Handler, Outcome},
};

use super::{default, headers::Head, launch, preflight, rewritten, verdict};
use crate::{Policy, decision::Decision, extractors::Extractors};

/// What the handler of a route tells of its policy.
#[derive(Clone, Copy, Debug)]
pub(super) struct Keeps {
    pub(super) policy: AttachedPolicy,
    /// True if nothing runs before the policy refuses. A handler of the user's may hold that of another
    /// route, and run first.
    pub(super) is_in_front: bool,
}

/// The policy of a route, as its handler tells it.
#[derive(Clone, Copy, Debug)]
pub(super) enum AttachedPolicy {
    /// It was mounted by other means, and nothing stands before it.
    Nothing,
    /// It has no policy of its own; the default of the Rocket stands before it. Its guards, if they are known.
    Plain(Option<Extractors>),
    Own(&'static Policy),
}

/// A handler behind the `enforce` of its policy.
struct PolicyHandler {
    handler: Box<dyn Handler>,
    /// `None`: behind that of the default of whichever Rocket it is mounted on.
    own: Option<&'static Policy>,
    guards: Option<Extractors>,
}

thread_local! {
    /// What was cloned last, and its address.
    static CLONED: Cell<(AttachedPolicy, usize)> = const { Cell::new((AttachedPolicy::Nothing, 0)) };
}

impl Clone for PolicyHandler {
    fn clone(&self) -> Self {
        let handler = self.handler.clone();
        // After the handler inside, which may have a policy, too.
        let kept = self
            .own
            .map_or(AttachedPolicy::Plain(self.guards), AttachedPolicy::Own);
        CLONED.set((kept, core::ptr::from_ref(self).addr()));
        Self {
            handler,
            own: self.own,
            guards: self.guards,
        }
    }
}

/// The policy that was kept with a route, however it was renamed, ranked or mounted.
///
/// The policy stays with the code that answers: it is part of the handler. The one thing Rocket lets
/// anybody do with the handler of a route, besides running it, is to clone it, so that is how it
/// tells. Called before the launch alone.
pub(super) fn attached_policy(route: &Route) -> Keeps {
    CLONED.set((AttachedPolicy::Nothing, 0));
    drop(route.handler.clone());
    let (policy, address) = CLONED.replace((AttachedPolicy::Nothing, 0));
    Keeps {
        policy,
        is_in_front: address == core::ptr::from_ref(&*route.handler).addr(),
    }
}

/// The route with its policy.
pub(super) fn keep(mut route: Route, policy: &'static Policy) -> Route {
    route.handler = Box::new(PolicyHandler {
        handler: route.handler,
        own: Some(policy),
        guards: None,
    });
    route
}

/// The route behind the default of its Rocket, unless it has a policy of its own.
pub(super) fn keep_plain(mut route: Route, guards: Option<Extractors>) -> Route {
    let kept = attached_policy(&route);
    if !kept.is_in_front {
        let own = match kept.policy {
            AttachedPolicy::Own(policy) => Some(policy),
            AttachedPolicy::Plain(_) | AttachedPolicy::Nothing => None,
        };
        route.handler = Box::new(PolicyHandler {
            handler: route.handler,
            own,
            guards,
        });
    }
    route
}

impl PolicyHandler {
    /// The answer in the place of the handler's, where the policy is enforced and refuses the request.
    ///
    /// If a fairing has sent the request here, so is that of the route which was asked for.
    #[inline]
    fn refuse<'r>(&self, request: &'r Request<'_>) -> Option<Response<'r>> {
        let own = self.own.or_else(|| default::of(request.rocket()));
        let refusal = own
            .filter(|policy| policy.enforce)
            .and_then(|policy| refusal_of(policy, &Head::of(request)));
        refusal.or_else(|| {
            let (policy, original) =
                rewritten::asked(|| launch::route_table(request.rocket()), request)?;
            let is_enforced = policy.enforce;
            is_enforced.then(|| refusal_of(policy, &Head::asked(request, original)))?
        })
    }
}

fn refusal_of<'r>(policy: &'static Policy, head: &Head<'r, '_>) -> Option<Response<'r>> {
    match verdict::decide(policy, head) {
        Decision::Respond(answer) => Some(preflight::explained(answer, head)),
        Decision::Run(_) => None,
    }
}

impl Handler for PolicyHandler {
    // Written out, as `#[async_trait]` would write it: it adds no future of its own.
    fn handle<'r, 'h, 'd, 'f>(
        &'h self,
        request: &'r Request<'d>,
        data: Data<'r>,
    ) -> Pin<Box<dyn Future<Output = Outcome<'r>> + Send + 'f>>
    where
        Self: 'f,
        'r: 'f,
        'h: 'f,
        'd: 'f,
    {
        if let Some(refusal) = self.refuse(request) {
            return Box::pin(core::future::ready(Outcome::Success(refusal)));
        }
        self.handler.handle(request, data)
    }
}
