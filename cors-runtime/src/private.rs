//! What the macros name. Not for use by hand: nothing is checked here.

#[cfg(feature = "axum")]
pub use crate::axum::{__private as axum, RouteItWithCorsRuntimeRouting};
#[cfg(feature = "rocket")]
pub use crate::rocket::__private as rocket;
pub use crate::{
    Policy,
    origins::{Environment, LiveSet, Matching, Origins, Source},
    policy::Methods,
    written::{Annotation, Written},
};
pub use core::option::Option::Some;
pub use cors_macros::__beside as beside;
pub use cors_rules::{Allowance, Need, Offer, OriginContext, OriginPattern, Port};

/// What the items of an attribute have in scope, by names that nobody else has.
pub mod imports {
    #[cfg(feature = "axum")]
    pub use super::axum::{
        CalledAsWritten as __CalledAsWritten, Endpoint as __Endpoint, Last as __Last,
        Leading as __Leading, Opaque as __Opaque, Take as __Take, Takes as __Takes,
    };
    /// So that a type's own answer comes before that for any type.
    pub use super::constant::{NoForm as _, OfAnyType as _};
    pub use crate::__private as __cors;
    pub use core::future::Future as __Future;
}

#[path = "constant/mod.rs"]
pub mod constant;
#[cfg(rust_analyzer)]
#[path = "names.rs"]
pub mod names;

/// A variable with origins, and the lists that stand in for it. It is named by a function, since a
/// constant refers to nothing that changes.
#[doc(hidden)]
#[macro_export]
macro_rules! __environment {
    ($name:literal $(, default = [$($list:expr),*])?) => {
        $crate::__environment!(@ $crate::__private::Environment::__new($name)$(.__default(&[$($list),*]))?)
    };
    (dev $name:literal $(, default = [$($list:expr),*])?) => {
        $crate::__environment!(@ $crate::__private::Environment::__new($name)$(.__default(&[$($list),*]))?.__dev())
    };
    (@ $variable:expr) => {
        ::core::option::Option::Some($crate::__private::Source::Environment(|| {
            static __CORS_ENVIRONMENT: $crate::__private::Environment = $variable;
            &__CORS_ENVIRONMENT
        }))
    };
}

/// What it is given. Nothing of that is looked at where the crate itself is not found.
#[doc(hidden)]
#[macro_export]
macro_rules! __items {
    ($($items:tt)*) => { $($items)* };
}

/// A `use` of every name in an attribute, where an editor shows what they mean and what else there is.
#[cfg(rust_analyzer)]
#[doc(hidden)]
#[macro_export]
macro_rules! __editor {
    ([$($key:ident)*] [$($allowance:ident)*]) => {
        const _: () = {
            #[allow(unused_imports)]
            mod keys {
                use $crate::__private::names::keys::*;
                use self::{$($key as _,)*};
            }
            #[allow(unused_imports)]
            mod allowances {
                use $crate::__private::names::allowances::*;
                use self::{$($allowance as _,)*};
            }
        };
    };
}

/// Nothing: names are looked up for an editor alone.
#[cfg(not(rust_analyzer))]
#[doc(hidden)]
#[macro_export]
macro_rules! __editor {
    ($($names:tt)*) => {};
}

pub use crate::{
    __constant_header as constant_header, __constant_methods as constant_methods,
    __constant_origins as constant_origins, __constant_seconds as constant_seconds,
    __environment as environment,
};
pub use crate::{__editor as editor, __items as items};

#[cfg(test)]
mod tests {
    use super::Allowance;

    /// The names an editor shows are compiled for an editor alone.
    #[test]
    fn an_editor_knows_every_key_and_every_opt_out() {
        let names = include_str!("names.rs");
        for allowance in Allowance::ALL {
            let name = format!("{allowance:?} as {},", allowance.name());
            assert!(names.contains(&name), "{name}");
        }
        // The keys of the table in the docs of the attribute, but for `crate`, which no `use` can name.
        let table = include_str!("../../cors-macros/docs/cors.md");
        let rows = table.lines().filter_map(|row| row.strip_prefix("| `"));
        let keys: Vec<_> = rows
            .filter_map(|row| row.split(['`', '(']).next())
            .filter(|key| *key != "crate")
            .collect();
        assert!(keys.len() >= 12, "{keys:?}");
        for key in keys {
            assert!(names.contains(&format!(" as {key},")), "{key}");
        }
    }
}
