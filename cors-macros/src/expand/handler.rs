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
///     impl __cors_list { pub fn call(&self, …) -> impl Future<Output = Json<User>> { … } }
///     impl Call<(State<Db>, Json<New>)> for __cors_list { … }
///     impl<__State, __Marker> Takes<__State, __Marker, (State<Db>, Json<New>)> for __cors_list
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
    let call = call(function, &annotated);
    let callable = callable(function, &annotated);
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
        #call
        #callable
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
    let derived = is_called_by_value(sig).then(
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
    let result = result(&sig.output);
    let output = match sig.asyncness {
        Some(_) => quote!(impl __Future<Output = #result>),
        None => result,
    };
    let (receiver, output) = if is_called_by_value(sig) {
        (quote!(self), output)
    } else {
        (quote!(&self), quote!(#output + use<>))
    };
    quote! {
        #[allow(clippy::too_many_arguments, clippy::type_complexity)]
        impl #annotated {
            /// Calls the handler itself.
            #[doc(hidden)]
            #vis fn call(#receiver, #(#names: #types),*) -> #output {
                // Named as a value, as routes name a handler: `clippy::unused_async` then leaves it alone.
                let __handler = #name;
                __handler(#(#names),*)
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

/// Whether what a call returns may borrow from whatever there is, because the user has written
/// `impl Trait`: nothing is borrowed then.
fn is_called_by_value(sig: &Signature) -> bool {
    fn is_opaque(ty: TokenStream) -> bool {
        ty.into_iter().any(|token| match token {
            TokenTree::Ident(word) => word == "impl",
            TokenTree::Group(group) => is_opaque(group.stream()),
            _ => false,
        })
    }
    sig.asyncness.is_none() || is_opaque(result(&sig.output))
}

/// How the runtime calls the user's function. It extracts the arguments itself: proving here that
/// doing so can be sent between threads would cost the compiler milliseconds a handler.
fn callable(function: &Function, annotated: &Ident) -> TokenStream {
    let types = types(function);
    let names = names(&types);
    let name = &function.sig.ident;
    // Where the compiler points if the result is no response, or cannot be sent between threads.
    let place = match &function.sig.output {
        ReturnType::Type(_, ty) => ty.to_token_stream(),
        ReturnType::Default => name.to_token_stream(),
    };
    let future = place::over(place, quote!(impl __Future<Output: __Answer> + __Send));
    let implemented = place::over(name, quote!(__Call));
    quote! {
        #[allow(clippy::type_complexity)]
        impl #implemented<(#(#types,)*)> for #annotated {
            fn call((#(#names,)*): (#(#types,)*)) -> #future {
                #annotated.call(#(#names),*)
            }
        }
    }
}

/// What has to hold under the state `__State`.
fn takes(function: &Function, annotated: &Ident) -> TokenStream {
    let types = types(function);
    let Some((last, leading)) = types.split_last() else {
        return quote!(impl<__State> __Takes<__State, (), ()> for #annotated {});
    };
    let bounds = bounds(leading, last);
    let name = &function.sig.ident;
    // Around the types, which keep the places where they were written.
    let (open, close) = (
        place::over(name, quote!(__Takes < __State, __Marker,)),
        place::over(name, quote!(> for #annotated)),
    );
    quote! {
        impl<__State, __Marker> #open (#(#types,)*) #close
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
