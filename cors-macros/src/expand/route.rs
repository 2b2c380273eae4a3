//! An annotated Rocket route as the items Rocket's routes are made of.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Attribute, FnArg, Pat, PatType, Signature, Visibility, ext::IdentExt};

use super::{Attributes, annotated, handler::gate, place};
use crate::{item::Function, krate::Krate, rocket::RouteAttribute};

/// ```text
/// // Input:
/// #[cors(…)]
/// #[get("/users/<id>")]
/// pub async fn user(id: u32) -> Json<User> { … }
/// // Output, inside `::cors_runtime::__private::if_rocket! { { … } else { the function } }`:
/// pub async fn user(id: u32) -> Json<User> { … }
/// pub struct user {}                                   // what `routes![user]` asks for the route
/// const _: () = {
///     impl Annotated for user { … POLICY … }
///     impl user { pub fn into_route<…>(self) -> … { … __cors_user {}.into_route() … } }
/// };
/// #[get("/users/<id>")]
/// pub async fn __cors_user(__cors: CorsFairing, id: u32) -> Json<User> { user(id).await }
/// pub use rocket_uri_macro___cors_user as rocket_uri_macro_user;     // what `uri!(user(1))` asks
/// ```
pub(crate) fn route(
    function: &Function,
    route: &RouteAttribute,
    policy: &TokenStream,
    krate: &Krate,
) -> TokenStream {
    let Some(arguments) = arguments(&function.sig) else {
        // Rocket says what is wrong with them.
        return function.to_token_stream();
    };
    let private = krate.private();
    let Function {
        attrs,
        vis,
        sig,
        body,
    } = function;
    let own = attrs
        .iter()
        .enumerate()
        .filter(|(index, _)| *index != route.index)
        .map(|(_, attribute)| attribute);
    let stand_in = stand_in(function, policy, krate);
    let inner = inner(function, &attrs[route.index], &arguments, krate);
    let uri = uri(function);
    gate(
        &quote!(#private::if_rocket),
        &quote! {
            #(#own)*
            #vis #sig #body

            #stand_in
            #inner
            #uri
        },
        function,
    )
}

/// The arguments by name; `None` if Rocket refuses one of them.
fn arguments(sig: &Signature) -> Option<Vec<(&Ident, &PatType)>> {
    let inputs = sig.inputs.iter();
    inputs
        .map(|input| match input {
            FnArg::Typed(argument) => match &*argument.pat {
                Pat::Ident(name) if name.by_ref.is_none() && name.subpat.is_none() => {
                    Some((&name.ident, argument))
                }
                _ => None,
            },
            FnArg::Receiver(_) => None,
        })
        .collect()
}

/// The type that carries the policy, under the name of the function as Rocket's own would be.
fn stand_in(function: &Function, policy: &TokenStream, krate: &Krate) -> TokenStream {
    let Attributes {
        every, repeated, ..
    } = Attributes::of(&function.attrs);
    let deprecated = function
        .attrs
        .iter()
        .filter(|attribute| attribute.path().is_ident("deprecated"));
    let (private, rocket) = (krate.private(), krate.rocket());
    let name = &function.sig.ident;
    let text = name.unraw().to_string();
    let inner = annotated(name);
    let vis = place::again(&function.vis);
    quote! {
        #(#every)*
        #(#deprecated)*
        #[doc(hidden)]
        #[allow(nonstandard_style)]
        #vis struct #name {}

        #(#every)*
        #(#repeated)*
        #[allow(deprecated)]
        const _: () = {
            impl #rocket::Annotated for #name {
                const NAME: &'static str = #text;
                const POLICY: &'static #private::Policy = &#policy;
            }

            #[allow(dead_code)]
            impl #name {
                /// The policy of the route.
                #[doc(hidden)]
                pub fn policy(&self) -> &'static #private::Policy {
                    <Self as #rocket::Annotated>::POLICY
                }

                #[doc(hidden)]
                pub fn into_route<__Route: #rocket::UseRoutesOfCorsRuntime<Self>>(self) -> __Route {
                    __Route::from_route(#inner {}.into_route())
                }
            }
        };
    }
}

/// The route as Rocket sees it. Its first argument makes Rocket ask for the fairing.
fn inner(
    function: &Function,
    route: &Attribute,
    arguments: &[(&Ident, &PatType)],
    krate: &Krate,
) -> TokenStream {
    let Attributes {
        every, repeated, ..
    } = Attributes::of(&function.attrs);
    let rocket = krate.rocket();
    let Signature {
        asyncness,
        fn_token,
        ident: name,
        generics,
        output,
        paren_token,
        ..
    } = &function.sig;
    let inner = annotated(name);
    let typed = arguments.iter().map(|(name, argument)| {
        let (colon, ty) = (&argument.colon_token, &argument.ty);
        quote!(#name #colon #ty)
    });
    let mut inputs = TokenStream::new();
    paren_token.surround(&mut inputs, |inputs| {
        inputs.extend(quote!(__cors: #rocket::CorsFairing, #(#typed),*));
    });
    let names = arguments.iter().map(|(name, _)| name);
    let wait = asyncness.map(|_| quote!(.await));
    let (parameters, _, clause) = generics.split_for_impl();
    let parameters = (!generics.params.is_empty()).then_some(parameters);
    // As visible as what names it.
    let vis = place::again(match &function.vis {
        Visibility::Inherited => TokenStream::new(),
        vis => vis.to_token_stream(),
    });
    quote! {
        #(#every)*
        #(#repeated)*
        #route
        #[doc(hidden)]
        #[allow(deprecated, nonstandard_style, unused_variables, clippy::all, clippy::pedantic)]
        #vis #asyncness #fn_token #inner #parameters #inputs #output #clause {
            #name(#(#names),*) #wait
        }
    }
}

fn uri(function: &Function) -> TokenStream {
    let Attributes { every, .. } = Attributes::of(&function.attrs);
    let name = &function.sig.ident;
    let inner = format_ident!("rocket_uri_macro_{}", annotated(name));
    let outer = format_ident!("rocket_uri_macro_{}", name.unraw());
    quote! {
        #(#every)*
        #[doc(hidden)]
        #[allow(unused_imports)]
        pub use #inner as #outer;
    }
}
