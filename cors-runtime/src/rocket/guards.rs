//! Checks the routes without a policy of their own against the policy of the whole Rocket.
//!
//! The guards of a route under `#[cors]` are checked by the attribute. Rocket does not say which guards a plain
//! route has, so [`routes!`](super::routes!) reads them from the type of its function.

use core::{any::type_name, fmt, marker::PhantomData};

use super::route_table::{MountedRoute, RouteTable};
use crate::{
    Policy,
    extractors::{Extractors, PlainHandler, unmet_needs, warn_about_forms},
    policy::const_eval::is_open_to_forms,
};

/// The function of a route, by its type.
///
/// `(&function).guards()` finds [`Guarded`] first, which holds for functions alone, and [`Unguarded`] only one
/// reference further.
#[doc(hidden)]
pub struct RouteFunction<F>(PhantomData<F>);

impl<F> RouteFunction<F> {
    #[allow(clippy::new_without_default)] // `routes!` alone makes one
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

/// A function whose guards are known.
#[doc(hidden)]
pub trait Guarded<Guards> {
    fn guards(&self) -> Option<Extractors>;
}

impl<F: Takes<Guards>, Guards> Guarded<Guards> for RouteFunction<F> {
    fn guards(&self) -> Option<Extractors> {
        Some(Extractors::of::<Guards>())
    }
}

/// Anything else.
#[doc(hidden)]
pub trait Unguarded {
    fn guards(&self) -> Option<Extractors>;
}

impl<F> Unguarded for &RouteFunction<F> {
    fn guards(&self) -> Option<Extractors> {
        None
    }
}

/// A function with a tuple of these arguments.
#[doc(hidden)]
pub trait Takes<Guards> {}

macro_rules! takes {
    ($($guard:ident)*) => {
        impl<F, Output, $($guard),*> Takes<($($guard,)*)> for F
        where
            F: Fn($($guard),*) -> Output
        {}
    };
}

takes!(A);
takes!(A B);
takes!(A B C);
takes!(A B C D);
takes!(A B C D E);
takes!(A B C D E G);
takes!(A B C D E G H);
takes!(A B C D E G H I);
takes!(A B C D E G H I J);
takes!(A B C D E G H I J K);
takes!(A B C D E G H I J K L);
takes!(A B C D E G H I J K L M);
takes!(A B C D E G H I J K L M N);
takes!(A B C D E G H I J K L M N O);
takes!(A B C D E G H I J K L M N O P);
takes!(A B C D E G H I J K L M N O P Q);

/// The types that can only be what `data` names, and that read what a form of any site can send, by their
/// names: each has `()` for its parameter.
pub(crate) fn each_data_guard_by_name(mut each: impl FnMut(&'static str)) {
    each(type_name::<rocket::form::Form<()>>());
    each(type_name::<rocket::serde::json::Json<()>>());
    #[cfg(feature = "msgpack")]
    each(type_name::<rocket::serde::msgpack::MsgPack<()>>());
    each(type_name::<rocket::Data<'_>>());
    each(type_name::<rocket::data::Capped<()>>());
}

/// Why a Rocket must not be launched with its default, because of what its routes take: a rule each.
pub(super) fn obstacles(route_table: &RouteTable) -> Vec<String> {
    let Some(policy) = route_table.default else {
        return Vec::new();
    };
    let unmet = unmet_needs(policy, &covered(policy, route_table));
    unmet.iter().map(ToString::to_string).collect()
}

/// Logs the doubts about them.
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
        // A `Json` may be a parameter of the query, too.
        reads_body: has_payload && is_open && !query.is_some_and(|query| query.contains('<')),
        takes_forms: has_payload && is_form(format.as_deref()),
        format,
    }
}

/// True if a form can send what a route with this `format` takes.
fn is_form(format: Option<&str>) -> bool {
    use cors_rules::Need;

    format.is_none_or(|format| Need::of_media_type(format) == Need::Nothing)
}
