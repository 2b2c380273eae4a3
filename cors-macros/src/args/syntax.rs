//! The grammar of values: separators, entries, names of constants.

use cors_rules::{Field, is_known_method};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::{
    Expr, ExprArray, ExprLit, Lit, Path, Token,
    parse::{ParseStream, Parser},
    punctuated::Punctuated,
    token::Bracket,
};

/// True if the value of the key is a list.
pub(super) const fn is_list(field: Field) -> bool {
    matches!(
        field,
        Field::Origins | Field::DevOrigins | Field::Methods | Field::Headers | Field::ExposeHeaders
    )
}

/// True if a path in a list of this key names a constant. Among `methods`, a known method is not a constant.
pub(super) fn is_constant_of(field: Field, path: &Path) -> bool {
    let method = path.get_ident().filter(|_| field == Field::Methods);
    is_constant(path) && !method.is_some_and(|word| is_known_method(&word.to_string()))
}

/// True if a path has the form of a constant's name.
pub(super) fn is_constant(path: &Path) -> bool {
    let Some(last) = path.segments.last() else {
        return false;
    };
    let name = last.ident.to_string();
    last.arguments.is_none()
        && name.contains(|letter: char| letter.is_ascii_uppercase())
        && name.to_ascii_uppercase() == name
}

/// The expression without the invisible group that `macro_rules!` puts around its arguments.
pub(super) fn ungrouped(mut expression: &Expr) -> &Expr {
    while let Expr::Group(group) = expression {
        expression = &group.expr;
    }
    expression
}

/// True for a comma, and for the semicolon that is a common mistake.
pub(crate) fn is_separator(token: &TokenTree) -> bool {
    is_comma(token) || is_punct(Some(token), ';')
}

pub(super) fn is_comma(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',')
}

pub(super) fn is_punct(token: Option<&TokenTree>, char: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == char)
}

/// Collects tokens.
pub(super) fn stream(tokens: &[TokenTree]) -> TokenStream {
    tokens.iter().cloned().collect()
}

/// The expression at the start of the tokens, and its length in tokens.
pub(super) fn expression(tokens: &[TokenTree]) -> Option<(Expr, usize)> {
    if let Some(TokenTree::Group(group)) = tokens.first()
        && group.delimiter() == Delimiter::Bracket
    {
        let array = Expr::Array(ExprArray {
            attrs: Vec::new(),
            bracket_token: Bracket(group.span()),
            elems: entries(group.stream()),
        });
        return Some((array, 1));
    }
    if let Some(literal) = literal(tokens) {
        return Some((literal, 1));
    }
    if tokens.iter().any(is_separator) || matches!(tokens, [star] if is_punct(Some(star), '*')) {
        return Some((Expr::Verbatim(stream(tokens)), tokens.len()));
    }
    let parser = |input: ParseStream<'_>| {
        let expression: Expr = input.parse()?;
        let rest: TokenStream = input.parse()?;
        Ok((expression, tokens.len() - rest.into_iter().count()))
    };
    parser.parse2(stream(tokens)).ok()
}

/// The entries of a list. An entry that is not an expression is kept verbatim.
fn entries(tokens: TokenStream) -> Punctuated<Expr, Token![,]> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    tokens
        .split(is_comma)
        .filter(|entry| !entry.is_empty())
        .map(|entry| {
            literal(entry)
                .or_else(|| syn::parse2(stream(entry)).ok())
                .unwrap_or_else(|| Expr::Verbatim(stream(entry)))
        })
        .collect()
}

/// A single literal. Most values are one, and this avoids the parser: macros run unoptimised.
fn literal(tokens: &[TokenTree]) -> Option<Expr> {
    let [TokenTree::Literal(literal)] = tokens else {
        return None;
    };
    Some(Expr::Lit(ExprLit {
        attrs: Vec::new(),
        lit: Lit::new(literal.clone()),
    }))
}
