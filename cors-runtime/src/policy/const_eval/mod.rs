//! Checks that run in const evaluation, for values that macros do not have.
//!
//! A macro has the name of a constant but not its value. The rules therefore run again in const evaluation, where an
//! error stops the build.

use cors_rules::{Field, Lint, Message};

use crate::Policy;

pub use self::{
    argument::{ExtractorType, HandlerNeeds, UnknownExtractor},
    check::{
        CONTEXT, check_expose_headers, check_function, check_headers, check_methods, check_policy,
        check_route_method,
    },
    form::{OtherBody, RequestBody, RouteData, is_open_to_forms, is_open_to_posted_forms},
    list::{
        ArrayOfTexts, ListConstant, ListOfTexts, LiveOriginsReader, OneText, OriginsConstant,
        PerServerReader, ReferenceToArray, list_reader, origins_reader,
    },
    max_age::{
        I32, I64, MaxAgeConstant, MaxAgeDuration, MaxAgeText, U16, U32, U64, Usize, max_age_reader,
    },
    table::{
        count, count_methods, count_sources, decimal, digits, exact, header, header_length,
        methods, patterns, sources, text,
    },
};

/// A `for` loop over a slice of `Copy` items, for const evaluation.
macro_rules! each {
    ($item:ident in $slice:expr => $body:block) => {{
        let slice = $slice;
        let mut i = 0;
        while i < slice.len() {
            let $item = slice[i];
            $body
            i += 1;
        }
    }};
}
pub(crate) use argument::has;
pub(crate) use each;

mod argument;
mod check;
mod form;
mod list;
mod max_age;
mod table;

#[cfg(any(feature = "axum", feature = "rocket"))]
pub(crate) use self::{
    argument::{at, headers_of, offer_of},
    form::each_form_by_name,
};

type Entries = &'static [&'static str];

/// Returns its argument; the call fails to compile if a name is not a policy.
#[doc(hidden)]
#[must_use]
pub const fn named(policy: &'static Policy) -> &'static Policy {
    policy
}

/// Stops the build with the text of the rule.
#[track_caller]
pub(crate) const fn fail(rule: Lint, field: Field, entry: &str) -> ! {
    fail_with(rule, field, entry, None)
}

/// [`fail`] with the text to write instead.
#[track_caller]
const fn fail_with(rule: Lint, field: Field, entry: &str, correction: Option<&str>) -> ! {
    panic!(
        "{}",
        Message::with_correction(rule, field, entry, correction).as_str()
    )
}
