//! Spans that make an error in the written items point at what the user wrote.

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::ToTokens;

/// `tokens` placed so that an error about them underlines all of `place`, and nothing else.
///
/// Not for what declares an item or a variable: lints for hand-written code would judge it, and a
/// variable would be invisible from the other tokens of the macro.
pub(super) fn over(place: impl ToTokens, tokens: TokenStream) -> TokenStream {
    let place: Vec<TokenTree> = place.into_token_stream().into_iter().collect();
    let (Some(first), Some(last)) = (place.first(), place.last()) else {
        return tokens;
    };
    let (start, end) = (first.span(), end_of(last));
    let mut placed: Vec<TokenTree> = each(tokens, &|_| start).into_iter().collect();
    if let Some(last) = placed.last_mut() {
        last.set_span(end);
    }
    placed.into_iter().collect()
}

/// `tokens` where they are, but belonging to the attribute: no lint judges them again.
pub(super) fn again(tokens: impl ToTokens) -> TokenStream {
    each(tokens.into_token_stream(), &|span| {
        Span::call_site().located_at(span)
    })
}

fn each(tokens: TokenStream, span: &dyn Fn(Span) -> Span) -> TokenStream {
    tokens
        .into_iter()
        .map(|token| match token {
            TokenTree::Group(group) => {
                let mut moved = Group::new(group.delimiter(), each(group.stream(), span));
                moved.set_span(span(group.span()));
                moved.into()
            }
            mut token => {
                token.set_span(span(token.span()));
                token
            }
        })
        .collect()
}

fn end_of(token: &TokenTree) -> Span {
    match token {
        TokenTree::Group(group) => group.span_close(),
        token => token.span(),
    }
}
