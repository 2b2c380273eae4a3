//! Generates the constants of a checked policy.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::Path;

use super::{constants, encode::encode, span};
use crate::{
    check::Checked,
    crate_path::{CratePath, PathTokens},
};

/// A policy as tokens.
///
/// ```text
/// // Input:  origins = ["https://app.example.com"], credentials, max_age = 600
/// // Output, of a handler:
/// impl ::cors_runtime::__private::Annotation for __cors_list {
///     const ENCODED: EncodedPolicy = EncodedPolicy::keys("origins 1+0 23:https://app.example.com; credentials; max_age 3:600");
/// }
/// ```
///
/// It is decoded where it is used. Decoding it in const evaluation of each handler would dominate `cargo check`.
#[derive(Clone, Debug)]
pub(crate) struct Policy {
    carried: PolicySource,
    /// Checks in const evaluation.
    checks: Vec<TokenStream>,
    /// Checks in const evaluation that need the decoded policy.
    checks_of_decoded: Vec<PolicyCheck>,
}

#[derive(Clone, Debug)]
enum PolicySource {
    /// The keys: `EncodedPolicy`.
    Encoded(TokenStream),
    /// An existing policy: `&'static Policy`.
    Reference(TokenStream),
}

/// A call of a function of `const_eval` with the policy, and with another argument.
#[derive(Clone, Debug)]
struct PolicyCheck {
    span: TokenStream,
    function: &'static str,
    argument: Option<String>,
}

impl PolicyCheck {
    fn item(&self, carried: &TokenStream, private: &PathTokens) -> TokenStream {
        let Self {
            span,
            function,
            argument,
        } = self;
        let (function, argument) = (format_ident!("{function}"), argument.iter());
        let check = quote!(#private::const_eval::#function(#carried #(, #argument)*));
        let check = span::over(span, check);
        quote!(const _: () = #check;)
    }

    fn route_method(tokens: impl ToTokens, method: &str) -> Self {
        Self {
            span: tokens.into_token_stream(),
            function: "check_route_method",
            argument: Some(method.to_owned()),
        }
    }
}

impl Policy {
    fn reference(policy: TokenStream) -> Self {
        Self {
            carried: PolicySource::Reference(policy),
            checks: Vec::new(),
            checks_of_decoded: Vec::new(),
        }
    }

    /// The items that attach the policy to the type `owner`.
    pub(crate) fn items(&self, owner: &Ident, crate_path: &CratePath) -> TokenStream {
        let Self {
            carried,
            checks,
            checks_of_decoded,
        } = self;
        let private = crate_path.private();
        let member = match carried {
            PolicySource::Encoded(written) => {
                quote!(const ENCODED: #private::EncodedPolicy = #written;)
            }
            PolicySource::Reference(policy) => {
                quote!(const POLICY: &'static #private::Policy = #policy;)
            }
        };
        let carried = Self::of(owner, crate_path);
        let of_decoded = checks_of_decoded.iter();
        let of_decoded = of_decoded.map(|check| check.item(&carried, &private));
        quote! {
            impl #private::Annotation for #owner {
                #member
            }
            #(#checks)*
            #(#of_decoded)*
        }
    }

    /// The policy of such a type, as an expression of type `&'static Policy`.
    pub(crate) fn of(owner: &Ident, crate_path: &CratePath) -> TokenStream {
        let private = crate_path.private();
        quote!(<#owner as #private::Annotation>::POLICY)
    }

    /// The policy as an expression of that type, in a block with further items.
    pub(crate) fn expression(&self, items: &TokenStream, crate_path: &CratePath) -> TokenStream {
        let owner = Ident::new("__Cors", Span::mixed_site());
        let imports = crate_path.imports();
        let crate_path = &CratePath::imported();
        let (own_items, carried) = (self.items(&owner, crate_path), Self::of(&owner, crate_path));
        quote!({
            #items
            #imports
            enum #owner {}
            #own_items
            #carried
        })
    }
}

pub(crate) fn policy(
    checked: &Checked,
    route_method: Option<&str>,
    crate_path: &CratePath,
) -> Policy {
    let private = crate_path.private();
    let Checked {
        base,
        constants,
        resolved,
        ..
    } = checked;
    let of_base = base.as_ref().map(|base| PolicyCheck {
        span: base.to_token_stream(),
        function: "check_policy",
        argument: None,
    });
    // The methods come from constants or from the base, so the method of the route is checked in const evaluation.
    let origin_of_methods = match (&constants.methods, base) {
        (Some(entries), _) => entries
            .iter()
            .find(|entry| entry.is_constant())
            .map(|entry| entry.tokens.clone()),
        (None, Some(base)) if resolved.methods.is_none() => Some(base.to_token_stream()),
        (None, _) => None,
    };
    let route = route_method
        .zip(origin_of_methods)
        .map(|(method, tokens)| PolicyCheck::route_method(tokens, method));
    Policy {
        carried: PolicySource::Encoded(encode(checked, &private)),
        checks: constants::checks(checked, &private),
        checks_of_decoded: of_base.into_iter().chain(route).collect(),
    }
}

/// The policy of `disabled`.
pub(crate) fn disabled(crate_path: &CratePath) -> Policy {
    let private = crate_path.private();
    Policy::reference(quote!(&#private::Policy::__disabled()))
}

/// The policy that allows no origin, in place of one with a mistake.
pub(crate) fn deny_all(crate_path: &CratePath) -> Policy {
    let private = crate_path.private();
    Policy::reference(quote!(&#private::Policy::deny_all()))
}

/// The policy at a path. The method of the route is checked in const evaluation.
pub(crate) fn named(path: &Path, route_method: Option<&str>, crate_path: &CratePath) -> Policy {
    let private = crate_path.private();
    let named = span::over(path, quote!(#private::const_eval::named(&#path)));
    let check = route_method.map(|method| PolicyCheck::route_method(path, method));
    Policy {
        checks_of_decoded: check.into_iter().collect(),
        ..Policy::reference(named)
    }
}
