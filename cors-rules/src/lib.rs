//! The rules of CORS, as pure functions.
//!
//! This crate knows what a browser accepts, what an attacker would enjoy, and what to write instead. It knows no
//! syntax tree and no HTTP library: text goes in, findings come out.
//!
//! * [`Draft`] is a policy as its author wrote it. [`check`] returns every [`Finding`] in it at once; [`resolve`]
//!   turns a draft without findings into what a server needs.
//! * [`OriginPattern`] is one accepted entry of a list of origins, and decides whether an `Origin` header matches.
//! * [`Lint`] lists the mistakes. Each has a stable name, a [`Level`], and a text of three parts: what is wrong, why a
//!   browser or an attacker cares, and what to write. [`check`] returns those of level deny, [`warnings`] those of
//!   level warn.
//!
//! Everything that judges a single entry is a `const fn`, so one implementation serves a macro, a `const` block and
//! a server that reads its list at start.
//!
//! ```
//! use cors_rules::{check, Draft, Origins, Lint};
//!
//! let draft = Draft {
//!     origins: Some(Origins::List(vec!["https://app.example.com/"])),
//!     credentials: true,
//!     ..Draft::default()
//! };
//! let findings = check(&draft);
//! assert_eq!(findings[0].lint(), Lint::OriginTrailingSlash);
//! assert_eq!(findings[0].correction(), Some("https://app.example.com"));
//! ```
//!
//! The features: `punycode` (off by default) lets corrections spell out hosts written in Unicode.

#![no_std]

extern crate alloc;
#[cfg(test)]
extern crate std;

mod allowance;
mod argument;
mod bootstring;
mod bytes;
mod check;
mod draft;
mod environment;
mod field;
mod finding;
mod header;
mod lint;
mod max_age;
mod message;
mod method;
mod origin;
mod public_suffix;
#[cfg(feature = "punycode")]
mod punycode;
mod resolve;
mod shared_suffix;
mod text;

pub use allowance::{Allowance, Allowances};
pub use argument::{Need, Offer, check_argument};
pub use check::{check, check_loaded_origins, warnings};
pub use draft::{Draft, MaxAge, Names, Origins};
pub use environment::check_environment_name;
pub use field::Field;
pub use finding::Finding;
pub use header::{check_exposed_header, check_request_header};
pub use lint::{Level, Lint};
pub use max_age::{check_max_age, parse_max_age};
pub use message::Message;
pub use method::{check_method, is_known_method, standard_method};
pub use origin::{
    OriginContext, OriginPattern, OwnedOriginPattern, PatternKey, Port, check_function,
    check_live_origins, check_origin, exact_order, exact_order_at_run_time,
};
pub use public_suffix::{is_listed_public_suffix_or_ancestor, is_public_suffix_or_ancestor};
pub use resolve::{Resolved, ResolvedNames, ResolvedOrigins, resolve};
pub use text::Texts;
