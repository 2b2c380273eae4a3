//! What the attribute makes of a Rocket route.

use core::{fmt, marker::PhantomData};

use rocket::Route;

use super::handler;
use crate::{extractors::Extractors, policy::encoded::Annotation};

/// The type that stands for an annotated route and carries its policy.
#[doc(hidden)]
pub trait Annotated: Annotation {
    const NAME: &'static str;

    /// Gives the route what the attribute knows of it.
    fn annotate(mut route: Route) -> Route {
        route.name = Some(Self::NAME.into());
        handler::keep(route, Self::POLICY)
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
    fn kind(&self) -> fn(AnnotatedRoute, Option<Extractors>) -> Route;
}

impl<T: Annotated> AsAnnotated for Kind<T> {
    fn kind(&self) -> fn(AnnotatedRoute, Option<Extractors>) -> Route {
        |route, _| route.0
    }
}

#[doc(hidden)]
pub trait AsPlain {
    fn kind(&self) -> fn(Route, Option<Extractors>) -> Route;
}

impl<T> AsPlain for &Kind<T> {
    fn kind(&self) -> fn(Route, Option<Extractors>) -> Route {
        handler::keep_plain
    }
}

/// Reads the routes twice: as paths, so that errors point at the one they are about, and as names,
/// since a path may have arguments.
#[doc(hidden)]
#[macro_export]
macro_rules! __rocket_routes {
    (@read [$($route:path),* $(,)?] $($(::)? $($name:ident)::+),* $(,)?) => {{
        #[allow(unused_imports)]
        use $crate::__private::rocket::{AsAnnotated as _, AsPlain as _, Guarded as _, Unguarded as _};
        let __routes: ::std::vec::Vec<$crate::__private::rocket::Route> = ::std::vec![$({
            type __Route = $route;
            let __route = __Route {};
            let __kind = (&$crate::__private::rocket::Kind::of(&__route)).kind();
            // Named in code that never runs: only the type of the function is asked, and a variable of its name
            // is not borrowed.
            #[allow(deprecated, unreachable_code, clippy::all, clippy::pedantic)]
            let __function = if true {
                $crate::__private::rocket::RouteFunction::new()
            } else {
                loop {}
                $crate::__private::rocket::RouteFunction::of(&$route)
            };
            __kind(__route.into_route(), (&__function).guards())
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
