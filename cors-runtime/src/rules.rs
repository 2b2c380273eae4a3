//! What can be wrong with a policy: a section for each rule the compiler knows, and the server at its start.
//!
//! An error ends with the address of its rule, such as `cors_runtime::rules#wildcard-credentials`: the heading of
//! that name on this page. The names are stable. [`RejectedOrigin::rule`](crate::RejectedOrigin::rule) has them for
//! origins that are loaded, and `allow(…)` takes the opt-out that a section names; a section without one cannot be
//! switched off.
//!
//! Of the two texts of a section the first does not compile, and the second does: both are tested. At the end are
//! [the reasons of a running server](#refusals-of-a-running-server).
//!
//! There is no code in here.

#![doc = ""]
#![doc = include_str!("../docs/rules/origins.md")]
#![doc = ""]
#![doc = include_str!("../docs/rules/names.md")]
#![doc = ""]
#![doc = include_str!("../docs/rules/credentials_and_enforce.md")]
#![doc = ""]
#![doc = include_str!("../docs/rules/keys.md")]
#![doc = ""]
#![doc = include_str!("../docs/rules/functions.md")]
#![doc = ""]
#![doc = include_str!("../docs/rules/refusals.md")]
