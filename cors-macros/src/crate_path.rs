//! Where the runtime crate lives.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt, quote};
use syn::Path;

/// The path of the runtime crate's part for the macros: below the key `crate`, or its usual name.
#[derive(Clone, Debug)]
pub(crate) struct CratePath(Names);

impl CratePath {
    pub(crate) fn at(path: &Path) -> Self {
        Self(Names::of(quote!(#path::__private)))
    }

    /// Where [`imports`](Self::imports) stand: what is written there names it once.
    pub(crate) fn imported() -> Self {
        Self(Names(vec![Ident::new("__cors", Span::call_site()).into()]))
    }

    /// The names that the items of a policy and its handler have in common.
    pub(crate) fn imports(&self) -> TokenStream {
        let private = self.private();
        quote! {
            use #private::imports::*;
        }
    }

    /// Items behind a name of the runtime crate: where that is not found, one error says so.
    pub(crate) fn items(&self, items: &TokenStream) -> TokenStream {
        let private = self.private();
        quote!(#private::items! { #items })
    }

    /// What both kinds of policy are made of.
    pub(crate) fn private(&self) -> Names {
        self.0.clone()
    }

    /// What annotated axum handlers are made of.
    pub(crate) fn axum(&self) -> Names {
        self.0.then("axum")
    }

    /// What annotated Rocket routes are made of.
    pub(crate) fn rocket(&self) -> Names {
        self.0.then("rocket")
    }
}

impl Default for CratePath {
    fn default() -> Self {
        Self(Names::of(quote!(::cors_runtime::__private)))
    }
}

/// A path, token by token: there are many of it in the items of a handler, and each copy of a
/// `TokenStream` is a call of the compiler.
#[derive(Clone, Debug)]
pub(crate) struct Names(Vec<TokenTree>);

impl Names {
    fn of(path: TokenStream) -> Self {
        Self(path.into_iter().collect())
    }

    fn then(&self, name: &str) -> Self {
        let Self(path) = self;
        let name = Ident::new(name, Span::call_site());
        Self(path.iter().cloned().chain(quote!(::#name)).collect())
    }
}

impl ToTokens for Names {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(&self.0);
    }
}
