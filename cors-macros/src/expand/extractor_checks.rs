//! Checks that the policy permits what the extractors of the handler need. The checks run in const evaluation,
//! because types are known there.

use cors_rules::{Field, Lint, Need, Offer};
use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::Type;

use super::span::{self, SpanRange};
use crate::{crate_path::PathTokens, diag::Diag, signature};

/// The facts about a policy that extractors are compared with.
#[derive(Clone, Debug)]
pub(crate) struct PolicyFacts {
    pub(crate) offers: Offers,
    pub(crate) forms: FormAccess,
}

impl PolicyFacts {
    /// For a policy with a mistake, about which nothing else is reported.
    pub(crate) const EVERYTHING: Self = Self {
        offers: Offers::Everything,
        forms: FormAccess::Closed,
    };
    /// For `disabled`, which has no list of origins.
    pub(crate) const DISABLED: Self = Self {
        offers: Offers::Known(
            Offer {
                origin_list: false,
                ..Offer::ALL
            },
            String::new(),
        ),
        forms: FormAccess::Closed,
    };
    /// For a policy that is known in const evaluation only.
    pub(crate) const CONST_EVAL: Self = Self {
        offers: Offers::ConstEval,
        forms: FormAccess::ConstEval,
    };
}

/// The access that forms of other sites have to the handler, with the user's cookies.
#[derive(Clone, Copy, Debug)]
pub(crate) enum FormAccess {
    Open,
    /// Only by Rocket's `_method=put`: the `methods` do not have `POST`.
    Overridden,
    Closed,
    /// Known in const evaluation.
    ConstEval,
}

impl FormAccess {
    /// The expression for a route whose method a form cannot choose.
    fn posted(self, carried: &TokenStream, private: &PathTokens) -> Option<TokenStream> {
        match self {
            Self::Open => Some(quote!(true)),
            Self::Overridden | Self::Closed => None,
            Self::ConstEval => {
                Some(quote!({ #private::const_eval::is_open_to_posted_forms(#carried) }))
            }
        }
    }
}

/// The needs of extractors that the policy meets.
#[derive(Clone, Debug)]
pub(crate) enum Offers {
    /// All of them: nothing is reported.
    Everything,
    /// Known to the macro, with the request headers that the policy grants. This saves making the policy in const
    /// evaluation, the largest cost for the compiler.
    Known(Offer, String),
    /// Known in const evaluation, from the policy of the handler.
    ConstEval,
}

impl Offers {
    /// The value of `HandlerNeeds` for these arguments. `carried` is the expression for the policy of the handler.
    fn needs(
        &self,
        arguments: &TokenStream,
        carried: &TokenStream,
        private: &PathTokens,
    ) -> Option<TokenStream> {
        match self {
            Self::Everything | Self::Known(Offer::ALL, _) => None,
            Self::Known(offer, headers) => {
                let Offer {
                    content_type,
                    body_content_type,
                    authorization,
                    credentials,
                    enforce,
                    origin_list,
                } = *offer;
                let offer = quote!(#private::Offer {
                    content_type: #content_type,
                    body_content_type: #body_content_type,
                    authorization: #authorization,
                    credentials: #credentials,
                    enforce: #enforce,
                    origin_list: #origin_list,
                });
                Some(quote!(#private::const_eval::HandlerNeeds::new(#offer, #headers, #arguments)))
            }
            Self::ConstEval => {
                Some(quote!(#private::const_eval::HandlerNeeds::of(#carried, #arguments)))
            }
        }
    }

    /// True if an argument may have a need that the policy does not meet. Only one argument reads the body.
    fn is_wanting(&self, reads_body: bool) -> bool {
        match self {
            Self::Everything => false,
            Self::Known(offer, _) if reads_body => *offer != Offer::ALL,
            Self::Known(offer, _) => {
                let Offer {
                    content_type: _,
                    body_content_type: _,
                    authorization,
                    credentials,
                    enforce,
                    origin_list,
                } = *offer;
                !(authorization && credentials && enforce && origin_list)
            }
            Self::ConstEval => true,
        }
    }
}

/// A check for each argument with possible needs, spanned on its type. `body` is the index of the argument that reads the
/// body, and `format` that of a route, whose need is known.
///
/// ```text
/// const __CORS_NEEDS: HandlerNeeds = HandlerNeeds::new(
///     Offer { content_type: false, authorization: false, credentials: true, enforce: false, origin_list: true },
///     "x-trace",
///     &[(<::cors_runtime::__private::const_eval::ExtractorType<Json<NewUser>>>::NEEDS, true)],
/// );
/// const _: () = __CORS_NEEDS.check(0, "Json<NewUser>");
/// ```
pub(super) fn of_arguments(
    types: &[&Type],
    body: Option<usize>,
    format: Option<(&TokenStream, Need)>,
    facts: &PolicyFacts,
    carried: &TokenStream,
    private: &PathTokens,
) -> TokenStream {
    let types = types
        .iter()
        .enumerate()
        .map(|(index, ty)| (body == Some(index), ty));
    let types = types.filter(|(reads_body, _)| facts.offers.is_wanting(*reads_body));
    let mut checked: Vec<_> = types
        .map(|(reads_body, ty)| {
            let probed = without_lifetimes(ty.to_token_stream());
            let needs = quote!(<#private::const_eval::ExtractorType<#probed>>::NEEDS);
            (ty.to_token_stream(), signature::text(ty), needs, reads_body)
        })
        .collect();
    checked.extend(format.map(|(written, need)| {
        let need = Ident::new(&format!("{need:?}"), Span::call_site());
        let needs = quote!(&[#private::Need::#need]);
        (written.clone(), format!("format = {written}"), needs, true)
    }));
    let arguments = checked.iter().map(|(tokens, _, needs, reads_body)| {
        let needs = span::over(tokens, needs.clone());
        quote!((#needs, #reads_body))
    });
    let arguments = quote!(&[#(#arguments),*]);
    let needs = facts.offers.needs(&arguments, carried, private);
    let Some(needs) = needs.filter(|_| !checked.is_empty()) else {
        return TokenStream::new();
    };
    let checks = checked
        .iter()
        .enumerate()
        .map(|(index, (tokens, text, ..))| {
            let check = span::over(tokens, quote!(__CORS_NEEDS.check(#index, #text)));
            quote!(const _: () = #check;)
        });
    quote! {
        const __CORS_NEEDS: #private::const_eval::HandlerNeeds = #needs;
        #(#checks)*
    }
}

/// A statement that warns if forms of other sites can send the body, which is the last argument.
///
/// ```text
/// let () = <::cors_runtime::__private::const_eval::RequestBody<Form<Order>, true>>::cors_form_enforce;
/// ```
pub(super) fn of_body(
    body: &Type,
    facts: &PolicyFacts,
    carried: &TokenStream,
    private: &PathTokens,
) -> Option<TokenStream> {
    let open = facts.forms.posted(carried, private)?;
    let warning = Ident::new("cors_form_enforce", SpanRange::of(body).first());
    Some(quote!(let () = <#private::const_eval::RequestBody<#body, #open>>::#warning;))
}

/// The same for the `data` of a Rocket route, for each method, since a form may have `_method=put`.
pub(super) fn of_data(
    written: &TokenStream,
    facts: &PolicyFacts,
    carried: &TokenStream,
    private: &PathTokens,
) -> Option<TokenStream> {
    match facts.forms {
        FormAccess::Open | FormAccess::Overridden => {
            let diag = Diag::lint(written, Lint::FormEnforce, Field::Function, "");
            Some(diag.to_token_stream())
        }
        FormAccess::Closed => None,
        FormAccess::ConstEval => {
            let read = quote!(#private::const_eval::RouteData);
            let open = quote!({ #private::const_eval::is_open_to_forms(#carried) });
            // The compiler underlines the last name, and spans of several tokens need nightly.
            let first = written.clone().into_iter().next();
            let warning =
                quote!(<#private::const_eval::RequestBody<#read, #open>>::cors_form_enforce);
            let warning = span::over(first, warning);
            Some(quote!(const _: () = #warning;))
        }
    }
}

/// The type with `'_` for each lifetime: a constant cannot name those of the function.
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
