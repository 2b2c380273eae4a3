//! Spans that make an error in the written items point at what the user wrote.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{PathArguments, Token, Type, spanned::Spanned};

/// Where something of the user's begins and ends. No span on stable covers several tokens, but the
/// compiler underlines all from the first token of a path to its last.
#[derive(Clone, Copy)]
pub(super) struct Place {
    first: Span,
    last: Span,
}

impl Place {
    pub(super) fn at(span: Span) -> Self {
        Self {
            first: span,
            last: span,
        }
    }

    pub(super) fn of(ty: &Type) -> Self {
        // What most types are: to take it apart into tokens would cost more than to write a bound.
        if let Type::Path(ty) = ty
            && ty.qself.is_none()
            && let Some(segment) = ty.path.segments.last()
            && let Some(last) = match &segment.arguments {
                PathArguments::None => Some(segment.ident.span()),
                PathArguments::AngleBracketed(arguments) => Some(arguments.gt_token.span),
                PathArguments::Parenthesized(_) => None,
            }
        {
            let first = match &ty.path.leading_colon {
                Some(colons) => colons.spans[0],
                None => ty.path.segments[0].ident.span(),
            };
            return Self { first, last };
        }
        Self::around(ty).unwrap_or_else(|| Self::at(ty.span()))
    }

    /// None around no tokens.
    fn around(tokens: impl ToTokens) -> Option<Self> {
        let tokens: Vec<TokenTree> = tokens.into_token_stream().into_iter().collect();
        Some(Self {
            first: tokens.first()?.span(),
            last: end_of(tokens.last()?),
        })
    }

    pub(super) fn first(self) -> Span {
        self.first
    }

    /// A path that ends in `<…>`, as its first name and its last bracket: what stands between them may
    /// be anywhere.
    ///
    /// Not for what declares an item or a variable: lints for hand-written code would judge it, and a
    /// variable would be invisible from the other tokens of the macro.
    pub(super) fn path(self, mut name: Ident) -> (Ident, Token![>]) {
        name.set_span(self.first);
        (name, Token![>](self.last))
    }
}

/// `tokens` placed so that an error about them underlines all of `place`, and nothing else.
///
/// Not for what declares an item or a variable: lints for hand-written code would judge it, and a
/// variable would be invisible from the other tokens of the macro.
pub(super) fn over(place: impl ToTokens, tokens: TokenStream) -> TokenStream {
    let Some(Place { first, last: end }) = Place::around(place) else {
        return tokens;
    };
    let mut placed: Vec<TokenTree> = each(tokens, &|_| first).into_iter().collect();
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
