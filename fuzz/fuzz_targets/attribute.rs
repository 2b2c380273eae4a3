//! The macros on any tokens: they return tokens, and never panic.
//!
//! A crate of macros gives out nothing else, so its modules are read as this target's own.

#![no_main]

extern crate proc_macro;

#[path = "../../cors-macros/src/args/mod.rs"]
mod args;
#[path = "../../cors-macros/src/attribute.rs"]
mod attribute;
#[path = "../../cors-macros/src/check.rs"]
mod check;
#[path = "../../cors-macros/src/correct.rs"]
mod correct;
#[path = "../../cors-macros/src/diag.rs"]
mod diag;
#[path = "../../cors-macros/src/documentation.rs"]
mod documentation;
#[path = "../../cors-macros/src/editor.rs"]
mod editor;
#[path = "../../cors-macros/src/expand/mod.rs"]
mod expand;
#[path = "../../cors-macros/src/feature.rs"]
mod feature;
#[path = "../../cors-macros/src/item.rs"]
mod item;
#[path = "../../cors-macros/src/merge.rs"]
mod merge;
#[path = "../../cors-macros/src/crate_path.rs"]
mod crate_path;
#[path = "../../cors-macros/src/fallback.rs"]
mod fallback;
#[path = "../../cors-macros/src/rocket.rs"]
mod rocket;
#[path = "../../cors-macros/src/signature/mod.rs"]
mod signature;

use libfuzzer_sys::fuzz_target;
use proc_macro2::TokenStream;
use quote::quote;

// The keys of an attribute, and behind a line of `---` the item below it, if it is another than usual.
fuzz_target!(|input: &str| {
    let (args, item) = input.split_once("\n---\n").unwrap_or((input, ""));
    // The compiler gives up on such depths before a macro sees them.
    if [args, item].iter().any(|text| deep(text)) {
        return;
    }
    let Ok(args) = args.parse::<TokenStream>() else {
        return;
    };
    let expression = attribute::policy(args.clone());
    let parsed = syn::parse2::<syn::Expr>(expression.clone());
    assert!(parsed.is_ok(), "no expression: {expression}");

    let usual = [
        quote!(
            pub async fn list(id: Path<u32>, body: Json<User>) -> StatusCode {
                StatusCode::OK
            }
        ),
        quote!(
            #[get("/users/<id>", format = "json", data = "<user>")]
            fn user(id: u32, user: Json<User>) {}
        ),
        quote!(
            fn api() -> CorsRouter {
                CorsRouter::new()
            }
        ),
    ];
    let given = item
        .parse::<TokenStream>()
        .ok()
        .filter(|item| !item.is_empty());
    let is_given = given.is_some();
    for item in given.map_or(usual.to_vec(), |given| vec![given]) {
        let is_items = syn::parse2::<syn::File>(item.clone()).is_ok();
        let _ = attribute::documented(args.clone(), item.clone());
        let items = attribute::cors(args.clone(), item);
        // Whatever is wrong with the keys, what is written below them stays what it was.
        let parsed = syn::parse2::<syn::File>(items.clone());
        assert!(parsed.is_ok() || is_given && !is_items, "no items: {items}");
    }
});

fn deep(text: &str) -> bool {
    let mut depth = 0_u32;
    text.bytes().any(|byte| {
        match byte {
            b'(' | b'[' | b'{' | b'<' => depth += 1,
            b')' | b']' | b'}' | b'>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > 48
    })
}
