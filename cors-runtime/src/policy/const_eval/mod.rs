//! Values that a policy names by constants of the user, read and checked while the program is
//! compiled.
//!
//! A macro sees the name of a constant and not its value. So the rules run again, in const
//! evaluation: what they find is the error of the build.

use cors_rules::{Field, Lint, Message};

use crate::Policy;

pub use self::{
    argument::{ExtractorType, UnknownExtractor, check_argument, check_argument_of, of_no_body},
    check::{
        CONTEXT, check_expose_headers, check_function, check_headers, check_methods, check_policy,
        check_route_method,
    },
    form::{OtherBody, RequestBody, RouteData, is_open_to_forms, is_open_to_posted_forms},
    list::{
        ArrayOfTexts, ListConstant, ListOfTexts, LiveOriginsReader, OneText, OriginsConstant,
        ReferenceToArray, list_reader, origins_reader,
    },
    max_age::{
        I32, I64, MaxAgeConstant, MaxAgeDuration, MaxAgeText, U16, U32, U64, Usize, max_age_reader,
    },
    table::{
        count, count_methods, count_sources, decimal, digits, exact, header, header_length,
        methods, patterns, sources, text,
    },
};

/// A `for` loop over a slice of what can be copied, in const evaluation.
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
    argument::{check_need_of, each_need_by_name},
    form::each_form_by_name,
};

type Entries = &'static [&'static str];

/// The policy of a name, which has to be one.
#[doc(hidden)]
#[must_use]
pub const fn named(policy: &'static Policy) -> &'static Policy {
    policy
}

/// Ends the build with what is said about the rule.
#[track_caller]
pub(crate) const fn fail(rule: Lint, field: Field, entry: &str) -> ! {
    fail_with(rule, field, entry, None)
}

/// The same, with the text to write instead.
#[track_caller]
const fn fail_with(rule: Lint, field: Field, entry: &str, correction: Option<&str>) -> ! {
    panic!(
        "{}",
        Message::with_correction(rule, field, entry, correction).as_str()
    )
}
