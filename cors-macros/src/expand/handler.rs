//! Generates the items of an annotated axum handler.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{FnArg, ReturnType, Signature, Type, ext::IdentExt};

use super::{
    Attributes, Policy, PolicyFacts, extractor_checks,
    span::{self, SpanRange},
};
use crate::{crate_path::CratePath, feature, item::Function};

/// ```text
/// // Input:
/// #[cors(…)]
/// pub async fn list(State(db): State<Db>, Json(new): Json<New>) -> Json<User> { … }
/// // Output, inside `::cors_runtime::__private::items! { … }`:
/// pub struct __cors_list;
/// pub fn list() -> RouteItWithCorsRuntimeRouting<__cors_list> { … }
/// const _: () = {
///     async fn list(State(db): State<Db>, Json(new): Json<New>) -> Json<User> { … }
///     use ::cors_runtime::__private::imports::*;
///     impl Endpoint for __cors_list {
///         type Signature = fn(State<Db>, Json<New>) -> Json<User>;
///         fn visit_function<__T: FunctionVisitor<Self::Signature>>(visitor: __T) -> __T::Output { visitor.visit(list) }
///     }
///     impl<__State, __Marker> ExtractArguments<__State, __Marker> for __cors_list
///     where State<Db>: Leading<__State>, Json<New>: Last<__State, __Marker> {}
///     impl Annotation for __cors_list { … ENCODED … }
/// };
/// ```
pub(crate) fn handler(
    function: &Function,
    policy: &Policy,
    facts: &PolicyFacts,
    crate_path: &CratePath,
) -> TokenStream {
    let Attributes { inner, .. } = Attributes::of(&function.attrs);
    let (sig, body) = (&function.sig, &function.body);
    let annotated = annotated(&sig.ident);
    let inside = CratePath::imported();
    let private = inside.private();
    let carried = Policy::of(&annotated, &inside);
    let types = types(function);
    let needs = extractor_checks::of_arguments(
        &types,
        types.len().checked_sub(1),
        None,
        facts,
        &carried,
        &private,
    );
    let form = types
        .last()
        .and_then(|body| extractor_checks::of_body(body, facts, &carried, &private));
    let opaque = is_opaque(sig);
    let endpoint = endpoint(sig, opaque, &types, form.as_ref(), &annotated);
    let call = opaque.then(|| call(function, &types, &annotated));
    let bounds = argument_bounds(sig, &types, &annotated);
    let items = quote! {
        #(#inner)*
        #sig #body
        #endpoint
        #call
        #bounds
        #needs
    };
    outer(function, policy, &items, crate_path)
}

/// The function that routes name, the type that carries its policy, and the items of both.
pub(crate) fn outer(
    function: &Function,
    policy: &Policy,
    items: &TokenStream,
    crate_path: &CratePath,
) -> TokenStream {
    let Attributes {
        every,
        outer,
        repeated,
        ..
    } = Attributes::of(&function.attrs);
    let private = crate_path.private();
    let Function { vis, sig, .. } = function;
    let name = &sig.ident;
    let annotated = annotated(name);
    // A result of type `impl Trait` may borrow from `self`, so `call` takes `self` by value.
    let derived = is_opaque(sig).then(
        || quote!(#[::core::prelude::v1::derive(::core::clone::Clone, ::core::marker::Copy)]),
    );
    // Traits have short names: their uses have spans of the user's code, where `unused_qualifications` would lint a path.
    let imports = crate_path.imports();
    let carries = policy.items(&annotated, &CratePath::imported());
    let same_vis = span::generated_at(vis);
    let items = quote! {
        #(#every)*
        #[doc(hidden)]
        #derived
        #same_vis struct #annotated;

        #(#outer)*
        #(#every)*
        #vis fn #name() -> #private::RouteItWithCorsRuntimeRouting<#annotated> {
            #private::RouteItWithCorsRuntimeRouting::__new(#annotated)
        }

        #(#every)*
        #(#repeated)*
        const _: () = {
            #imports

            #items

            #carries
        };
    };
    feature::with_axum(&items, function, crate_path)
}

/// The type that carries the policy of a function. It has the span of the attribute, so that no lint checks its name.
pub(crate) fn annotated(name: &Ident) -> Ident {
    format_ident!("__cors_{}", name.unraw(), span = Span::call_site())
}

fn types(function: &Function) -> Vec<&Type> {
    let inputs = function.sig.inputs.iter();
    inputs
        .filter_map(|argument| match argument {
            FnArg::Typed(argument) => Some(&*argument.ty),
            FnArg::Receiver(_) => None,
        })
        .collect()
}

/// The `Endpoint` of a handler: its signature, and access to the user's function, which has no other path.
fn endpoint(
    sig: &Signature,
    opaque: bool,
    types: &[&Type],
    form: Option<&TokenStream>,
    annotated: &Ident,
) -> TokenStream {
    let result = match (&sig.output, sig.asyncness) {
        _ if opaque => quote!(__ImplTrait),
        (ReturnType::Default, _) => quote!(()),
        (ReturnType::Type(_, ty), Some(_)) => ty.to_token_stream(),
        (ReturnType::Type(_, ty), None) => quote!(<#ty as __Future>::Output),
    };
    // The compiler points here if the result is not a response or not `Send`.
    let result_span = match &sig.output {
        ReturnType::Type(_, ty) => SpanRange::of(ty),
        ReturnType::Default => SpanRange::at(sig.ident.span()),
    };
    let (name, close) = result_span.path(sig.ident.clone());
    quote! {
        impl __Endpoint for #annotated {
            type Signature = fn(#(#types),*) -> #result;

            fn visit_function<__T: __FunctionVisitor<Self::Signature>>(__visitor: __T) -> __T::Output {
                #form
                __visitor.visit(#name::<#close)
            }
        }
    }
}

/// The method `call`, for a result of type `impl Trait`, which no type of the runtime can name.
fn call(function: &Function, types: &[&Type], annotated: &Ident) -> TokenStream {
    let names: Vec<Ident> = (0..types.len())
        .map(|i| format_ident!("__argument_{i}", span = Span::mixed_site()))
        .collect();
    let Function { vis, sig, .. } = function;
    let name = &sig.ident;
    let vis = span::generated_at(vis);
    let output = match (&sig.output, sig.asyncness) {
        (ReturnType::Default, _) => quote!(()),
        (ReturnType::Type(_, ty), Some(_)) => quote!(impl __Future<Output = #ty>),
        (ReturnType::Type(_, ty), None) => ty.to_token_stream(),
    };
    quote! {
        impl __GeneratedCall for #annotated {
            const INSTANCE: &'static Self = &#annotated;
        }

        #[allow(clippy::too_many_arguments, clippy::type_complexity)]
        impl #annotated {
            /// Calls the handler itself.
            #[doc(hidden)]
            #vis fn call(self, #(#names: #types),*) -> #output {
                #name(#(#names),*)
            }
        }
    }
}

/// True if the return type has an `impl Trait`.
fn is_opaque(sig: &Signature) -> bool {
    fn mentions_impl(ty: TokenStream) -> bool {
        ty.into_iter().any(|token| match token {
            TokenTree::Ident(word) => word == "impl",
            TokenTree::Group(group) => mentions_impl(group.stream()),
            _ => false,
        })
    }
    matches!(&sig.output, ReturnType::Type(_, ty) if mentions_impl(ty.to_token_stream()))
}

/// The impl that requires each argument to be an extractor for the state `__State`. Each argument has a bound of its own,
/// so that the compiler points at the one that fails.
fn argument_bounds(sig: &Signature, types: &[&Type], annotated: &Ident) -> TokenStream {
    let Some((last, leading)) = types.split_last() else {
        return quote!(impl<__State> __ExtractArguments<__State, ()> for #annotated {});
    };
    let at = sig.ident.span();
    let named = |name| Ident::new(name, Span::call_site());
    let mut annotated = annotated.clone();
    annotated.set_span(at);
    let subject = quote_spanned!(at=> __ExtractArguments<__State, __Marker> for #annotated);
    let (last_bound, last_close) = SpanRange::of(last).path(named("__Last"));
    let (bounds, closes): (Vec<_>, Vec<_>) = leading
        .iter()
        .map(|ty| SpanRange::of(ty).path(named("__Leading")))
        .unzip();
    quote! {
        impl<__State, __Marker> #subject
        where
            #(#leading: #bounds<__State #closes,)*
            #last: #last_bound<__State, __Marker #last_close,
        {}
    }
}
