//! What the macros name. Not for use by hand: nothing is checked here.

use cors_policy::OriginPattern;

#[cfg(feature = "axum")]
pub use crate::axum::{__private as axum, RouteItWithCorsRuntimeRouting};
pub use crate::{
    Policy,
    origins::Origins,
    policy::{HeaderText, Methods},
};
pub use ::http::HeaderValue;

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

/// Keeps what belongs to axum if the feature is on.
#[cfg(feature = "axum")]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_axum {
    ($($tokens:tt)*) => { $($tokens)* };
}

/// Says that the feature is missing.
#[cfg(not(feature = "axum"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_axum {
    ($($tokens:tt)*) => {
        ::core::compile_error! {
            "`#[cors]` on a handler needs the feature of its framework\n\
             = help: write `cors-runtime = { version = \"0.1\", features = [\"axum\"] }` in Cargo.toml"
        }
    };
}

pub use crate::{__header_text as header_text, __if_axum as if_axum};
