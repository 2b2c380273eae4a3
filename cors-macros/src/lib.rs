//! The macros of `cors-runtime`, which re-exports them: depend on that crate, not on this one.
//!
//! The way of an attribute: `args` reads the keys and keeps their spans, `check` asks the rules
//! of `cors-rules` and puts each finding on the literal that caused it, `correct` says what to write
//! in its place, `expand` writes the items, and `recover` writes a closed stand-in when something is
//! wrong, so that one mistake is one error.

mod args;
mod attribute;
mod check;
mod correct;
mod crate_path;
mod diag;
mod editor;
mod expand;
mod fallback;
mod feature;
mod item;
mod rocket;
mod signature;
#[cfg(test)]
mod tests;
mod warn;

use proc_macro::TokenStream;

#[doc = include_str!("../docs/cors.md")]
#[proc_macro_attribute]
pub fn cors(args: TokenStream, item: TokenStream) -> TokenStream {
    attribute::cors(args.into(), item.into()).into()
}

#[doc = include_str!("../docs/policy.md")]
#[proc_macro]
pub fn policy(args: TokenStream) -> TokenStream {
    attribute::policy(args.into()).into()
}

/// `#[beside(items)] fn …`: the function, and the items beside it.
///
/// Below an attribute that may refuse the function, such as Rocket's, it writes the items only if the
/// function was accepted.
#[doc(hidden)]
#[proc_macro_attribute]
pub fn __beside(items: TokenStream, function: TokenStream) -> TokenStream {
    [function, items].into_iter().collect()
}
