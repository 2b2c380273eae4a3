//! An annotated handler as the items axum's routes are made of.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{FnArg, ReturnType, Signature, Type, ext::IdentExt, spanned::Spanned};

use super::{Attributes, place};
use crate::{item::Function, krate::Krate};

/// ```text
/// // Input:
/// #[cors(…)]
/// pub async fn list(State(db): State<Db>, Json(new): Json<New>) -> Json<User> { … }
/// // Output, inside `::cors_runtime::__private::if_axum! { … }`:
/// pub struct __cors_list;
/// pub fn list() -> RouteItWithCorsRuntimeRouting<__cors_list> { … }
/// const _: () = {
///     async fn list(State(db): State<Db>, Json(new): Json<New>) -> Json<User> { … }
///     impl __cors_list { pub async fn call(self, …) -> Json<User> { … } }
///     impl Annotation for __cors_list { … POLICY … }
///     impl<__State, __Marker> Respond<__State, __Marker> for __cors_list { … }
/// };
/// ```
pub(crate) fn handler(function: &Function, policy: &TokenStream, krate: &Krate) -> TokenStream {
    let Attributes { inner, .. } = Attributes::of(&function.attrs);
    let (sig, body) = (&function.sig, &function.body);
    let annotated = annotated(&sig.ident);
    let call = call(function, &annotated);
    let respond = respond(function, &annotated, krate);
    let items = quote! {
        #(#inner)*
        #sig #body
        #call
        #respond
    };
    outer(function, policy, &items, krate)
}

/// The function the routes name, the type that carries its policy, and the items behind both.
pub(crate) fn outer(
    function: &Function,
    policy: &TokenStream,
    items: &TokenStream,
    krate: &Krate,
) -> TokenStream {
    let Attributes {
        every,
        outer,
        repeated,
        ..
    } = Attributes::of(&function.attrs);
    let (private, axum) = (krate.private(), krate.axum());
    let Function { vis, sig, .. } = function;
    let name = &sig.ident;
    let annotated = annotated(name);
    let same_vis = place::again(vis);
    wrap(
        &quote! {
            #(#every)*
            #[doc(hidden)]
            #[::core::prelude::v1::derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
            #same_vis struct #annotated;

            #(#outer)*
            #(#every)*
            #vis fn #name() -> #private::RouteItWithCorsRuntimeRouting<#annotated> {
                #private::RouteItWithCorsRuntimeRouting::__new()
            }

            #(#every)*
            #(#repeated)*
            const _: () = {
                #items

                impl #axum::Annotation for #annotated {
                    const VALUE: &'static Self = &#annotated;
                    const POLICY: &'static #private::Policy = &#policy;
                }
            };
        },
        krate,
    )
}

/// Puts the items behind the feature of their framework, which the runtime crate knows.
fn wrap(items: &TokenStream, krate: &Krate) -> TokenStream {
    let private = krate.private();
    quote!(#private::if_axum! { #items })
}

/// The type that stands for the handler. Spanned on the attribute, so that no lint judges its name.
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

fn names(types: &[&Type]) -> Vec<Ident> {
    (0..types.len())
        .map(|i| format_ident!("__argument_{i}", span = Span::mixed_site()))
        .collect()
}

/// The way a unit test calls the user's function.
fn call(function: &Function, annotated: &Ident) -> TokenStream {
    let types = types(function);
    let names = names(&types);
    let Function { vis, sig, .. } = function;
    let name = &sig.ident;
    let vis = place::again(vis);
    let output = match (&sig.asyncness, &sig.output) {
        (Some(_), ReturnType::Default) => quote!(-> impl ::core::future::Future<Output = ()>),
        (Some(_), ReturnType::Type(_, ty)) => quote!(-> impl ::core::future::Future<Output = #ty>),
        (None, output) => quote!(#output),
    };
    quote! {
        #[allow(clippy::too_many_arguments, clippy::type_complexity)]
        impl #annotated {
            /// Calls the handler itself.
            #[doc(hidden)]
            #vis fn call(self, #(#names: #types),*) #output {
                // Named as a value, as routes name a handler: `clippy::unused_async` then leaves it alone.
                let __handler = #name;
                __handler(#(#names),*)
            }
        }
    }
}

fn respond(function: &Function, annotated: &Ident, krate: &Krate) -> TokenStream {
    let axum = krate.axum();
    let types = types(function);
    let names = names(&types);
    let state = quote!(__State: ::core::clone::Clone + ::core::marker::Send + ::core::marker::Sync + 'static);
    let mut imports = quote!(use #axum::{IntoResponse as __IntoResponse, Respond as __Respond};);
    let (parameters, marker, bounds) = match types.split_last() {
        None => (quote!(__State), quote!(()), quote!()),
        Some((last, leading)) => (quote!(__State, __Marker), quote!(__Marker), {
            if types
                .iter()
                .any(|ty| mentions(ty, &["fn", "for", "Fn", "FnMut", "FnOnce"]))
            {
                // A bound on a type like `Arc<dyn Fn(&str)>` would be taken for its only proof of
                // `Send`, and a future needs that for every lifetime.
                quote!((#(#types,)*): #axum::Arguments<__State, __Marker>)
            } else {
                imports.extend(bound_imports(leading, &axum));
                bounds(leading, last)
            }
        }),
    };
    let answer = into_response(&function.sig, &quote!(#annotated.call(#(#names),*).await));
    let name = &function.sig.ident;
    let header = place::over(name, quote!(__Respond<__State, #marker> for #annotated));
    let signature = place::beside(
        name.span(),
        quote!(async fn respond(__request: #axum::Request, __state: __State) -> #axum::Response),
    );
    let body = if types.is_empty() {
        answer
    } else {
        quote! {
            match <(#(#types,)*) as #axum::Arguments<__State, #marker>>::extract(__request, &__state).await {
                ::core::result::Result::Ok((#(#names,)*)) => #answer,
                ::core::result::Result::Err(__rejection) => __rejection,
            }
        }
    };
    quote! {
        #imports

        #[allow(clippy::type_complexity)]
        impl<#parameters> #header
        where
            #state,
            #bounds
        {
            #signature { #body }
        }
    }
}

/// One bound an argument, so that the compiler points at the argument that does not fit.
fn bounds(leading: &[&Type], last: &Type) -> TokenStream {
    let last_bound = place::over(last, quote!(__Last<__State, __Marker>));
    let leading = leading.iter().map(|ty| {
        let bound = place::over(ty, quote!(__Leading<__State>));
        quote!(#ty: #bound)
    });
    quote!(#(#leading,)* #last: #last_bound)
}

/// The bounds have the spans of the user's types, where `unused_qualifications` would judge a path.
fn bound_imports(leading: &[&Type], axum: &TokenStream) -> TokenStream {
    let leading = (!leading.is_empty()).then(|| quote!(use #axum::Leading as __Leading;));
    quote!(use #axum::Last as __Last; #leading)
}

/// Underlines the return type if it is no response.
fn into_response(sig: &Signature, value: &TokenStream) -> TokenStream {
    match &sig.output {
        ReturnType::Type(_, ty) if sig.asyncness.is_some() && names_itself(ty) => {
            quote!(<#ty as __IntoResponse>::into_response(#value))
        }
        ReturnType::Type(_, ty) => {
            quote_spanned!(ty.span()=> __IntoResponse::into_response(#value))
        }
        ReturnType::Default => quote!(__IntoResponse::into_response(#value)),
    }
}

/// Whether the type can be written a second time and mean the same.
fn names_itself(ty: &Type) -> bool {
    !matches!(ty, Type::Never(_) | Type::Infer(_)) && !mentions(ty, &["impl"])
}

fn mentions(ty: &Type, words: &[&str]) -> bool {
    fn any(tokens: TokenStream, words: &[&str]) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(ident) => words.iter().any(|word| ident == word),
            TokenTree::Group(group) => any(group.stream(), words),
            _ => false,
        })
    }
    any(ty.to_token_stream(), words)
}
