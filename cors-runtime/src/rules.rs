//! The rules: one section per mistake that a policy can have.
//!
//! The compiler reports them, and the server when it loads origins. An error ends with the address of its rule, such as
//! `cors_runtime::rules#wildcard-credentials`: the heading of that name on this page. The names are stable.
//! [`RejectedOrigin::rule`](crate::RejectedOrigin::rule) returns them for loaded origins. A section names its opt-out for
//! `allow(…)`; rules without one cannot be silenced.
//!
//! Each section has an example that does not compile, and one that does: both are tested. The end of the page lists
//! [the reasons of a running server](#refusals-of-a-running-server).
//!
//! The module has no items.

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
