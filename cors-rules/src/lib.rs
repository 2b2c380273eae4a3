//! The rules of CORS, as pure functions from text to findings.
//!
//! The crate parses neither Rust syntax nor HTTP. Servers depend on `cors-runtime`, which runs these rules in the
//! compiler.
//!
//! * [`Draft`] is a policy as its author wrote it. [`check`] returns every [`Finding`] in it at once; [`resolve`]
//!   normalises a draft without findings.
//! * [`OriginPattern`] is one accepted entry of a list of origins. It is matched against `Origin` headers.
//! * [`Lint`] lists the mistakes. Each has a stable name, a [`Level`], and a text of three parts: what is wrong, why a
//!   browser or an attacker cares, and what to write. [`check`] returns those of level deny, [`warnings`] those of
//!   level warn.
//!
//! Functions that check a single entry are `const fn`: one implementation serves a macro, a `const` block, and a server
//! that loads its list at start.
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
//! The feature `punycode` (off by default) adds corrections of hosts written in Unicode.

#![no_std]

extern crate alloc;
#[cfg(test)]
extern crate std;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

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
pub use argument::{Need, Offer, check_argument, missing_headers};
pub use check::{KeyCombination, check, check_loaded_origins, check_wildcard, warnings};
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
    ListedPattern, OriginContext, OriginPattern, OwnedOriginPattern, PatternKey, Port,
    any_pattern_matches, check_function, check_live_origins, check_origin, contains_exact,
    default_port, host_length, insert_exact, insert_pattern, sort_exact, sort_patterns,
    userinfo_length,
};
pub use public_suffix::{
    is_listed_public_suffix_or_ancestor, is_public_suffix_or_ancestor, listed_registrable_domain,
    registrable_domain,
};
pub use resolve::{Resolved, ResolvedNames, ResolvedOrigins, resolve};
pub use text::Texts;
