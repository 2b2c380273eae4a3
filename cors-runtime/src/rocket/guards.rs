//! Checks the guards of plain routes against the default policy.
//!
//! The attribute checks the guards of a route under `#[cors]`. Rocket does not report the guards of a plain route, so
//! [`routes!`](super::routes!) reads them from the type of its function.

use core::{fmt, marker::PhantomData};

use super::route_table::{MountedRoute, RouteTable};
use crate::{
    Policy,
    extractors::{Extractors, PlainHandler, unmet_needs, warn_about_forms},
    policy::const_eval::is_open_to_forms,
};

/// The type of a route's function, for autoref specialization: `(&function).guards()` selects [`Guarded`] for
/// functions, and [`Unguarded`], which needs one more reference, for everything else.
#[doc(hidden)]
pub struct RouteFunction<F>(PhantomData<F>);

impl<F> RouteFunction<F> {
    #[allow(clippy::new_without_default)] // made by `routes!` only
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }

    #[must_use]
    pub const fn of(_: &F) -> Self {
        Self(PhantomData)
    }
}

impl<F> fmt::Debug for RouteFunction<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RouteFunction")
    }
}

/// Reads the guards of a function from its type.
#[doc(hidden)]
pub trait Guarded<Guards> {
    fn guards(&self) -> Option<Extractors>;
}

impl<F: FunctionOf<Guards>, Guards> Guarded<Guards> for RouteFunction<F> {
    fn guards(&self) -> Option<Extractors> {
        Some(Extractors::of::<Guards>())
    }
}

/// The fallback for other types.
#[doc(hidden)]
pub trait Unguarded {
    fn guards(&self) -> Option<Extractors>;
}

impl<F> Unguarded for &RouteFunction<F> {
    fn guards(&self) -> Option<Extractors> {
        None
    }
}

/// A function whose arguments are this tuple.
#[doc(hidden)]
pub trait FunctionOf<Guards> {}

macro_rules! function_of {
    ($($guard:ident)*) => {
        impl<F, Output, $($guard),*> FunctionOf<($($guard,)*)> for F
        where
            F: Fn($($guard),*) -> Output
        {}
    };
}

function_of!(A);
function_of!(A B);
function_of!(A B C);
function_of!(A B C D);
function_of!(A B C D E);
function_of!(A B C D E G);
function_of!(A B C D E G H);
function_of!(A B C D E G H I);
function_of!(A B C D E G H I J);
function_of!(A B C D E G H I J K);
function_of!(A B C D E G H I J K L);
function_of!(A B C D E G H I J K L M);
function_of!(A B C D E G H I J K L M N);
function_of!(A B C D E G H I J K L M N O);
function_of!(A B C D E G H I J K L M N O P);
function_of!(A B C D E G H I J K L M N O P Q);

/// The rules that the default policy breaks for the guards of plain routes.
pub(super) fn launch_errors(route_table: &RouteTable) -> Vec<String> {
    let Some(policy) = route_table.default else {
        return Vec::new();
    };
    let unmet = unmet_needs(policy, &covered(policy, route_table));
    unmet.iter().map(ToString::to_string).collect()
}

/// Logs the warnings about them.
pub(super) fn warn(route_table: &RouteTable) {
    if let Some(policy) = route_table
        .default
        .filter(|policy| is_open_to_forms(policy))
    {
        warn_about_forms(&covered(policy, route_table));
    }
}

fn covered(policy: &Policy, route_table: &RouteTable) -> Vec<PlainHandler> {
    let routes = route_table.routes().iter();
    routes
        .filter(|route| route.has_default)
        .map(|route| of_route(policy, route))
        .collect()
}

fn of_route(policy: &Policy, route: &MountedRoute) -> PlainHandler {
    let has_payload = route.method.supports_payload();
    let format = route.format.clone().filter(|_| has_payload);
    let is_open = format.as_ref().is_none_or(|format| format.contains('*'));
    let query = route.uri.split_once('?').map(|(_, query)| query);
    PlainHandler {
        route: format!("{} {}", route.method, route.uri),
        extractors: route.guards,
        is_granted: route.part.covers(policy, route.method.as_str()),
        // A `Json` guard may also be a query parameter.
        reads_body: has_payload && is_open && !query.is_some_and(|query| query.contains('<')),
        takes_forms: has_payload && is_form(format.as_deref()),
        format,
    }
}

/// True if a form can send a body of this `format`.
fn is_form(format: Option<&str>) -> bool {
    use cors_rules::Need;

    format.is_none_or(|format| Need::of_media_type(format) == Need::Nothing)
}
