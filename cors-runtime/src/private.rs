//! What the macros name. Not for use by hand: nothing is checked here.

#[cfg(feature = "axum")]
pub use crate::axum::{__private as axum, RouteItWithCorsRuntimeRouting};
#[cfg(feature = "rocket")]
pub use crate::rocket::__private as rocket;
pub use crate::{
    Policy,
    origins::{Environment, LiveSet, Matching, Origins, Source},
    policy::{HeaderText, Methods},
};
pub use ::http::HeaderValue;
pub use cors_macros::__beside as beside;
pub use cors_policy::{Allowance, Need, Offer, OriginContext, OriginPattern};

#[path = "constant/mod.rs"]
pub mod constant;
#[cfg(rust_analyzer)]
#[path = "names.rs"]
pub mod names;

/// A pattern the macro has found to be one.
///
/// # Panics
///
/// In const evaluation, if it is none.
#[must_use]
pub const fn pattern(text: &'static str) -> OriginPattern<'static> {
    match OriginPattern::parse(text) {
        Ok(pattern) => pattern,
        Err(_) => panic!("the macro let a wrong origin pattern through"),
    }
}

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

/// A header value made while the program is compiled.
#[doc(hidden)]
#[macro_export]
macro_rules! __header_text {
    ($text:literal) => {
        $crate::__private::HeaderText::__new($text, || {
            const { $crate::__private::HeaderValue::from_static($text) }
        })
    };
}

/// `if_axum! { { expansion } else { function } }` keeps the expansion if the feature is on.
#[cfg(feature = "axum")]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_axum {
    ({ $($expansion:tt)* } else { $($function:tt)* }) => { $($expansion)* };
}

/// Keeps the function as it is, and says what is missing.
#[cfg(all(not(feature = "axum"), feature = "rocket"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_axum {
    ({ $($expansion:tt)* } else { $($function:tt)* }) => {
        $($function)*

        ::core::compile_error! {
            "no route attribute stands below `#[cors]`\n\
             = note: the policy of a Rocket route is read before Rocket makes a route of the function\n\
             = help: write `#[get(\"…\")]` in the line below `#[cors(…)]`; for axum, switch on the feature `axum`"
        }
    };
}

/// Keeps the function as it is, and says what is missing.
#[cfg(not(any(feature = "axum", feature = "rocket")))]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_axum {
    ({ $($expansion:tt)* } else { $($function:tt)* }) => {
        $($function)*

        ::core::compile_error! {
            "`#[cors]` on a handler needs the feature of its framework\n\
             = note: what answers the preflights is compiled for the frameworks that are switched on\n\
             = help: write `cors-runtime = { version = \"0.1\", features = [\"axum\"] }` in Cargo.toml, or `\"rocket\"` for Rocket"
        }
    };
}

/// `if_rocket! { { expansion } else { function } }` keeps the expansion if the feature is on.
#[cfg(feature = "rocket")]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_rocket {
    ({ $($expansion:tt)* } else { $($function:tt)* }) => { $($expansion)* };
}

/// Keeps the function as it is, and says what is missing.
#[cfg(not(feature = "rocket"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_rocket {
    ({ $($expansion:tt)* } else { $($function:tt)* }) => {
        $($function)*

        ::core::compile_error! {
            "`#[cors]` on a route of Rocket, or on a whole one, needs the feature `rocket`\n\
             = note: what answers the preflights is compiled for the frameworks that are switched on\n\
             = help: write `cors-runtime = { version = \"0.1\", features = [\"rocket\"] }` in Cargo.toml"
        }
    };
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

pub use crate::__editor as editor;
pub use crate::{
    __constant_header as constant_header, __constant_methods as constant_methods,
    __constant_origins as constant_origins, __constant_seconds as constant_seconds,
    __environment as environment,
};
pub use crate::{__header_text as header_text, __if_axum as if_axum, __if_rocket as if_rocket};

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
