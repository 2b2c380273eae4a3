//! What stands in for a handler with a mistake: closed to everybody, so that nothing else breaks and
//! nothing opens.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    crate_path::CratePath,
    expand::{self, Attributes},
    item::Function,
};

/// The items of a handler whose signature is the mistake: routes still take its name, under every
/// state, and the compiler still looks at the function itself.
pub(crate) fn stand_in(function: &Function, crate_path: &CratePath) -> TokenStream {
    let Attributes { lints, .. } = Attributes::of(&function.attrs);
    let (sig, body) = (&function.sig, &function.body);
    let annotated = expand::annotated(&sig.ident);
    let items = quote! {
        #(#lints)*
        #[allow(dead_code)]
        #sig #body

        impl __Endpoint for #annotated {
            type Signature = fn();

            fn give<__T: __Take<Self::Signature>>(__taker: __T) -> __T::Output {
                __taker.take(|| ::core::future::ready(()))
            }
        }

        impl<__State> __Takes<__State, ()> for #annotated {}
    };
    expand::outer(
        function,
        &expand::deny_all(&CratePath::imported()),
        &items,
        crate_path,
    )
}
