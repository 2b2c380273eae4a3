//! The modules with tests, at the places they have in axum.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::{
    Attribute, Expr, ExprCall, ExprMethodCall, Item, ItemFn, UseTree, parse_quote,
    visit_mut::{self, VisitMut},
};

use crate::{
    differences::{Differences, Outcome},
    handlers,
    pass::Pass,
    source::Package,
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

/// Crates that imports of the files may name here.
const CRATES: [&str; 21] = [
    "std",
    "axum_core",
    "bytes",
    "crate",
    "futures_util",
    "http",
    "http_body",
    "http_body_util",
    "hyper",
    "hyper_util",
    "mime",
    "serde",
    "serde_core",
    "serde_json",
    "super",
    "tokio",
    "tokio_tungstenite",
    "tower",
    "tower_http",
    "tower_layer",
    "tower_service",
];

/// Items of axum that nobody else can name.
const PRIVATE: &[&str] = &[
    "AddExtension",
    "Fallback",
    "util",
    "AllowHeader",
    "BoxedIntoRoute",
    "FuturesUnordered",
    "HeaderName_",
    "InfallibleRouteFuture",
    "Inner",
    "IntoServiceStateInExtension_",
    "MakeErasedHandler",
    "MakeErasedRouter",
    "NEST_TAIL_PARAM_CAPTURE",
    "NestedPath_",
    "NotFound",
    "PathRouter",
    "PercentDecodedStr",
    "RouteFuture_",
    "RouteId",
    "RouterInner",
    "StripPrefix",
    "UrlParams",
    "composite_rejection",
    "define_rejection",
    "has_content_type",
    "insert_url_params",
    "json_content_type",
    "opaque_future",
    "try_downcast",
    "url_params",
    "macros",
    "path_router",
    "listener",
];

/// Tests that only run in axum's repository.
const ELSEWHERE: [&str; 6] = [
    // They call a private method.
    "response::sse::tests::leading_space_is_not_stripped",
    "response::sse::tests::write_data_writer_str",
    "response::sse::tests::write_data_writer_write",
    "response::sse::tests::valid_json_raw_value_chars_handled",
    // It expects the path of a type in axum.
    "extension::tests::extension_extractor",
    // It serves a file of axum's repository.
    "routing::tests::nest::nest_static_file_server",
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

/// The imports of a file, as far as they can be repeated here.
fn imports(items: &[Item]) -> TokenStream {
    let imports = items.iter().filter_map(|item| match item {
        Item::Use(item) => {
            let UseTree::Path(path) = &item.tree else {
                return None;
            };
            if !CRATES.contains(&path.ident.to_string().as_str()) {
                return None;
            }
            let tree = pruned(&item.tree)?;
            Some(quote!(pub use #tree;))
        }
        _ => None,
    });
    quote!(#(#imports)*)
}

fn pruned(tree: &UseTree) -> Option<UseTree> {
    let is_private = |name: &Ident| PRIVATE.contains(&name.to_string().as_str());
    match tree {
        UseTree::Path(path) => {
            if is_private(&path.ident) {
                return None;
            }
            let mut path = path.clone();
            *path.tree = pruned(&path.tree)?;
            Some(UseTree::Path(path))
        }
        UseTree::Group(group) => {
            let mut group = group.clone();
            group.items = group.items.iter().filter_map(pruned).collect();
            (!group.items.is_empty()).then_some(UseTree::Group(group))
        }
        UseTree::Name(name) => (!is_private(&name.ident)).then(|| tree.clone()),
        UseTree::Rename(_) | UseTree::Glob(_) => Some(tree.clone()),
    }
}

/// Writes the items of a module `tests`.
#[derive(Clone)]
struct Tests<'d> {
    pass: Pass,
    differences: &'d Differences,
    /// The module.
    path: String,
}

impl Tests<'_> {
    fn item(&mut self, item: Item) -> TokenStream {
        match item {
            Item::Fn(function) => self.function(function),
            Item::Mod(mut module) if module.content.is_some() => {
                let (_, items) = module.content.take().expect("it has some");
                let path = format!("{}::{}", self.path, module.ident);
                let mut inner = Tests {
                    path,
                    ..self.clone()
                };
                let items: Vec<_> = items.into_iter().map(|item| inner.item(item)).collect();
                let name = module.ident;
                quote!(mod #name { #(#items)* })
            }
            item => item.into_token_stream(),
        }
    }

    fn function(&self, mut function: ItemFn) -> TokenStream {
        let Some(index) = function.attrs.iter().position(is_test) else {
            return function.into_token_stream();
        };
        let attribute = function.attrs.remove(index);
        let path = format!("{}::{}", self.path, function.sig.ident);
        if ELSEWHERE.contains(&path.as_str()) {
            return TokenStream::new();
        }
        if self.pass == Pass::Annotated {
            handlers::annotate(&mut function);
        }
        if self.pass == Pass::Default {
            visit_mut::visit_item_fn_mut(&mut UnderDefault, &mut function);
        }
        if function.sig.asyncness.is_none() {
            return self.test(&parse_quote!(#[test]), &function, false);
        }
        let is_of_axum = attribute.path().segments[0].ident == "crate";
        let attribute = if is_of_axum {
            parse_quote!(#[tokio::test])
        } else {
            attribute
        };
        // axum's own attribute repeats a test with `nest_service` in the place of `nest`.
        let mut with_nest_service = function.clone();
        let mut replaced = NestService(false);
        replaced.visit_item_fn_mut(&mut with_nest_service);
        with_nest_service.sig.ident = format_ident!("{}_with_nest_service", function.sig.ident);
        let mut tokens = self.test(&attribute, &function, true);
        if replaced.0 && is_of_axum {
            tokens.extend(self.test(&attribute, &with_nest_service, true));
        }
        tokens
    }

    fn test(&self, attribute: &Attribute, function: &ItemFn, is_async: bool) -> TokenStream {
        let path = format!("{}::{}", self.path, function.sig.ident);
        let outcome = self.differences.outcome(self.pass, &path);
        if outcome == Some(Outcome::DoesNotCompile) {
            return TokenStream::new();
        }
        let (should_panic, others): (Vec<_>, Vec<_>) = function
            .attrs
            .iter()
            .partition(|attribute| attribute.path().is_ident("should_panic"));
        let panics = quote!(#[should_panic]);
        let should_panic = quote!(#(#should_panic)*);
        let (usual, with_origin) = match outcome {
            None => (should_panic.clone(), should_panic),
            Some(Outcome::Fails | Outcome::OtherMessage) => (panics.clone(), panics),
            Some(Outcome::FailsWithOrigin) => (should_panic, panics),
            Some(Outcome::NoPanic) => (TokenStream::new(), TokenStream::new()),
            Some(Outcome::DoesNotCompile) => return TokenStream::new(),
        };
        let mut body = function.clone();
        body.attrs = others.into_iter().cloned().collect();
        let name = &function.sig.ident;
        if !is_async {
            return quote!(#attribute #usual #body);
        }
        body.sig.ident = format_ident!("__{name}");
        let (run, output) = (&body.sig.ident, &function.sig.output);
        // A `static` of the test must not be shared by the two runs.
        let mut tokens = quote! {
            #attribute #usual async fn #name() #output { #body #run().await }
        };
        if self.pass != Pass::Control {
            let name = format_ident!("{name}_with_origin");
            tokens.extend(quote! {
                #attribute #with_origin async fn #name() #output {
                    #body
                    crate::support::with_origin(#run()).await
                }
            });
        }
        tokens
    }
}

fn is_test(attribute: &Attribute) -> bool {
    attribute
        .path()
        .segments
        .last()
        .is_some_and(|segment| segment.ident == "test")
}

struct NestService(bool);

impl VisitMut for NestService {
    // Calls on the result of another call are not visited, as in axum.
    fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
        if call.method == "nest" && call.args.len() == 2 {
            call.method = parse_quote!(nest_service);
            self.0 = true;
        }
    }
}

/// Puts a default policy on the app of a `TestClient`.
struct UnderDefault;

impl VisitMut for UnderDefault {
    fn visit_expr_call_mut(&mut self, call: &mut ExprCall) {
        visit_mut::visit_expr_call_mut(self, call);
        let Expr::Path(function) = &*call.func else {
            return;
        };
        let segments: Vec<_> = function
            .path
            .segments
            .iter()
            .map(|one| one.ident.to_string())
            .collect();
        if segments == ["TestClient", "new"] {
            let app = &call.args[0];
            let app: Expr = parse_quote!(crate::support::under_default!(#app));
            call.args[0] = app;
        }
    }
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
