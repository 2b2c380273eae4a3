//! Spans that make errors in generated code point at the user's code.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{PathArguments, Token, Type, spanned::Spanned};

/// The first and last span of some tokens. Spans cannot be joined on stable Rust, but the compiler underlines a path from
/// its first token to its last.
#[derive(Clone, Copy)]
pub(super) struct SpanRange {
    first: Span,
    last: Span,
}

impl SpanRange {
    pub(super) fn at(span: Span) -> Self {
        Self {
            first: span,
            last: span,
        }
    }

    pub(super) fn of(ty: &Type) -> Self {
        // The common case, without the cost of converting the type to tokens.
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

    /// `None` for no tokens.
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

    /// The first name and the last bracket of a path that ends in `<…>`. The tokens between them may have any span.
    ///
    /// Not for declarations: lints for hand-written code would check them, and a variable would be invisible to the other
    /// generated tokens.
    pub(super) fn path(self, mut name: Ident) -> (Ident, Token![>]) {
        name.set_span(self.first);
        (name, Token![>](self.last))
    }
}

/// Spans `tokens` so that an error about them underlines all of `target`.
///
/// Not for declarations: lints for hand-written code would check them, and a variable would be invisible to the other
/// generated tokens.
pub(super) fn over(target: impl ToTokens, tokens: TokenStream) -> TokenStream {
    let Some(SpanRange { first, last: end }) = SpanRange::around(target) else {
        return tokens;
    };
    let mut spanned: Vec<TokenTree> = map_spans(tokens, &|_| first).into_iter().collect();
    if let Some(last) = spanned.last_mut() {
        last.set_span(end);
    }
    spanned.into_iter().collect()
}

/// Marks `tokens` as generated, at their own place: no lint checks them again.
pub(super) fn generated_at(tokens: impl ToTokens) -> TokenStream {
    map_spans(tokens.into_token_stream(), &|span| {
        Span::call_site().located_at(span)
    })
}

fn map_spans(tokens: TokenStream, span: &dyn Fn(Span) -> Span) -> TokenStream {
    tokens
        .into_iter()
        .map(|token| match token {
            TokenTree::Group(group) => {
                let mut moved = Group::new(group.delimiter(), map_spans(group.stream(), span));
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
