//! Explains to the developer and the operator why a browser blocks a call.

mod comparison;
mod enabled;
mod explained;
mod explanation;
mod log;
mod methods;
mod missing_headers;
mod near_miss;
mod quoted;
mod runtime_warnings;

#[cfg(feature = "axum")]
pub(crate) use self::explained::explain;
#[cfg(feature = "rocket")]
pub(crate) use self::explained::{EXPLANATION, PLAIN_TEXT};
#[cfg(any(feature = "axum", feature = "rocket"))]
pub(crate) use self::methods::warn_unserved_options;
pub(crate) use self::{
    explained::explained,
    explanation::{Explanation, explanation},
    log::trace,
    methods::warn_without_methods,
    quoted::QuotedBytes,
    runtime_warnings::ResponseCheck,
};
