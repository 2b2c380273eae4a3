//! What the attribute makes of a Rocket route.

use core::{cell::Cell, fmt, marker::PhantomData, pin::Pin};

use rocket::{
    Data, Request, Route,
    route::{Handler, Outcome},
};

use super::preflight;
use crate::{
    Policy,
    decision::{Decision, decide_actual},
};

/// The type that stands for an annotated route and carries its policy.
#[doc(hidden)]
pub trait Annotated: Sized {
    const NAME: &'static str;
    const POLICY: &'static Policy;

    /// Gives the route what the attribute knows of it.
    fn annotate(mut route: Route) -> Route {
        route.name = Some(Self::NAME.into());
        route.handler = Box::new(AnnotatedHandler {
            handler: route.handler,
            policy: Self::POLICY,
        });
        route
    }
}

/// What an annotated route can be turned into: only our `routes!` asks for something it can.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{A}` has a policy, which `rocket::routes!` would lose",
    label = "`{A}` is under `#[cors]`",
    note = "only `cors_runtime::rocket::routes!` keeps the policy with the route, which browsers ask for",
    note = "write `use cors_runtime::rocket::routes;` in place of Rocket's own, and `routes![…]` for all routes, plain ones too"
)]
pub trait UseRoutesOfCorsRuntime<A>: Sized {
    fn from_route(route: Route) -> Self;
}

/// An annotated route on its way through `routes!`.
#[doc(hidden)]
pub struct AnnotatedRoute(Route);

#[diagnostic::do_not_recommend]
impl<A: Annotated> UseRoutesOfCorsRuntime<A> for AnnotatedRoute {
    fn from_route(route: Route) -> Self {
        Self(A::annotate(route))
    }
}

impl fmt::Debug for AnnotatedRoute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Tells annotated routes from plain ones by the type of their stand-in.
///
/// `(&Kind::of(&stand_in)).kind()` finds [`AsAnnotated`] first, which holds for annotated ones
/// alone, and [`AsPlain`] only one reference further.
#[doc(hidden)]
pub struct Kind<T>(PhantomData<T>);

impl<T> Kind<T> {
    #[must_use]
    pub fn of(_: &T) -> Self {
        Self(PhantomData)
    }
}

impl<T> fmt::Debug for Kind<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Kind")
    }
}

#[doc(hidden)]
pub trait AsAnnotated {
    fn kind(&self) -> fn(AnnotatedRoute) -> Route;
}

impl<T: Annotated> AsAnnotated for Kind<T> {
    fn kind(&self) -> fn(AnnotatedRoute) -> Route {
        |route| route.0
    }
}

#[doc(hidden)]
pub trait AsPlain {
    fn kind(&self) -> fn(Route) -> Route;
}

impl<T> AsPlain for &Kind<T> {
    fn kind(&self) -> fn(Route) -> Route {
        |route| route
    }
}

/// Reads the routes twice: as paths, so that errors point at the one they are about, and as names,
/// since a path may have arguments.
#[doc(hidden)]
#[macro_export]
macro_rules! __rocket_routes {
    (@read [$($route:path),* $(,)?] $($(::)? $($name:ident)::+),* $(,)?) => {{
        #[allow(unused_imports)]
        use $crate::__private::rocket::{AsAnnotated as _, AsPlain as _};
        let __routes: ::std::vec::Vec<$crate::__private::rocket::Route> = ::std::vec![$({
            type __Route = $route;
            let __route = __Route {};
            let __kind = (&$crate::__private::rocket::Kind::of(&__route)).kind();
            __kind(__route.into_route())
        }),*];
        __routes
    }};
    (@read $($other:tt)*) => {
        ::core::compile_error! {
            "`routes!` takes the names of routes\n\
             = note: a route is named by the path of its function, without arguments\n\
             = help: write `routes![list, users::create]`"
        }
    };
    ($($routes:tt)*) => { $crate::__rocket_routes!(@read [$($routes)*] $($routes)*) };
}

/// The handler of an annotated route.
struct AnnotatedHandler {
    handler: Box<dyn Handler>,
    policy: &'static Policy,
}

thread_local! {
    static CLONED: Cell<Option<&'static Policy>> = const { Cell::new(None) };
}

impl Clone for AnnotatedHandler {
    fn clone(&self) -> Self {
        CLONED.set(Some(self.policy));
        Self {
            handler: self.handler.clone(),
            policy: self.policy,
        }
    }
}

/// The policy of a route, if it has one, however it was renamed, ranked or mounted.
///
/// The policy stays with the code that answers: it is part of the handler. The one thing Rocket lets
/// anybody do with the handler of a route, besides running it, is to clone it, so that is how it
/// tells. Called at launch alone.
pub(super) fn policy_of(route: &Route) -> Option<&'static Policy> {
    CLONED.set(None);
    drop(route.handler.clone());
    CLONED.take()
}

impl Handler for AnnotatedHandler {
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
        if self.policy.enforce {
            let covered = self.policy.methods.cover(request.method().as_str());
            if let Decision::Answer(answer) = decide_actual(self.policy, covered, request) {
                let outcome = Outcome::Success(preflight::response(answer));
                return Box::pin(core::future::ready(outcome));
            }
        }
        self.handler.handle(request, data)
    }
}
