//! Explains to the developer and the operator why a browser blocks a call.

mod comparison;
mod enabled;
mod explained;
mod explanation;
mod log;
mod methods;
// A release build explains nothing in responses, so it has none of this code.
#[cfg(debug_assertions)]
mod missing_headers;
mod near_miss;
mod quoted;
mod runtime_warnings;

#[cfg(feature = "rocket")]
pub(crate) use self::explained::PLAIN_TEXT;
#[cfg(feature = "axum")]
pub(crate) use self::explained::explain;
#[cfg(any(feature = "axum", feature = "rocket"))]
pub(crate) use self::methods::warn_unserved_options;
#[cfg(debug_assertions)]
pub(crate) use self::quoted::QuotedBytes;
pub(crate) use self::{
    explained::explained,
    explanation::{Explanation, explanation},
    log::trace,
    methods::warn_without_methods,
    runtime_warnings::ResponseCheck,
};
