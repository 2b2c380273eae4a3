//! Where the runtime crate lives.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Path;

/// The path of the runtime crate: the key `crate`, or its usual name.
#[derive(Clone, Debug)]
pub(crate) struct Krate(TokenStream);

impl Krate {
    pub(crate) fn at(path: &Path) -> Self {
        Self(quote!(#path))
    }

    /// What both kinds of policy are made of.
    pub(crate) fn private(&self) -> TokenStream {
        let Self(path) = self;
        quote!(#path::__private)
    }

    /// What annotated axum handlers are made of.
    pub(crate) fn axum(&self) -> TokenStream {
        let Self(path) = self;
        quote!(#path::__private::axum)
    }

    /// What annotated Rocket routes are made of.
    pub(crate) fn rocket(&self) -> TokenStream {
        let Self(path) = self;
        quote!(#path::__private::rocket)
    }
}

impl Default for Krate {
    fn default() -> Self {
        Self(quote!(::cors_runtime))
    }
}
