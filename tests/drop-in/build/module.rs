//! The modules with tests, at the places they have in axum.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::Item;

use crate::{
    differences::Differences, imports::imports, pass::Pass, source::Package, tests::Tests,
};

/// Files with a module `tests`, and their modules.
const FILES: [(&str, &str); 21] = [
    ("extension.rs", "extension"),
    ("extract/connect_info.rs", "extract::connect_info"),
    ("extract/matched_path.rs", "extract::matched_path"),
    ("extract/mod.rs", "extract"),
    ("extract/multipart.rs", "extract::multipart"),
    ("extract/nested_path.rs", "extract::nested_path"),
    ("extract/path/mod.rs", "extract::path"),
    ("extract/query.rs", "extract::query"),
    ("extract/ws.rs", "extract::ws"),
    ("form.rs", "form"),
    ("handler/mod.rs", "handler"),
    ("json.rs", "json"),
    ("middleware/from_extractor.rs", "middleware::from_extractor"),
    ("middleware/from_fn.rs", "middleware::from_fn"),
    ("middleware/map_request.rs", "middleware::map_request"),
    ("middleware/map_response.rs", "middleware::map_response"),
    ("response/mod.rs", "response"),
    ("response/sse.rs", "response::sse"),
    ("routing/method_routing.rs", "routing::method_routing"),
    ("routing/mod.rs", "routing"),
    ("serve/mod.rs", "serve"),
];

/// The files beside `routing/tests/mod.rs`.
const ROUTING_TESTS: [&str; 5] = ["fallback", "get_to_head", "handle_error", "merge", "nest"];

/// Modules that users can name: their items come from the facade.
const PUBLIC: [&str; 13] = [
    "error_handling",
    "extract",
    "extract::connect_info",
    "extract::multipart",
    "extract::path",
    "extract::ws",
    "handler",
    "middleware",
    "response",
    "response::sse",
    "routing",
    "routing::method_routing",
    "serve",
];

/// The facade's items, and the modules with tests.
pub(crate) fn of(pass: Pass, axum: &Package, differences: &Differences) -> TokenStream {
    let facade = pass.facade();
    let test_helpers = test_helpers(axum);
    let mut root = Module::default();
    for (file, path) in FILES {
        let mut items = imports(&axum.items(file));
        if !PUBLIC.contains(&path) {
            items.extend(quote!(
                pub use super::*;
            ));
        }
        let mut tests = Tests {
            pass,
            differences,
            path: format!("{}::tests", path),
        };
        let tests = if path == "routing" {
            routing_tests(axum, &mut tests)
        } else {
            let items = axum.tests(file).into_iter().map(|item| tests.item(item));
            quote!(#(#items)*)
        };
        items.extend(quote!(mod tests { #tests }));
        root.at(path).items.extend(items);
    }
    for path in PUBLIC {
        let items: TokenStream = path.parse().expect("a path");
        root.at(path)
            .items
            .extend(quote!(pub use #facade::#items::*;));
    }
    let rejections = quote!(pub use #facade::extract::ws::rejection::*;);
    root.at("extract::ws").items.extend(rejections);
    let helper = axum.function("routing/path_router.rs", "path_for_nested_route");
    root.at("routing").items.extend(quote! {
        pub mod path_router {
            use std::borrow::Cow;
            #helper
        }
    });
    quote! {
        pub use #facade::*;
        pub mod test_helpers { #test_helpers }
        #root
    }
}

/// Modules within each other.
#[derive(Default)]
struct Module {
    items: TokenStream,
    children: Vec<(Ident, Module)>,
}

impl Module {
    fn at(&mut self, path: &str) -> &mut Self {
        let mut module = self;
        for segment in path.split("::") {
            let index = match module.children.iter().position(|(name, _)| name == segment) {
                Some(index) => index,
                None => {
                    module
                        .children
                        .push((format_ident!("{segment}"), Self::default()));
                    module.children.len() - 1
                }
            };
            module = &mut module.children[index].1;
        }
        module
    }
}

impl ToTokens for Module {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { items, children } = self;
        tokens.extend(items.clone());
        for (name, module) in children {
            tokens.extend(quote!(pub mod #name { #module }));
        }
    }
}

fn test_helpers(axum: &Package) -> TokenStream {
    let client = axum.text("test_helpers/test_client.rs");
    // A test is repeated with an `Origin` on each of its requests.
    let client = client.replace(
        "reqwest::Client::builder()",
        "reqwest::Client::builder().default_headers(crate::support::headers())",
    );
    let client = client.replace("TestClient::new", "TestClient::new_");
    let client: TokenStream = client.parse().expect("it is Rust");
    let items = axum.items("test_helpers/mod.rs").into_iter();
    let items = items.filter(|item| !matches!(item, Item::Mod(_)));
    let [state, tracing] = ["counting_cloneable_state", "tracing_helpers"]
        .map(|name| axum.items(&format!("test_helpers/{name}.rs")));
    quote! {
        #(#items)*
        mod test_client { #client }
        pub mod counting_cloneable_state { #(#state)* }
        pub mod tracing_helpers { #(#tracing)* }
    }
}

fn routing_tests(axum: &Package, tests: &mut Tests<'_>) -> TokenStream {
    let items = axum.items("routing/tests/mod.rs");
    let items = items
        .into_iter()
        .filter(|item| !matches!(item, Item::Mod(_)));
    let items: Vec<_> = items.map(|item| tests.item(item)).collect();
    let files = ROUTING_TESTS.map(|name| {
        let mut tests = Tests {
            path: format!("{}::{name}", tests.path),
            ..*tests
        };
        let items = axum.items(&format!("routing/tests/{name}.rs"));
        let items = items.into_iter().map(|item| tests.item(item));
        let name = format_ident!("{name}");
        quote!(mod #name { #(#items)* })
    });
    quote!(#(#items)* #(#files)*)
}

/// Moves the root of a crate below a module.
pub(crate) fn below(tokens: TokenStream, module: &Ident) -> TokenStream {
    let mut moved = TokenStream::new();
    let mut tokens = tokens.into_iter();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => {
                let inner = below(group.stream(), module);
                let mut copy = Group::new(group.delimiter(), inner);
                copy.set_span(group.span());
                moved.extend([TokenTree::Group(copy)]);
            }
            TokenTree::Ident(ident) if ident == "crate" => {
                let path: Vec<_> = tokens
                    .clone()
                    .take(3)
                    .map(|token| token.to_string())
                    .collect();
                let is_path = path.starts_with(&[":".to_owned(), ":".to_owned()]);
                let is_own = path
                    .last()
                    .is_some_and(|name| name == "ours" || name == "support");
                if path == [":", ":", "test"] {
                    // axum's attribute for asynchronous tests.
                    moved.extend(quote!(::tokio));
                    continue;
                }
                moved.extend([TokenTree::Ident(ident)]);
                if is_path && !is_own {
                    moved.extend(quote!(::#module));
                }
            }
            token => moved.extend([token]),
        }
    }
    moved
}
