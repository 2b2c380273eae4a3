//! The tests of a module, each once for every way to send a request.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::{
    Attribute, Expr, ExprCall, ExprMethodCall, Item, ItemFn, parse_quote,
    visit_mut::{self, VisitMut},
};

use crate::{
    differences::{Differences, Outcome},
    handlers,
    pass::Pass,
};

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

/// Writes the items of a module `tests`.
#[derive(Clone)]
pub(crate) struct Tests<'d> {
    pub(crate) pass: Pass,
    pub(crate) differences: &'d Differences,
    /// The module.
    pub(crate) path: String,
}

impl Tests<'_> {
    pub(crate) fn item(&mut self, item: Item) -> TokenStream {
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
