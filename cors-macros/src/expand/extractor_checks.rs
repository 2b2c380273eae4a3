//! What the arguments of a handler tell of its policy. Only the compiler knows their types, so it is asked.

use cors_rules::{Advice, Field, Need, Offer, Warning};
use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::Type;

use super::span::{self, Place};
use crate::{crate_path::Names, signature, warn::Warn};

/// What the policy says to the arguments of its handler.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Offered {
    pub(crate) offer: Offering,
    pub(crate) forms: Forms,
}

impl Offered {
    /// As far as anybody has to know: nothing more is wrong with a policy that is wrong.
    pub(crate) const EVERYTHING: Self = Self {
        offer: Offering::Everything,
        forms: Forms::Closed,
    };
    /// Without a list of origins, on purpose.
    pub(crate) const DISABLED: Self = Self {
        offer: Offering::Seen(Offer {
            origin_list: false,
            ..Offer::ALL
        }),
        forms: Forms::Closed,
    };
    /// What const evaluation finds in the policy that the handler carries.
    pub(crate) const CARRIED: Self = Self {
        offer: Offering::Carried,
        forms: Forms::Carried,
    };
}

/// True if a form of any site gets to the handler with the user's cookies.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Forms {
    Open,
    /// The `methods` leave `POST` out: only where a form may say `_method=put`.
    Overridden,
    Closed,
    /// If const evaluation finds so in the policy that the handler carries.
    Carried,
}

impl Forms {
    /// For a route whose method a form cannot choose.
    fn posted(self, carried: &TokenStream, private: &Names) -> Option<TokenStream> {
        match self {
            Self::Open => Some(quote!(true)),
            Self::Overridden | Self::Closed => None,
            Self::Carried => {
                Some(quote!({ #private::const_eval::is_open_to_posted_forms(#carried) }))
            }
        }
    }
}

/// What the policy has of all that an argument may need.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Offering {
    /// As far as anybody has to know: nothing more is wrong with a policy that is wrong.
    Everything,
    /// This. No policy has to be made in const evaluation to look at it, which costs the compiler more than
    /// all the rest.
    Seen(Offer),
    /// What const evaluation finds in the policy that the handler carries.
    Carried,
}

impl Offering {
    /// The function that compares the needs of an argument with it, and what that is told of it: `carried`
    /// is the policy that the handler carries.
    fn check(self, carried: &TokenStream, private: &Names) -> Option<(Ident, TokenStream)> {
        let function = |name| Ident::new(name, Span::call_site());
        match self {
            Self::Everything | Self::Seen(Offer::ALL) => None,
            Self::Seen(offer) => {
                let Offer {
                    content_type,
                    body_content_type,
                    authorization,
                    credentials,
                    enforce,
                    origin_list,
                } = offer;
                let offer = quote!(#private::Offer {
                    content_type: #content_type,
                    body_content_type: #body_content_type,
                    authorization: #authorization,
                    credentials: #credentials,
                    enforce: #enforce,
                    origin_list: #origin_list,
                });
                Some((function("check_argument"), offer))
            }
            Self::Carried => Some((function("check_argument_of"), carried.clone())),
        }
    }

    /// True if an argument may need what is not there. Only one of them reads the body.
    fn is_wanting(self, asked: Offer, reads_body: bool) -> bool {
        let offer = match self {
            Self::Everything => return false,
            Self::Seen(offer) => offer,
            Self::Carried => Offer::NONE,
        };
        (reads_body && asked.content_type && !offer.content_type)
            || (reads_body && asked.body_content_type && !offer.body_content_type)
            || (asked.authorization && !offer.authorization)
            || (asked.credentials && !offer.credentials)
            || (asked.enforce && !offer.enforce)
            || (asked.origin_list && !offer.origin_list)
    }
}

/// One check for each argument that may need something, spanned on its type. `body` is the place of the one
/// that reads the body.
///
/// ```text
/// const _: () = ::cors_runtime::__private::const_eval::check_argument(
///     Offer { content_type: false, authorization: false, credentials: true, enforce: false, origin_list: true },
///     <::cors_runtime::__private::const_eval::Probe<Json<NewUser>>>::NEEDS,
///     "Json<NewUser>",
/// );
/// ```
pub(super) fn of_arguments(
    types: &[&Type],
    body: Option<usize>,
    asked: Offer,
    offered: Offered,
    carried: &TokenStream,
    private: &Names,
) -> TokenStream {
    let Some(asked_of) = offered.offer.check(carried, private) else {
        return TokenStream::new();
    };
    let types = types.iter().enumerate();
    let types = types.filter(|(index, _)| offered.offer.is_wanting(asked, body == Some(*index)));
    let checks = types.map(|(index, ty)| {
        let text = signature::text(ty);
        let probed = without_lifetimes(ty.to_token_stream());
        let mut needs = quote!(<#private::const_eval::Probe<#probed>>::NEEDS);
        if body != Some(index) {
            // Rocket's `Json` may be a part of the query, too.
            needs = quote!(#private::const_eval::of_no_body(#needs));
        }
        check(ty, &asked_of, &needs, &text, private)
    });
    quote!(#(#checks)*)
}

/// The same for the `format` of a route, of which it is known what it needs.
pub(super) fn of_format(
    (written, need): (&TokenStream, Need),
    offered: Offered,
    carried: &TokenStream,
    private: &Names,
) -> Option<TokenStream> {
    let asked_of = offered.offer.check(carried, private)?;
    let need = Ident::new(&format!("{need:?}"), Span::call_site());
    let needs = quote!(#private::Need::#need);
    let text = format!("format = {written}");
    Some(check(written, &asked_of, &needs, &text, private))
}

/// The warning that any site can send what the handler reads, as a statement: for its body, which is the
/// last argument.
///
/// ```text
/// let () = <::cors_runtime::__private::const_eval::Reads<Form<Order>, true>>::cors_form_enforce;
/// ```
pub(super) fn of_body(
    body: &Type,
    offered: Offered,
    carried: &TokenStream,
    private: &Names,
) -> Option<TokenStream> {
    let open = offered.forms.posted(carried, private)?;
    let warning = Ident::new("cors_form_enforce", Place::of(body).first());
    Some(quote!(let () = <#private::const_eval::Reads<#body, #open>>::#warning;))
}

/// The same for a route of Rocket, whose attribute tells which bodies reach it, by whichever method: a form
/// may say `_method=put`.
pub(super) fn of_data(
    written: &TokenStream,
    offered: Offered,
    carried: &TokenStream,
    private: &Names,
) -> Option<TokenStream> {
    match offered.forms {
        Forms::Open | Forms::Overridden => {
            let warning = Warning::FormEnforce;
            let advice = Advice::new(warning, Field::Function, None, "", None);
            Some(Warn::new(written, &advice).to_token_stream())
        }
        Forms::Closed => None,
        Forms::Carried => {
            let read = quote!(#private::const_eval::RouteData);
            let open = quote!({ #private::const_eval::is_open_to_forms(#carried) });
            // The compiler underlines the name at the end, and no span on stable covers several tokens.
            let first = written.clone().into_iter().next();
            let warning = quote!(<#private::const_eval::Reads<#read, #open>>::cors_form_enforce);
            let warning = span::over(first, warning);
            Some(quote!(const _: () = #warning;))
        }
    }
}

fn check(
    place: impl ToTokens,
    (function, offer): &(Ident, TokenStream),
    needs: &TokenStream,
    text: &str,
    private: &Names,
) -> TokenStream {
    let check = quote!(#private::const_eval::#function(#offer, #needs, #text));
    let check = span::over(place, check);
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
