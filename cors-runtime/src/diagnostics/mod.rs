//! Explains to the developer and the operator why a browser blocks a call.

mod comparison;
mod enabled;
mod explanation;
mod layer;
mod log;
mod missing_headers;
mod near_miss;
mod quoted;
mod runtime_warnings;

pub(crate) use self::{
    explanation::{Explanation, explanation},
    layer::warn_without_methods,
    log::trace,
    quoted::QuotedBytes,
    runtime_warnings::ResponseCheck,
};
