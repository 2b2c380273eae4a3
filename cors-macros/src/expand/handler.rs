//! An annotated handler as the items axum's routes are made of.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::{FnArg, ReturnType, Signature, Type, ext::IdentExt};

use super::{Attributes, Offered, Policy, needs, place};
use crate::{feature, item::Function, krate::Krate};

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
///         fn give<__T: Take<Self::Signature>>(taker: __T) -> __T::Output { taker.take(list) }
///     }
///     impl<__State, __Marker> Takes<__State, __Marker> for __cors_list
///     where State<Db>: Leading<__State>, Json<New>: Last<__State, __Marker> {}
///     impl Annotation for __cors_list { … WRITTEN … }
/// };
/// ```
pub(crate) fn handler(
    function: &Function,
    policy: &Policy,
    offered: Offered,
    krate: &Krate,
) -> TokenStream {
    let Attributes { inner, .. } = Attributes::of(&function.attrs);
    let (sig, body) = (&function.sig, &function.body);
    let annotated = annotated(&sig.ident);
    let call = is_opaque(sig).then(|| call(function, &annotated));
    let endpoint = endpoint(function, &annotated);
    let takes = takes(function, &annotated);
    let inside = Krate::imported();
    let private = inside.private();
    let carried = Policy::of(&annotated, &inside);
    let types = types(function);
    let needs = needs::of_arguments(
        types.iter().copied(),
        feature::ASKED_BY_AXUM,
        offered,
        &carried,
        &private,
    );
    let form = types
        .last()
        .and_then(|body| needs::of_body(body, offered, &carried, &private));
    let items = quote! {
        #(#inner)*
        #sig #body
        #endpoint
        #call
        #takes
        #needs
        #form
    };
    outer(function, policy, &items, krate)
}

/// The function the routes name, the type that carries its policy, and the items behind both.
pub(crate) fn outer(
    function: &Function,
    policy: &Policy,
    items: &TokenStream,
    krate: &Krate,
) -> TokenStream {
    let Attributes {
        every,
        outer,
        repeated,
        ..
    } = Attributes::of(&function.attrs);
    let private = krate.private();
    let Function { vis, sig, .. } = function;
    let name = &sig.ident;
    let annotated = annotated(name);
    // What a call of it returns may borrow from whatever there is, because the user has written
    // `impl Trait`: so it is called by value.
    let derived = is_opaque(sig).then(
        || quote!(#[::core::prelude::v1::derive(::core::clone::Clone, ::core::marker::Copy)]),
    );
    // The traits by short names, too: their uses have the spans of the user's types, where
    // `unused_qualifications` would judge a path.
    let imports = krate.imports();
    let carries = policy.items(&annotated, &Krate::imported());
    let same_vis = place::again(vis);
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
    feature::with_axum(&items, function, krate)
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

/// The signature, and the way to the user's function, which nothing else can name.
fn endpoint(function: &Function, annotated: &Ident) -> TokenStream {
    let sig = &function.sig;
    let types = types(function);
    let name = &sig.ident;
    // Where the compiler points if the result is no response, or cannot be sent between threads.
    let place = match &sig.output {
        ReturnType::Type(_, ty) => ty.to_token_stream(),
        ReturnType::Default => name.to_token_stream(),
    };
    let result = match sig.asyncness {
        _ if is_opaque(sig) => quote!(__Opaque),
        Some(_) => result(&sig.output),
        None => {
            let future = result(&sig.output);
            quote!(<#future as __Future>::Output)
        }
    };
    // With the brackets it has a first and a last token, so that it covers all of the place.
    let given = place::over(place, quote!(#name::<>));
    quote! {
        #[allow(clippy::type_complexity)]
        impl __Endpoint for #annotated {
            type Signature = fn(#(#types),*) -> #result;

            fn give<__T: __Take<Self::Signature>>(__taker: __T) -> __T::Output {
                __taker.take(#given)
            }
        }
    }
}

/// The way a unit test calls a function whose result the user has written as `impl Trait`: no type of
/// the runtime can repeat it.
fn call(function: &Function, annotated: &Ident) -> TokenStream {
    let types = types(function);
    let names: Vec<Ident> = (0..types.len())
        .map(|i| format_ident!("__argument_{i}", span = Span::mixed_site()))
        .collect();
    let Function { vis, sig, .. } = function;
    let name = &sig.ident;
    let vis = place::again(vis);
    let result = result(&sig.output);
    let output = match sig.asyncness {
        Some(_) => quote!(impl __Future<Output = #result>),
        None => result,
    };
    quote! {
        impl __CalledAsWritten for #annotated {
            const ITSELF: &'static Self = &#annotated;
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

fn result(output: &ReturnType) -> TokenStream {
    match output {
        ReturnType::Default => quote!(()),
        ReturnType::Type(_, ty) => ty.to_token_stream(),
    }
}

/// Whether the user has written `impl Trait` in the result.
fn is_opaque(sig: &Signature) -> bool {
    fn mentions_impl(ty: TokenStream) -> bool {
        ty.into_iter().any(|token| match token {
            TokenTree::Ident(word) => word == "impl",
            TokenTree::Group(group) => mentions_impl(group.stream()),
            _ => false,
        })
    }
    mentions_impl(result(&sig.output))
}

/// What has to hold under the state `__State`.
fn takes(function: &Function, annotated: &Ident) -> TokenStream {
    let types = types(function);
    let Some((last, leading)) = types.split_last() else {
        return quote!(impl<__State> __Takes<__State, ()> for #annotated {});
    };
    let bounds = bounds(leading, last);
    let name = &function.sig.ident;
    let takes = place::over(name, quote!(__Takes<__State, __Marker> for #annotated));
    quote! {
        impl<__State, __Marker> #takes
        where
            #bounds
        {}
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
