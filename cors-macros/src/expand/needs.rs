//! What the arguments of a handler tell of its policy. Only the compiler knows their types, so it is asked.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::Type;

use super::place;

/// One check for each argument, spanned on its type.
///
/// ```text
/// const _: () = {
///     use ::cors_runtime::__private::constant::OfAnyType as _;
///     ::cors_runtime::__private::constant::check_argument(
///         POLICY,
///         <::cors_runtime::__private::constant::Probe<Json<NewUser>>>::NEEDS,
///         "Json<NewUser>",
///     );
/// };
/// ```
pub(super) fn of_arguments<'t>(
    types: impl Iterator<Item = &'t Type>,
    policy: &TokenStream,
    private: &TokenStream,
) -> TokenStream {
    let checks = types.map(|ty| {
        let text = text_of(ty);
        let probed = without_lifetimes(ty.to_token_stream());
        let needs = quote!(<#private::constant::Probe<#probed>>::NEEDS);
        check(ty, policy, &needs, &text, private)
    });
    quote!(#(#checks)*)
}

/// The same for something that is written elsewhere, of which it is known what it needs.
pub(super) fn of_content_type(
    written: &TokenStream,
    policy: &TokenStream,
    private: &TokenStream,
) -> TokenStream {
    let needs = quote!(#private::constant::Needs::ContentType);
    let text = format!("format = {written}");
    check(written, policy, &needs, &text, private)
}

fn check(
    place: impl ToTokens,
    policy: &TokenStream,
    needs: &TokenStream,
    text: &str,
    private: &TokenStream,
) -> TokenStream {
    let check = quote!(#private::constant::check_argument(#policy, #needs, #text));
    let check = place::over(place, check);
    quote! {
        const _: () = {
            #[allow(unused_imports)]
            use #private::constant::OfAnyType as _;
            #check
        };
    }
}

/// The type as people write it: with blanks between words and behind commas.
fn text_of(ty: &Type) -> String {
    let written = ty.to_token_stream().to_string();
    let mut text = String::new();
    let mut rest = written.chars().peekable();
    while let Some(letter) = rest.next() {
        let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
        let before = text.chars().next_back();
        let between_words =
            before.is_some_and(is_word) && rest.peek().is_some_and(|&next| is_word(next));
        if letter != ' ' || before == Some(',') || between_words {
            text.push(letter);
        }
    }
    text
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
