//! Where the policy of a route is kept, and where `enforce` refuses a request: around its handler.

use core::{cell::Cell, pin::Pin};

use rocket::{
    Data, Request, Response, Route,
    route::{Handler, Outcome},
};

use super::{default, headers::Head, preflight, verdict};
use crate::{Policy, decision::Decision, extractors::Extractors};

/// What the handler of a route tells of its policy.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kept {
    /// It was mounted by other means, and nothing stands before it.
    Nothing,
    /// It has no policy of its own; the default of the Rocket stands before it. Its guards, if they are known.
    Plain(Option<Extractors>),
    Own(&'static Policy),
}

/// A handler behind the `enforce` of its policy.
struct Behind {
    handler: Box<dyn Handler>,
    /// `None`: behind that of the default of whichever Rocket it is mounted on.
    own: Option<&'static Policy>,
    guards: Option<Extractors>,
}

thread_local! {
    static CLONED: Cell<Kept> = const { Cell::new(Kept::Nothing) };
}

impl Clone for Behind {
    fn clone(&self) -> Self {
        CLONED.set(self.own.map_or(Kept::Plain(self.guards), Kept::Own));
        Self {
            handler: self.handler.clone(),
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
pub(super) fn kept(route: &Route) -> Kept {
    CLONED.set(Kept::Nothing);
    drop(route.handler.clone());
    CLONED.replace(Kept::Nothing)
}

/// The route with its policy.
pub(super) fn keep(mut route: Route, policy: &'static Policy) -> Route {
    route.handler = Box::new(Behind {
        handler: route.handler,
        own: Some(policy),
        guards: None,
    });
    route
}

/// The route behind the default of its Rocket, unless it has a policy of its own.
pub(super) fn keep_plain(mut route: Route, guards: Option<Extractors>) -> Route {
    if let Kept::Nothing = kept(&route) {
        route.handler = Box::new(Behind {
            handler: route.handler,
            own: None,
            guards,
        });
    }
    route
}

impl Behind {
    /// The answer in the place of the handler's, where the policy is enforced and refuses the request.
    #[inline]
    fn refuse<'r>(&self, request: &'r Request<'_>) -> Option<Response<'r>> {
        let policy = self.own.or_else(|| default::of(request.rocket()))?;
        if !policy.enforce {
            return None;
        }
        match verdict::decide(policy, &Head::of(request)) {
            Decision::Answer(answer) => Some(preflight::response(answer)),
            Decision::Run(_) => None,
        }
    }
}

impl Handler for Behind {
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
