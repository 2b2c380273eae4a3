//! The steps by which a router is built.

/// One call on a router.
#[derive(Clone, Debug)]
pub enum Step {
    Route {
        path: &'static str,
        route: Route,
    },
    RouteService {
        path: &'static str,
        id: u8,
    },
    Nest {
        prefix: &'static str,
        inner: Vec<Step>,
    },
    NestService {
        prefix: &'static str,
        id: u8,
    },
    Merge(Vec<Step>),
    Layer(u8),
    RouteLayer(u8),
    Fallback(u8),
    FallbackService(u8),
    MethodNotAllowedFallback(u8),
    ResetFallback,
    WithoutV07Checks,
}

/// A method router.
#[derive(Clone, Debug)]
pub struct Route {
    pub first: (Method, Handler),
    pub calls: Vec<Call>,
}

/// One call on a method router.
#[derive(Clone, Debug)]
pub enum Call {
    Method(Method, Handler),
    Service(Method, u8),
    Merge(Method, Handler),
    Layer(u8),
    RouteLayer(u8),
    Fallback(u8),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Any,
    Get,
    Head,
    Post,
    Put,
    Patch,
    Delete,
    Options,
}

/// A handler. An annotated one has a policy in `cors-runtime`.
#[derive(Clone, Copy, Debug)]
pub enum Handler {
    Plain(u8),
    Annotated(u8),
}

/// True if a handler of the steps has a policy.
pub fn has_policies(steps: &[Step]) -> bool {
    let is_annotated = |handler: &Handler| matches!(handler, Handler::Annotated(_));
    steps.iter().any(|step| match step {
        Step::Route { route, .. } => {
            is_annotated(&route.first.1)
                || route.calls.iter().any(|call| match call {
                    Call::Method(_, handler) | Call::Merge(_, handler) => is_annotated(handler),
                    _ => false,
                })
        }
        Step::Nest { inner, .. } | Step::Merge(inner) => has_policies(inner),
        _ => false,
    })
}
