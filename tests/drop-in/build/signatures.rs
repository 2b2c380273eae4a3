//! Repeats each public signature of axum's routers, with a body that calls the method or function.
//!
//! The text is compiled against axum, and against the types of `cors-runtime`. A method, a trait or a routing function
//! that a newer axum adds, or a bound that it drops, then no longer compiles.

use std::collections::{BTreeSet, HashMap};

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::{
    FnArg, GenericParam, Generics, ImplItem, ItemFn, ItemImpl, ItemMacro, ItemMod, Lifetime, Macro,
    Pat, ReturnType, Signature, Type, UseTree, Visibility, parse_quote,
    visit::Visit,
    visit_mut::{self, VisitMut},
};

use crate::source::Package;

const ROUTERS: [&str; 2] = ["Router", "MethodRouter"];

/// Methods whose result has another type with the types of `cors-runtime`: axum has no public way to create one.
const OTHER_RESULTS: [&str; 2] = ["into_make_service", "into_make_service_with_connect_info"];

/// A method with other bounds: `merge` of a `CorsRouter` accepts whatever converts into axum's router.
const OTHER_BOUNDS: &str = "Router::merge";

/// The two modules, as the text of a file.
pub(crate) fn file(axum: &Package) -> String {
    let mut found = RoutingApi::default();
    for path in ["routing/mod.rs", "routing/method_routing.rs"] {
        for item in axum.items(path) {
            found.visit_item(&item);
        }
    }
    let control = found.module("control", &quote!(::axum::routing));
    let ours = found.module("ours", &quote!(::cors_runtime::axum::routing));
    let names = found.checks.iter().map(|check| &check.name);
    let file = quote! {
        #control
        #ours
        pub const NAMES: &[&str] = &[#(#names),*];
    };
    let file = syn::parse2(file).expect("what is made of items are items");
    prettyplease::unparse(&file)
}

/// The public items of the files.
#[derive(Default)]
struct RoutingApi {
    /// The bodies of `macro_rules!`, by their names.
    macros: HashMap<String, TokenStream>,
    /// The names that the module `routing` exports.
    exports: BTreeSet<Ident>,
    checks: Vec<Check>,
}

/// A function that compiles if a signature exists.
struct Check {
    name: String,
    function: ItemFn,
}

impl RoutingApi {
    fn module(&self, name: &str, routing: &TokenStream) -> TokenStream {
        let name = format_ident!("{name}");
        let exports = self.exports.iter().map(|name| {
            let alias = format_ident!("__{name}");
            quote!(pub use #routing::#name as #alias;)
        });
        let checks = self.checks.iter().map(|check| &check.function);
        quote! {
            mod #name {
                use std::{convert::Infallible, fmt};
                use ::axum::{
                    BoxError,
                    body::{Body, Bytes, HttpBody},
                    error_handling::{HandleError, HandleErrorLayer},
                    extract::{Request, connect_info::IntoMakeServiceWithConnectInfo},
                    handler::Handler,
                    response::{IntoResponse, Response},
                    serve,
                };
                use tower_layer::Layer;
                use tower_service::Service;
                use #routing::*;
                mod exports { #(#exports)* }
                #(#checks)*
            }
        }
    }

    fn export(&mut self, tree: &UseTree) {
        match tree {
            UseTree::Path(path) => self.export(&path.tree),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.export(tree)),
            UseTree::Name(name) => drop(self.exports.insert(name.ident.clone())),
            UseTree::Rename(_) | UseTree::Glob(_) => panic!("an import of another form"),
        }
    }

    /// The function that an invocation of a macro defines, if it defines a public one.
    fn expanded(&self, invocation: &Macro) -> Option<Signature> {
        let definition = self.macros.get(&name_of_macro(invocation)?)?;
        let name = invocation.tokens.clone().into_iter().next()?;
        let TokenTree::Ident(name) = name else {
            return None;
        };
        Some(function_in(definition, &name)?.sig)
    }

    fn method(&mut self, of: &ItemImpl, router: &str, signature: &Signature) {
        let mut signature = signature.clone();
        let this = &*of.self_ty;
        let method = signature.ident.clone();
        let mut arguments = Vec::new();
        for input in &mut signature.inputs {
            match input {
                FnArg::Receiver(receiver) => {
                    let receiver = receiver.to_token_stream().to_string();
                    *input = match receiver.replace(' ', "").as_str() {
                        "&self" => parse_quote!(this: &#this),
                        "&mutself" => parse_quote!(this: &mut #this),
                        _ => parse_quote!(this: #this),
                    };
                }
                FnArg::Typed(argument) => {
                    let Pat::Ident(name) = &*argument.pat else {
                        panic!("`{router}::{method}` has an argument with another pattern");
                    };
                    arguments.push(name.ident.clone());
                }
            }
        }
        let has_receiver = matches!(signature.inputs.first(), Some(FnArg::Typed(first)) if *first.pat == parse_quote!(this));
        if OTHER_RESULTS.contains(&method.to_string().as_str()) {
            signature.output = parse_quote!(-> impl Sized);
        }
        let types = signature.generics.type_params().map(|one| &one.ident);
        let types: Vec<_> = types.collect();
        let body: TokenStream = if has_receiver && arguments.is_empty() && !types.is_empty() {
            quote!(this.#method::<#(#types),*>())
        } else if has_receiver {
            quote!(this.#method(#(#arguments),*))
        } else {
            quote!(<#this>::#method(#(#arguments),*))
        };
        if format!("{router}::{method}") == OTHER_BOUNDS {
            signature.generics.where_clause =
                Some(parse_quote!(where R: Into<::axum::Router<S>> + 'static));
        }
        add_generics(&mut signature.generics, &of.generics);
        self.check(
            format!("{router}::{method}"),
            signature,
            body,
            Some(this.clone()),
        );
    }

    fn trait_impl(&mut self, of: &ItemImpl, router: &str, implemented: &syn::Path) {
        let this = &*of.self_ty;
        let name = implemented
            .segments
            .last()
            .map(|segment| segment.to_token_stream());
        let name = name
            .unwrap_or_default()
            .to_string()
            .replace([' ', '\n'], "");
        let mut signature: Signature =
            parse_quote!(fn implements(this: #this) -> impl #implemented);
        add_generics(&mut signature.generics, &of.generics);
        self.check(
            format!("{router}: {name}"),
            signature,
            quote!(this),
            Some(this.clone()),
        );
    }

    fn check(&mut self, name: String, signature: Signature, body: TokenStream, this: Option<Type>) {
        let mut function: ItemFn = parse_quote!(#signature { #body });
        function.sig.ident = format_ident!("check_{}", self.checks.len());
        require_bounds(&mut function.sig.generics);
        if let Some(this) = this {
            SelfType(this).visit_item_fn_mut(&mut function);
        }
        let mut anonymous = Anonymous(false);
        if !matches!(function.sig.output, ReturnType::Default) && name.contains(": ") {
            anonymous.visit_signature_mut(&mut function.sig);
        }
        if anonymous.0 {
            function.sig.generics.params.insert(0, parse_quote!('any));
        }
        self.checks.push(Check { name, function });
    }
}

impl<'a> Visit<'a> for RoutingApi {
    fn visit_item_macro(&mut self, item: &'a ItemMacro) {
        if let Some(name) = &item.ident {
            self.macros
                .insert(name.to_string(), item.mac.tokens.clone());
        } else if let Some(signature) = self.expanded(&item.mac) {
            self.function(signature);
        }
    }

    fn visit_item_mod(&mut self, item: &'a ItemMod) {
        if matches!(item.vis, Visibility::Public(_)) {
            self.exports.insert(item.ident.clone());
        }
    }

    fn visit_item_use(&mut self, item: &'a syn::ItemUse) {
        if matches!(item.vis, Visibility::Public(_)) {
            self.export(&item.tree);
        }
    }

    fn visit_item_struct(&mut self, item: &'a syn::ItemStruct) {
        if matches!(item.vis, Visibility::Public(_)) {
            self.exports.insert(item.ident.clone());
        }
    }

    fn visit_item_fn(&mut self, item: &'a ItemFn) {
        if matches!(item.vis, Visibility::Public(_)) {
            self.function(item.sig.clone());
        }
    }

    fn visit_item_impl(&mut self, item: &'a ItemImpl) {
        let Type::Path(this) = &*item.self_ty else {
            return;
        };
        let Some(router) = this.path.segments.last() else {
            return;
        };
        let router = router.ident.to_string();
        if !ROUTERS.contains(&router.as_str()) {
            return;
        }
        if let Some((implemented, _)) = &item.trait_ {
            self.trait_impl(item, &router, implemented);
            return;
        }
        for inner in &item.items {
            match inner {
                ImplItem::Fn(method) if matches!(method.vis, Visibility::Public(_)) => {
                    self.method(item, &router, &method.sig);
                }
                ImplItem::Macro(invocation) => {
                    if let Some(signature) = self.expanded(&invocation.mac) {
                        self.method(item, &router, &signature);
                    }
                }
                _ => {}
            }
        }
    }
}

impl RoutingApi {
    fn function(&mut self, signature: Signature) {
        let name = signature.ident.clone();
        self.exports.insert(name.clone());
        let arguments = signature.inputs.iter().map(|input| match input {
            FnArg::Typed(argument) => argument.pat.to_token_stream(),
            FnArg::Receiver(_) => panic!("`{name}` is a function"),
        });
        let body = quote!(#name(#(#arguments),*));
        self.check(format!("routing::{name}"), signature, body, None);
    }
}

/// Adds the parameters and bounds of an `impl` to those of its method.
fn add_generics(method: &mut Generics, outer: &Generics) {
    let own = std::mem::take(&mut method.params);
    method.params = outer.params.clone();
    method.params.extend(own);
    if let Some(bounds) = &outer.where_clause {
        let own = method.make_where_clause();
        own.predicates.extend(bounds.predicates.clone());
    }
}

/// Adds the bounds on states and errors that the types of `cors-runtime` have everywhere: an inspection clones what a
/// router contains.
fn require_bounds(generics: &mut Generics) {
    let names: Vec<Ident> = (generics.params.iter())
        .filter_map(|parameter| match parameter {
            GenericParam::Type(parameter) => Some(parameter.ident.clone()),
            _ => None,
        })
        .collect();
    let bounds = generics.make_where_clause();
    for name in names {
        if name == "S" {
            bounds
                .predicates
                .push(parse_quote!(S: Clone + Send + Sync + 'static));
        } else if name == "E" || name == "NewError" {
            bounds.predicates.push(parse_quote!(#name: 'static));
        }
    }
}

fn name_of_macro(invocation: &Macro) -> Option<String> {
    Some(invocation.path.get_ident()?.to_string())
}

/// The function `pub fn $name` in the body of a macro.
fn function_in(tokens: &TokenStream, name: &Ident) -> Option<ItemFn> {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    for (i, token) in tokens.iter().enumerate() {
        let start: Vec<String> = (tokens[i..].iter().take(4))
            .map(|token| token.to_string())
            .collect();
        if start == ["pub", "fn", "$", "name"] {
            let rest = &tokens[i + 4..];
            let signature = rest.iter().take_while(
                |token| !matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace),
            );
            let signature: TokenStream = signature.cloned().collect();
            let body = Group::new(Delimiter::Brace, TokenStream::new());
            return syn::parse2(quote!(pub fn #name #signature #body)).ok();
        }
        if let TokenTree::Group(group) = token
            && let Some(function) = function_in(&group.stream(), name)
        {
            return Some(function);
        }
    }
    None
}

/// Replaces `Self`.
struct SelfType(Type);

impl VisitMut for SelfType {
    fn visit_type_mut(&mut self, one: &mut Type) {
        if *one == parse_quote!(Self) {
            *one = self.0.clone();
        }
        visit_mut::visit_type_mut(self, one);
    }
}

/// Names anonymous lifetimes, which a bound must not have.
struct Anonymous(bool);

impl VisitMut for Anonymous {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident == "_" {
            *lifetime = parse_quote!('any);
            self.0 = true;
        }
    }
}
