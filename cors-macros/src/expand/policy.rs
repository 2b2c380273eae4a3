//! A checked policy as constants.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::Path;

use super::{constants, encode::written, span};
use crate::{
    check::Checked,
    crate_path::{CratePath, Names},
};

/// A policy, and what carries it.
///
/// ```text
/// // Input:  origins = ["https://app.example.com"], credentials, max_age = 600
/// // Output, of a handler:
/// impl ::cors_runtime::__private::Annotation for __cors_list {
///     const ENCODED: EncodedPolicy = EncodedPolicy::keys("origins 1+0 23:https://app.example.com; credentials; max_age 3:600");
/// }
/// ```
///
/// The policy is made of that where it is used: in const evaluation of each handler, `cargo check` would
/// spend more time on it than on all the rest.
#[derive(Clone, Debug)]
pub(crate) struct Policy {
    carried: Carried,
    /// What is seen in const evaluation alone.
    checks: Vec<TokenStream>,
    /// The same where the policy has to be there.
    checks_of_the_whole: Vec<Check>,
}

#[derive(Clone, Debug)]
enum Carried {
    /// The keys: `EncodedPolicy`.
    EncodedPolicy(TokenStream),
    /// A policy that is there: `&'static Policy`.
    Reference(TokenStream),
}

/// A function of `constant` for a policy, called at a place, with what else it is told.
#[derive(Clone, Debug)]
struct Check {
    place: TokenStream,
    function: &'static str,
    told: Option<String>,
}

impl Check {
    fn item(&self, carried: &TokenStream, private: &Names) -> TokenStream {
        let Self {
            place,
            function,
            told,
        } = self;
        let (function, told) = (format_ident!("{function}"), told.iter());
        let check = quote!(#private::const_eval::#function(#carried #(, #told)*));
        let check = span::over(place, check);
        quote!(const _: () = #check;)
    }

    fn route_method(place: impl ToTokens, method: &str) -> Self {
        Self {
            place: place.into_token_stream(),
            function: "check_route_method",
            told: Some(method.to_owned()),
        }
    }
}

impl Policy {
    fn reference(policy: TokenStream) -> Self {
        Self {
            carried: Carried::Reference(policy),
            checks: Vec::new(),
            checks_of_the_whole: Vec::new(),
        }
    }

    /// The items that make `owner`, a type, carry the policy.
    pub(crate) fn items(&self, owner: &Ident, crate_path: &CratePath) -> TokenStream {
        let Self {
            carried,
            checks,
            checks_of_the_whole,
        } = self;
        let private = crate_path.private();
        let member = match carried {
            Carried::EncodedPolicy(written) => {
                quote!(const ENCODED: #private::EncodedPolicy = #written;)
            }
            Carried::Reference(policy) => {
                quote!(const POLICY: &'static #private::Policy = #policy;)
            }
        };
        let carried = Self::of(owner, crate_path);
        let of_the_whole = checks_of_the_whole.iter();
        let of_the_whole = of_the_whole.map(|check| check.item(&carried, &private));
        quote! {
            impl #private::Annotation for #owner {
                #member
            }
            #(#checks)*
            #(#of_the_whole)*
        }
    }

    /// What such a type carries: `&'static Policy`.
    pub(crate) fn of(owner: &Ident, crate_path: &CratePath) -> TokenStream {
        let private = crate_path.private();
        quote!(<#owner as #private::Annotation>::POLICY)
    }

    /// The policy as an expression of that type, among such items.
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
    let whole = base.as_ref().map(|base| Check {
        place: base.to_token_stream(),
        function: "check_policy",
        told: None,
    });
    // Where a macro cannot see the methods.
    let place = match (&constants.methods, base) {
        (Some(entries), _) => entries
            .iter()
            .find(|entry| entry.is_constant())
            .map(|entry| entry.tokens.clone()),
        (None, Some(base)) if resolved.methods.is_none() => Some(base.to_token_stream()),
        (None, _) => None,
    };
    let route = route_method
        .zip(place)
        .map(|(method, place)| Check::route_method(place, method));
    Policy {
        carried: Carried::EncodedPolicy(written(checked, &private)),
        checks: constants::checks(checked, &private),
        checks_of_the_whole: whole.into_iter().chain(route).collect(),
    }
}

/// No policy, on purpose.
pub(crate) fn disabled(crate_path: &CratePath) -> Policy {
    let private = crate_path.private();
    Policy::reference(quote!(&#private::Policy::__disabled()))
}

/// The policy that lets nobody in: what stands in for one with a mistake.
pub(crate) fn deny_all(crate_path: &CratePath) -> Policy {
    let private = crate_path.private();
    Policy::reference(quote!(&#private::Policy::deny_all()))
}

/// A policy of another name. That it serves the method of its route is seen in const evaluation.
pub(crate) fn named(path: &Path, route_method: Option<&str>, crate_path: &CratePath) -> Policy {
    let private = crate_path.private();
    let named = span::over(path, quote!(#private::const_eval::named(&#path)));
    let check = route_method.map(|method| Check::route_method(path, method));
    Policy {
        checks_of_the_whole: check.into_iter().collect(),
        ..Policy::reference(named)
    }
}
