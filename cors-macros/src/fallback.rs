//! The items that replace a handler after an error in its signature. Their policy allows no origin.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    crate_path::CratePath,
    expand::{self, Attributes},
    item::Function,
};

/// Generates a handler of the same name that every route accepts, with any state, and the function itself, so that
/// the compiler still checks its body.
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

            fn visit_function<__T: __FunctionVisitor<Self::Signature>>(__visitor: __T) -> __T::Output {
                __visitor.visit(|| ::core::future::ready(()))
            }
        }

        impl<__State> __ExtractArguments<__State, ()> for #annotated {}
    };
    expand::outer(
        function,
        &expand::deny_all(&CratePath::imported()),
        &items,
        crate_path,
    )
}
