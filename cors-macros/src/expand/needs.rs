//! What the arguments of a handler tell of its policy. Only the compiler knows their types, so it is asked.

use cors_policy::Offer;
use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::Type;

use super::place;
use crate::signature;

/// What the policy has of all that an argument may need.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Offered {
    /// As far as anybody has to know: nothing more is wrong with a policy that is wrong.
    Everything,
    /// This. No policy has to be made in const evaluation to look at it, which costs the compiler more than
    /// all the rest.
    Seen(Offer),
    /// What const evaluation finds in the policy that the handler carries.
    Carried,
}

impl Offered {
    /// `carried` is that policy.
    fn expression(self, carried: &TokenStream, private: &TokenStream) -> Option<TokenStream> {
        match self {
            Self::Everything | Self::Seen(Offer::ALL) => None,
            Self::Seen(offer) => {
                let parts = [
                    ("content_type", offer.content_type),
                    ("authorization", offer.authorization),
                    ("credentials", offer.credentials),
                    ("enforce", offer.enforce),
                ];
                let parts = parts.iter().filter(|(_, has)| *has);
                let parts = parts.map(|(name, _)| format_ident!("{name}"));
                Some(quote!(#private::Offer { #(#parts: true,)* ..#private::Offer::NONE }))
            }
            Self::Carried => Some(quote!(#private::constant::offer(#carried))),
        }
    }
}

/// One check for each argument, spanned on its type.
///
/// ```text
/// use ::cors_runtime::__private::constant::OfAnyType as _;
/// const _: () = ::cors_runtime::__private::constant::check_argument(
///     Offer { content_type: true, ..Offer::NONE },
///     <::cors_runtime::__private::constant::Probe<Json<NewUser>>>::NEEDS,
///     "Json<NewUser>",
/// );
/// ```
pub(super) fn of_arguments<'t>(
    types: impl Iterator<Item = &'t Type>,
    offered: Offered,
    carried: &TokenStream,
    private: &TokenStream,
) -> TokenStream {
    let Some(offer) = offered.expression(carried, private) else {
        return TokenStream::new();
    };
    let checks = types.map(|ty| {
        let text = signature::text(ty);
        let probed = without_lifetimes(ty.to_token_stream());
        let needs = quote!(<#private::constant::Probe<#probed>>::NEEDS);
        check(ty, &offer, &needs, &text, private)
    });
    let checks: Vec<_> = checks.collect();
    let import = (!checks.is_empty()).then(|| {
        quote! {
            #[allow(unused_imports)]
            use #private::constant::OfAnyType as _;
        }
    });
    quote!(#import #(#checks)*)
}

/// The same for something that is written elsewhere, of which it is known what it needs.
pub(super) fn of_content_type(
    written: &TokenStream,
    offered: Offered,
    carried: &TokenStream,
    private: &TokenStream,
) -> Option<TokenStream> {
    let offer = offered.expression(carried, private)?;
    let needs = quote!(#private::Need::ContentType);
    let text = format!("format = {written}");
    Some(check(written, &offer, &needs, &text, private))
}

fn check(
    place: impl ToTokens,
    offer: &TokenStream,
    needs: &TokenStream,
    text: &str,
    private: &TokenStream,
) -> TokenStream {
    let check = quote!(#private::constant::check_argument(#offer, #needs, #text));
    let check = place::over(place, check);
    quote!(const _: () = #check;)
}

/// A constant knows none of the lifetimes of a function, and does not ask for any.
fn without_lifetimes(tokens: TokenStream) -> TokenStream {
    let mut after_quote = false;
    tokens
        .into_iter()
        .map(|token| {
            let is_name = core::mem::take(&mut after_quote);
            match token {
                TokenTree::Group(group) => {
                    let mut inside =
                        Group::new(group.delimiter(), without_lifetimes(group.stream()));
                    inside.set_span(group.span());
                    inside.into()
                }
                TokenTree::Ident(name) if is_name => {
                    Ident::new("_", Span::call_site().located_at(name.span())).into()
                }
                token => {
                    after_quote =
                        matches!(&token, TokenTree::Punct(sign) if sign.as_char() == '\'');
                    token
                }
            }
        })
        .collect()
}
