//! Wraps the handler of a route: carries its policy, and applies `enforce`.

use core::pin::Pin;

use rocket::{
    Data, Request, Response, Route,
    route::{Handler, Outcome},
};

use super::{
    attached_policy::{AttachedPolicy, Attachment},
    default_policy,
    headers::{CorsRequest, early_response},
    rewritten, state, verdict,
};
use crate::{Policy, decision::Decision, extractors::Extractors};

/// A handler with an attached policy.
struct PolicyHandler {
    handler: Box<dyn Handler>,
    /// `None`: the default policy of the Rocket that the route is mounted on.
    own: Option<&'static Policy>,
    guards: Option<Extractors>,
}

impl Clone for PolicyHandler {
    fn clone(&self) -> Self {
        let handler = self.handler.clone();
        // After the inner handler, which may have a policy too: the outer one is recorded last.
        self.own
            .map_or(AttachedPolicy::Plain(self.guards), AttachedPolicy::Own)
            .record(self);
        Self {
            handler,
            own: self.own,
            guards: self.guards,
        }
    }
}

/// Attaches a policy to a route, bound to the server that is being built.
pub(super) fn attach(mut route: Route, policy: &'static Policy) -> Route {
    route.handler = Box::new(PolicyHandler {
        handler: route.handler,
        own: Some(policy.bound()),
        guards: None,
    });
    route
}

/// Prepares a route for the `enforce` of a default policy. A policy that is attached already stays.
pub(super) fn attach_default(mut route: Route, guards: Option<Extractors>) -> Route {
    let attachment = Attachment::of(&route);
    if !attachment.is_outermost {
        route.handler = Box::new(PolicyHandler {
            handler: route.handler,
            own: attachment.own_policy(),
            guards,
        });
    }
    route
}

impl PolicyHandler {
    /// The response to a request that an enforced policy refuses.
    ///
    /// Two policies apply if a fairing has rewritten the request: that of this route and that of the requested route.
    #[inline]
    fn refuse<'r>(&self, request: &'r Request<'_>) -> Option<Response<'r>> {
        let applied = self.own.or_else(|| applied_default(request));
        let refusal = applied
            .filter(|policy| policy.enforce)
            .and_then(|policy| refusal_of(policy, &CorsRequest::of(request)));
        refusal.or_else(|| {
            let (policy, original) =
                rewritten::requested_policy(|| state::route_table(request.rocket()), request)?;
            let is_enforced = policy.enforce;
            is_enforced.then(|| refusal_of(policy, &CorsRequest::original(request, original)))?
        })
    }
}

/// The default policy, if it is enforced and the route has it. An outer handler of `with_policy` may carry another one.
fn applied_default(request: &Request<'_>) -> Option<&'static Policy> {
    let default = default_policy::of(request.rocket()).filter(|policy| policy.enforce)?;
    let route_table = state::route_table(request.rocket())?;
    let policy = route_table.policy_of(request.route()?)?;
    policy.is(default).then_some(default)
}

fn refusal_of<'r>(policy: &'static Policy, request: &CorsRequest<'r, '_>) -> Option<Response<'r>> {
    match verdict::decide(policy, request) {
        Decision::Respond(response) => Some(early_response(response, request)),
        Decision::Run(_) => None,
    }
}

impl Handler for PolicyHandler {
    // The expansion of `#[async_trait]`, without a future of its own.
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
