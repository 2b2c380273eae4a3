//! What stands in for an attribute with a mistake: closed to everybody, so that nothing else breaks
//! and nothing opens.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    expand::{self, Attributes},
    item::Function,
    krate::Krate,
};

/// The policy that lets nobody in.
pub(crate) fn deny_all(krate: &Krate) -> TokenStream {
    let private = krate.private();
    quote!(#private::Policy::deny_all())
}

/// The items of a handler whose signature is the mistake: routes still take its name, under every
/// state, and the compiler still looks at the function itself.
pub(crate) fn stand_in(function: &Function, krate: &Krate) -> TokenStream {
    let axum = krate.axum();
    let Attributes { lints, .. } = Attributes::of(&function.attrs);
    let (sig, body) = (&function.sig, &function.body);
    let annotated = expand::annotated(&sig.ident);
    let items = quote! {
        #(#lints)*
        #[allow(dead_code)]
        #sig #body

        impl #axum::Call<()> for #annotated {
            fn call((): ()) -> impl ::core::future::Future<Output: #axum::Answer> + ::core::marker::Send {
                ::core::future::ready(())
            }
        }

        impl<__State> #axum::Takes<__State, (), ()> for #annotated {}
    };
    expand::outer(function, &deny_all(krate), &items, krate)
}
