//! The item below the attribute.

use cors_rules::{Field, Lint};
use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{
    Attribute, Signature, Token, Visibility,
    parse::{Parse, ParseStream},
    token,
};

use crate::diag::Diag;

/// The item under the attribute.
pub(crate) enum Item {
    Function(Box<Function>),
    /// An item that cannot have a policy.
    Refused(Diag),
}

/// A function. Its body is not parsed, since it may be incomplete while the user is typing.
pub(crate) struct Function {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) sig: Signature,
    pub(crate) body: Group,
}

impl ToTokens for Function {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self {
            attrs,
            vis,
            sig,
            body,
        } = self;
        tokens.extend(quote!(#(#attrs)* #vis #sig #body));
    }
}

impl Item {
    pub(crate) fn read(tokens: TokenStream) -> Self {
        match syn::parse2(tokens) {
            Ok(item) => item,
            Err(error) => {
                let place = quote_spanned!(error.span()=> item);
                Self::Refused(Diag::new(place, error.to_string()))
            }
        }
    }
}

impl Parse for Item {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        if !is_function(input) {
            let rest: TokenStream = input.parse()?;
            let keywords = rest.into_iter().take(2).collect::<Vec<_>>();
            let diag = Diag::lint(keywords.first(), Lint::NotAHandler, Field::Function, "");
            return Ok(Self::Refused(if is_impl(&keywords) {
                diag.help("move the handlers out of the `impl` block, and put `#[cors]` on each")
            } else {
                diag
            }));
        }
        let sig: Signature = input.parse()?;
        if !input.peek(token::Brace) {
            let _: TokenStream = input.parse()?;
            return Ok(Self::Refused(Diag::lint(
                sig.fn_token,
                Lint::NotAHandler,
                Field::Function,
                "",
            )));
        }
        let TokenTree::Group(body) = input.parse()? else {
            return Err(input.error("expected the body of the function"));
        };
        Ok(Self::Function(Box::new(Function {
            attrs,
            vis,
            sig,
            body,
        })))
    }
}

fn is_impl(keywords: &[TokenTree]) -> bool {
    let is = |index: usize, word: &str| matches!(keywords.get(index), Some(TokenTree::Ident(ident)) if ident == word);
    is(0, "impl") || (is(0, "unsafe") && is(1, "impl"))
}

/// True if `fn` follows, after any of its qualifiers.
fn is_function(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    loop {
        if ahead.peek(Token![fn]) {
            return true;
        }
        let qualifier = ahead.peek(Token![const])
            || ahead.peek(Token![async])
            || ahead.peek(Token![unsafe])
            || ahead.peek(Token![safe])
            || ahead.peek(Token![extern])
            || ahead.peek(syn::LitStr);
        if !qualifier || ahead.parse::<TokenTree>().is_err() {
            return false;
        }
    }
}
