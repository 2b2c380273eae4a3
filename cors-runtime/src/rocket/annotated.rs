//! The types and the macro that `routes!` uses.

use core::{fmt, marker::PhantomData};

use rocket::Route;

use super::handler;
use crate::{extractors::Extractors, policy::encoded::Annotation};

/// A generated type that represents an annotated route and carries its policy.
#[doc(hidden)]
pub trait Annotated: Annotation {
    const NAME: &'static str;

    /// Sets the name and the policy of the route.
    fn annotate(mut route: Route) -> Route {
        route.name = Some(Self::NAME.into());
        handler::attach(route, Self::POLICY)
    }
}

/// The result of `into_route` on an annotated route. It is implemented for the type that our `routes!` expects, and
/// not for Rocket's `Route`, so that Rocket's `routes!` does not compile.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{A}` has a policy, and `rocket::routes!` would mount it without the policy",
    label = "`{A}` is under `#[cors]`",
    note = "`cors_runtime::rocket::routes!` attaches the policy to the route",
    note = "write `use cors_runtime::rocket::routes;` in place of Rocket's own, and `routes![…]` for all routes, plain ones too"
)]
pub trait UseRoutesOfCorsRuntime<A>: Sized {
    fn from_route(route: Route) -> Self;
}

/// An annotated route inside `routes!`.
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

/// Distinguishes annotated routes from plain ones by autoref specialization.
///
/// `(&RouteKind::of(&route)).kind()` selects [`AsAnnotated`] for annotated routes, and [`AsPlain`], which needs one
/// more reference, for all others.
#[doc(hidden)]
pub struct RouteKind<T>(PhantomData<T>);

impl<T> RouteKind<T> {
    #[must_use]
    pub fn of(_: &T) -> Self {
        Self(PhantomData)
    }
}

impl<T> fmt::Debug for RouteKind<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RouteKind")
    }
}

#[doc(hidden)]
pub trait AsAnnotated {
    fn kind(&self) -> fn(AnnotatedRoute, Option<Extractors>) -> Route;
}

impl<T: Annotated> AsAnnotated for RouteKind<T> {
    fn kind(&self) -> fn(AnnotatedRoute, Option<Extractors>) -> Route {
        |route, _| route.0
    }
}

#[doc(hidden)]
pub trait AsPlain {
    fn kind(&self) -> fn(Route, Option<Extractors>) -> Route;
}

impl<T> AsPlain for &RouteKind<T> {
    fn kind(&self) -> fn(Route, Option<Extractors>) -> Route {
        handler::attach_default
    }
}

/// Parses the routes twice: as paths, so that an error points at its route, and as identifiers, since a path may have
/// generic arguments.
#[doc(hidden)]
#[macro_export]
macro_rules! __rocket_routes {
    (@read [$($route:path),* $(,)?] $($(::)? $($name:ident)::+),* $(,)?) => {{
        #[allow(unused_imports)]
        use $crate::__private::rocket::{AsAnnotated as _, AsPlain as _, Guarded as _, Unguarded as _};
        let __routes: ::std::vec::Vec<$crate::__private::rocket::Route> = ::std::vec![$({
            type __Route = $route;
            let __route = __Route {};
            let __kind = (&$crate::__private::rocket::RouteKind::of(&__route)).kind();
            // The function appears in unreachable code: only its type is needed, and a local variable of the same name
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
