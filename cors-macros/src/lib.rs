//! The macros of `cors-runtime`, which re-exports them: depend on that crate, not on this one.
//!
//! `args` parses the keys and their spans. `check` applies the rules of `cors-rules` and reports each finding at
//! its literal; `correct` adds the text to write instead. `expand` generates the items. After an error in the
//! signature, `fallback` generates a stand-in that allows no origin, so that one mistake stays one error.

mod args;
mod attribute;
mod check;
mod correct;
mod crate_path;
mod diag;
mod documentation;
mod editor;
mod expand;
mod fallback;
mod feature;
mod item;
mod merge;
mod rocket;
mod signature;
#[cfg(test)]
mod tests;

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

/// `#[cors(…)]` below attributes that document the function, such as `#[utoipa::path]`.
#[doc(hidden)]
#[proc_macro_attribute]
pub fn __documented(args: TokenStream, item: TokenStream) -> TokenStream {
    attribute::documented(args.into(), item.into()).into()
}

/// `#[beside(items)] fn …` expands to the function, followed by the items.
///
/// It is below Rocket's route attribute, so the items are only generated if Rocket accepts the function.
#[doc(hidden)]
#[proc_macro_attribute]
pub fn __beside(items: TokenStream, function: TokenStream) -> TokenStream {
    [function, items].into_iter().collect()
}
