//! The path of the runtime crate in generated code.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt, quote};
use syn::Path;

/// The path of `cors_runtime::__private`, with the crate from the key `crate` or by its usual name.
#[derive(Clone, Debug)]
pub(crate) struct CratePath(PathTokens);

impl CratePath {
    pub(crate) fn at(path: &Path) -> Self {
        Self(PathTokens::of(quote!(#path::__private)))
    }

    /// The short name that [`imports`](Self::imports) bring into scope.
    pub(crate) fn imported() -> Self {
        Self(PathTokens(vec![
            Ident::new("__cors", Span::call_site()).into(),
        ]))
    }

    /// The `use` of the names that generated items share.
    pub(crate) fn imports(&self) -> TokenStream {
        let private = self.private();
        quote! {
            use #private::imports::*;
        }
    }

    /// Items wrapped in a macro of the runtime crate: if the crate is missing, that is a single error.
    pub(crate) fn items(&self, items: &TokenStream) -> TokenStream {
        let private = self.private();
        quote!(#private::items! { #items })
    }

    /// The items for both frameworks.
    pub(crate) fn private(&self) -> PathTokens {
        self.0.clone()
    }

    /// The items for axum handlers.
    pub(crate) fn axum(&self) -> PathTokens {
        self.0.then("axum")
    }

    /// The items for Rocket routes.
    pub(crate) fn rocket(&self) -> PathTokens {
        self.0.then("rocket")
    }
}

impl Default for CratePath {
    fn default() -> Self {
        Self(PathTokens::of(quote!(::cors_runtime::__private)))
    }
}

/// A path as separate tokens. It is repeated often in generated code, and cloning a `TokenStream` is a call into the
/// compiler.
#[derive(Clone, Debug)]
pub(crate) struct PathTokens(Vec<TokenTree>);

impl PathTokens {
    fn of(path: TokenStream) -> Self {
        Self(path.into_iter().collect())
    }

    fn then(&self, name: &str) -> Self {
        let Self(path) = self;
        let name = Ident::new(name, Span::call_site());
        Self(path.iter().cloned().chain(quote!(::#name)).collect())
    }
}

impl ToTokens for PathTokens {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(&self.0);
    }
}
