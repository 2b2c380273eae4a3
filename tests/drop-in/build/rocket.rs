//! Rocket's own tests, from the folder `tests` of its source package, each file as a module.
//!
//! Its unit tests are left out: they are inside private modules, and none of them uses `routes!`.

use std::{fs, path::Path};

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::{
    Attribute, File, Item, ItemFn, parse_quote,
    visit_mut::{self, VisitMut},
};

use crate::{
    differences::{Differences, Outcome},
    source::Package,
};

/// The attributes of routes.
const ROUTES: [&str; 8] = [
    "get", "put", "post", "delete", "head", "options", "patch", "route",
];

/// The ways in which the tests are run: `control` is Rocket itself, `plain` has `routes!` and the fairing of
/// `cors-runtime`, and the others also have `#[cors]` on each route.
const PASSES: [&str; 5] = [
    "control",
    "plain",
    "plain_with_origin",
    "annotated",
    "annotated_with_origin",
];

/// The modules of all passes, as the text of a file.
pub(crate) fn file(rocket: &Package, differences: &Differences) -> String {
    let root = rocket.root().join("tests");
    let mut paths: Vec<_> = fs::read_dir(&root)
        .expect("the package has tests")
        .map(|entry| entry.expect("it can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    paths.sort();
    let passes = PASSES.map(|pass| {
        let files = paths
            .iter()
            .map(|path| module(path, pass, differences, rocket.root()));
        let name = format_ident!("{pass}");
        quote!(mod #name { #(#files)* })
    });
    let file = syn::parse2(quote!(#(#passes)*)).expect("what is made of items are items");
    prettyplease::unparse(&file)
}

fn module(path: &Path, pass: &str, differences: &Differences, root: &Path) -> TokenStream {
    let text = fs::read_to_string(path).expect("it is UTF-8");
    let File { attrs, items, .. } = syn::parse_file(&text).expect("it compiles elsewhere");
    let stem = path.file_stem().expect("it is a file").to_string_lossy();
    let stem = stem.replace(|ch: char| !ch.is_alphanumeric(), "_");
    let name = format_ident!("{stem}");
    let outer = attrs.iter().filter(|one| one.path().is_ident("cfg"));
    let outer = outer.map(|one| {
        let meta = &one.meta;
        quote!(#[#meta])
    });
    let mut tests = Tests {
        pass,
        differences,
        path: format!("rocket::{stem}"),
    };
    let items = items
        .into_iter()
        .filter(|item| !matches!(item, Item::ExternCrate(_)));
    let items: Vec<_> = items
        .map(|mut item| {
            tests.visit_item_mut(&mut item);
            item
        })
        .collect();
    let items = facade(quote!(#(#items)*), pass, root);
    quote!(#(#outer)* mod #name { #items })
}

/// Changes the attributes of tests and routes.
struct Tests<'d> {
    pass: &'d str,
    differences: &'d Differences,
    path: String,
}

impl VisitMut for Tests<'_> {
    fn visit_item_mod_mut(&mut self, module: &mut syn::ItemMod) {
        let path = format!("{}::{}", self.path, module.ident);
        let outer = std::mem::replace(&mut self.path, path);
        visit_mut::visit_item_mod_mut(self, module);
        self.path = outer;
    }

    fn visit_item_fn_mut(&mut self, function: &mut ItemFn) {
        let is = |attribute: &Attribute, names: &[&str]| {
            let last = attribute.path().segments.last();
            last.is_some_and(|last| names.iter().any(|name| last.ident == name))
        };
        if function
            .attrs
            .iter()
            .any(|one| is(one, &["test", "async_test"]))
        {
            let path = format!("{}::{}", self.path, function.sig.ident);
            match self.differences.outcome_in(self.pass, &path) {
                Some(Outcome::DoesNotCompile) => {
                    *function.block = parse_quote!({});
                }
                Some(Outcome::Fails | Outcome::OtherMessage) => {
                    function.attrs.retain(|one| !is(one, &["should_panic"]));
                    function.attrs.push(parse_quote!(#[should_panic]));
                }
                Some(Outcome::NoPanic) => function.attrs.retain(|one| !is(one, &["should_panic"])),
                Some(Outcome::FailsWithOrigin) | None => {}
            }
        }
        if self.pass.starts_with("annotated")
            && let Some(index) = function.attrs.iter().position(|one| is(one, &ROUTES))
        {
            let policy: Attribute = parse_quote!(
                #[::cors_runtime::cors(
                    origins = ["https://app.example.com"],
                    credentials,
                    headers = ["content-type"]
                )]
            );
            function.attrs.insert(index, policy);
        }
        visit_mut::visit_item_fn_mut(self, function);
    }
}

/// Replaces the ways to make a Rocket and to collect routes, also inside macros.
fn facade(tokens: TokenStream, pass: &str, root: &Path) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut replaced = TokenStream::new();
    let facade = format_ident!("{pass}");
    let facade = quote!(crate::facade::#facade);
    let mut i = 0;
    while i < tokens.len() {
        let next: Vec<String> = (tokens[i..].iter().take(4))
            .map(ToString::to_string)
            .collect();
        let next: Vec<&str> = next.iter().map(String::as_str).collect();
        let (made, length): (TokenStream, usize) = match next[..] {
            ["rocket", ":", ":", "build"] => (quote!(#facade::build), 4),
            ["rocket", ":", ":", "custom"] => (quote!(#facade::custom), 4),
            ["rocket", ":", ":", "routes"] if pass != "control" => {
                (quote!(::cors_runtime::rocket::routes), 4)
            }
            ["routes", "!", ..] if pass != "control" => {
                (quote!(::cors_runtime::rocket::routes!), 2)
            }
            ["crate", ":", ":", "async_trait"] => (quote!(rocket::async_trait), 4),
            ["debug_with", ..] | ["tracked_with", ..] | ["untracked_with", ..] => {
                let method = format_ident!("{}", next[0].replace("_with", ""));
                let TokenTree::Group(routes) = &tokens[i + 1] else {
                    panic!("a call of `{}`", next[0]);
                };
                let routes = self::facade(routes.stream(), pass, root);
                (quote!(#method(#facade::with(#routes))), 2)
            }
            ["relative", "!", ..] => {
                let path = tokens[i + 2].to_string();
                let path = path.trim_matches(['(', ')', '"']);
                let path = format!("{}{path}", root.display());
                (quote!(#path), 3)
            }
            _ => {
                let token = match &tokens[i] {
                    TokenTree::Group(group) => {
                        let inner = self::facade(group.stream(), pass, root);
                        let mut copy = Group::new(group.delimiter(), inner);
                        copy.set_span(group.span());
                        TokenTree::Group(copy)
                    }
                    token => token.clone(),
                };
                (token.into_token_stream(), 1)
            }
        };
        replaced.extend(made);
        i += length;
    }
    replaced
}
