//! The ways in which axum's tests are run.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::{differences::Differences, module, source::Package};

/// One way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pass {
    /// axum itself: shows that the tests still run as they do in axum's repository.
    Control,
    /// The types of `cors-runtime`, without any policy.
    Plain,
    /// The same, with a default policy on the app that the test client talks to.
    Default,
    /// The same as `Plain`, with an attribute on each handler that is an `async fn`.
    Annotated,
}

impl Pass {
    pub(crate) const ALL: [Self; 4] = [Self::Control, Self::Plain, Self::Default, Self::Annotated];

    /// The name of the module.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Control => "control",
            Self::Plain => "plain",
            Self::Default => "default",
            Self::Annotated => "annotated",
        }
    }

    /// The crate that `crate::` of the tests means.
    pub(crate) fn facade(self) -> TokenStream {
        match self {
            Self::Control => quote!(::axum),
            Self::Plain | Self::Default | Self::Annotated => quote!(crate::ours),
        }
    }

    /// The text of the module.
    pub(crate) fn module(self, axum: &Package, differences: &Differences) -> String {
        let name = format_ident!("{}", self.name());
        let tokens = module::of(self, axum, differences);
        let tokens = module::below(tokens, &name);
        let file = syn::parse2(tokens).expect("what is made of items are items");
        prettyplease::unparse(&file)
    }
}
