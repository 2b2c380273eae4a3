//! The guide, a page for each subject.
//!
//! | page | subject |
//! |---|---|
//! | [`first_steps_axum`], [`first_steps_rocket`] | from an empty project to a handler with a policy |
//! | [`which_form`] | from your situation to the lines you need |
//! | [`keys`] | the keys of a policy |
//! | [`recipes`] | policies for common situations: proxies, previews, tokens, apps, fonts, uploads, buckets |
//! | [`names`] | named policies, constants, groups of headers |
//! | [`routers`] | a policy for a whole router: what it covers, refuses and cannot check, and what a browser caches |
//! | [`environments`] | origins that differ between a laptop, staging and production, or come from a variable or a database |
//! | [`layers`] | layers, fairings, `verify`, policies around tower services |
//! | [`ecosystem`] | utoipa, aide, tonic, async-graphql, rocket_okapi and other crates that build routers |
//! | [`enforce`] | requests refused before the handler runs, and what a proxy in front has to pass on |
//! | [`compiler_errors`] | errors and warnings of the compiler |
//! | [`warnings`] | every warning, of the compiler and of a running debug build |
#![cfg_attr(
    feature = "testing",
    doc = "| [`testing`] | a client for `cargo test` that follows the Fetch standard |"
)]
//! | [`check`] | why a browser blocks a call, for any running server |
//! | [`surface`] | the report, refused requests, runtime warnings |
//! | [`costs`] | what CORS costs a request and the compiler |
//! | [`from_tower_http`], [`from_rocket_cors`] | moving from another library |
//!
//! The tests of this crate compile and run the code of these pages, except for blocks with another library.

// Readers copy the tests of the samples.
#![allow(clippy::test_attr_in_doctest)]

#[doc = include_str!("../docs/guide/which_form.md")]
pub mod which_form {}

#[doc = include_str!("../docs/guide/recipes.md")]
pub mod recipes {}

#[doc = include_str!("../docs/guide/routers.md")]
pub mod routers {}

#[doc = include_str!("../docs/guide/environments.md")]
pub mod environments {}

#[doc = include_str!("../docs/guide/enforce.md")]
pub mod enforce {}

// `tests/ecosystem` compiles its samples.
#[cfg_attr(not(doctest), doc = include_str!("../docs/guide/ecosystem.md"))]
pub mod ecosystem {}

#[doc = include_str!("../docs/guide/from_tower_http.md")]
pub mod from_tower_http {}

#[doc = include_str!("../docs/guide/from_rocket_cors.md")]
pub mod from_rocket_cors {}

#[doc = include_str!("../docs/guide/warnings.md")]
pub mod warnings {}

#[doc = include_str!("../docs/guide/keys.md")]
pub mod keys {}

#[doc = include_str!("../docs/guide/names.md")]
pub mod names {}

#[doc = include_str!("../docs/guide/layers.md")]
pub mod layers {}

#[doc = include_str!("../docs/guide/compiler_errors.md")]
pub mod compiler_errors {}

#[cfg(feature = "testing")]
#[doc = include_str!("../docs/guide/testing.md")]
pub mod testing {}

#[doc = include_str!("../docs/guide/check.md")]
pub mod check {}

#[doc = include_str!("../docs/guide/surface.md")]
pub mod surface {}

#[doc = include_str!("../docs/guide/costs.md")]
pub mod costs {}

#[doc = include_str!("../docs/guide/first_steps_axum.md")]
pub mod first_steps_axum {}

#[doc = include_str!("../docs/guide/first_steps_rocket.md")]
pub mod first_steps_rocket {}
