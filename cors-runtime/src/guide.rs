//! The guide: which form to take, origins of each environment, and how to move from another library.
//!
//! * [`which_form`]: from the situation you are in to the lines you need.
//! * [`routers`]: a policy for a whole router: what it covers, refuses and cannot check, and what a browser
//!   remembers of it.
//! * [`environments`]: origins that differ between a laptop, staging and production, that stand in a
//!   variable or a database, or that no list can say.
//! * [`enforce`]: how `enforce` tells your own pages from those of other sites, and what a proxy has to do.
//! * [`from_tower_http`]: from the `CorsLayer` of tower-http, method by method.
//! * [`from_rocket_cors`]: from `rocket_cors`, field by field, and from a fairing written by hand.
//!
//! * [`warnings`]: what the compiler and a running debug build say of what may be wrong, and may be meant.
//!
//! There is no code in here. Each block of the pages is compiled and run by the tests of this crate; a block
//! of another library, marked as such, is not.

// WebSockets and rocket_cors are names in sentences here, not items.
#![allow(clippy::doc_markdown)]

#[doc = include_str!("../docs/guide/which_form.md")]
pub mod which_form {}

#[doc = include_str!("../docs/guide/routers.md")]
pub mod routers {}

#[doc = include_str!("../docs/guide/environments.md")]
pub mod environments {}

#[doc = include_str!("../docs/guide/enforce.md")]
pub mod enforce {}

#[doc = include_str!("../docs/guide/from_tower_http.md")]
pub mod from_tower_http {}

#[doc = include_str!("../docs/guide/from_rocket_cors.md")]
pub mod from_rocket_cors {}

#[doc = include_str!("../docs/guide/warnings.md")]
pub mod warnings {}
