//! The attribute split into its keys, so that a mistake in one hides nothing in the others.

use cors_policy::Field;
use proc_macro2::{Delimiter, Ident, Spacing, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    Expr, ExprArray, MacroDelimiter, Meta, MetaList, MetaNameValue, Path, Token,
    parse::{ParseStream, Parser},
    punctuated::Punctuated,
    token::{Bracket, Paren},
};

use super::key;
use crate::diag::Diag;

/// One key and what is written behind it.
pub(super) struct Pair {
    pub(super) key: Ident,
    pub(super) field: Field,
    /// `None` if it cannot be read, which has been said.
    pub(super) meta: Option<Meta>,
}

/// The keys, and whether there is text that belongs to none.
pub(super) fn split(tokens: TokenStream, diags: &mut Vec<Diag>) -> (Vec<Pair>, bool) {
    let mut splitter = Splitter {
        pairs: Vec::new(),
        unreadable: false,
        diags,
    };
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut chunks = tokens.split(is_comma).peekable();
    let mut end = 0;
    while let Some(chunk) = chunks.next() {
        end += chunk.len();
        match chunk {
            // Nothing behind the last comma, or nothing at all.
            [] if chunks.peek().is_none() => {}
            [] => splitter.diags.push(
                Diag::new(&tokens[end], "there is nothing before this comma")
                    .help("remove the comma"),
            ),
            chunk => splitter.pair(chunk),
        }
        end += 1;
    }
    let unreadable = splitter.unreadable || (splitter.pairs.is_empty() && !tokens.is_empty());
    (splitter.pairs, unreadable)
}

pub(super) fn is_comma(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',')
}

fn is_punct(token: Option<&TokenTree>, char: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == char)
}

fn stream(tokens: &[TokenTree]) -> TokenStream {
    tokens.iter().cloned().collect()
}

struct Splitter<'d> {
    pairs: Vec<Pair>,
    unreadable: bool,
    diags: &'d mut Vec<Diag>,
}

impl Splitter<'_> {
    fn pair(&mut self, tokens: &[TokenTree]) {
        let Some(TokenTree::Ident(first)) = tokens.first() else {
            self.diags.push(no_key(tokens));
            self.unreadable = true;
            return;
        };
        let (name, length) = name(first, tokens);
        let (written, rest) = tokens.split_at(length);
        let known = key::of(&name);
        if known.is_none() {
            self.diags.push(key::unknown(stream(written), &name));
        }
        // What was most likely meant is read on: its value may hold another mistake.
        let Some(field) = known.or_else(|| key::closest(&name)) else {
            self.unreadable = true;
            return;
        };
        if known.is_none() && self.pairs.iter().any(|pair| pair.field == field) {
            return;
        }
        let key = Ident::new(field.key(), first.span());
        let (meta, tail) = self.value(&key, field, rest, known.is_none());
        self.pairs.push(Pair { key, field, meta });
        if !tail.is_empty() {
            self.tail(field, tokens.split_at(tokens.len() - tail.len()));
        }
    }

    /// What is left behind a value: another key, whose comma is missing.
    fn tail(&mut self, field: Field, (written, tail): (&[TokenTree], &[TokenTree])) {
        if !next_key(tail) {
            self.diags.push(super::value::wrong(stream(tail), field));
            return;
        }
        let next = &tail[0];
        self.diags.push(
            Diag::new(next, format!("a comma is missing before `{next}`"))
                .note("keys are separated by commas")
                .help(format!("write `{}, {}`", stream(written), stream(tail))),
        );
        self.pair(tail);
    }

    /// What stands behind a key, and what is left over.
    fn value<'t>(
        &mut self,
        key: &Ident,
        field: Field,
        rest: &'t [TokenTree],
        corrected: bool,
    ) -> (Option<Meta>, &'t [TokenTree]) {
        let path = Path::from(key.clone());
        match rest {
            [] if corrected && !is_flag(field) => (None, &[]),
            [] => (Some(Meta::Path(path)), &[]),
            [TokenTree::Group(group), tail @ ..] if group.delimiter() == Delimiter::Parenthesis => {
                let delimiter = MacroDelimiter::Paren(Paren(group.span()));
                let list = MetaList {
                    path,
                    delimiter,
                    tokens: group.stream(),
                };
                (Some(Meta::List(list)), tail)
            }
            [TokenTree::Ident(_), ..] if is_flag(field) || next_key(rest) => {
                (Some(Meta::Path(path)), rest)
            }
            rest => {
                let (wrong_sign, value) = equals_sign(key, rest);
                let said = wrong_sign.is_some();
                let sign = wrong_sign.map(|sign| no_equals_sign(sign, field, value));
                self.diags.extend(sign);
                if value.is_empty() && !said {
                    self.diags.push(no_value(key, field));
                } else if let Some((meta, tail)) = named(path, value) {
                    return (Some(meta), tail);
                } else if !said {
                    self.diags.push(super::value::wrong(stream(value), field));
                }
                (None, &[])
            }
        }
    }
}

/// What stands in place of the sign, if it is none, and the value behind it.
fn equals_sign<'t>(key: &Ident, rest: &'t [TokenTree]) -> (Option<TokenStream>, &'t [TokenTree]) {
    let is_sign = |token: Option<&TokenTree>| matches!(token, Some(TokenTree::Punct(sign)) if matches!(sign.as_char(), '=' | ':' | '>'));
    match rest {
        [TokenTree::Punct(first), ..] if is_sign(rest.first()) => {
            let doubled = first.spacing() == Spacing::Joint && is_sign(rest.get(1));
            let (sign, value) = rest.split_at(if doubled { 2 } else { 1 });
            match (first.as_char(), doubled) {
                ('=', false) => (None, value),
                // A path: nothing behind it can be told apart.
                (':', true) => (Some(stream(sign)), &[]),
                _ => (Some(stream(sign)), value),
            }
        }
        _ => (Some(key.to_token_stream()), rest),
    }
}

/// `key = value` and what is left over, if that is the next key or nothing.
fn named(path: Path, tokens: &[TokenTree]) -> Option<(Meta, &[TokenTree])> {
    let eq_token = Token![=](tokens.first()?.span());
    let (value, length) = expression(tokens)?;
    let tail = &tokens[length..];
    let meta = MetaNameValue {
        path,
        eq_token,
        value,
    };
    (tail.is_empty() || next_key(tail)).then_some((Meta::NameValue(meta), tail))
}

fn next_key(tokens: &[TokenTree]) -> bool {
    matches!(tokens.first(), Some(TokenTree::Ident(ident)) if {
        let name = ident.to_string();
        key::of(&name).or_else(|| key::closest(&name)).is_some()
    })
}

fn is_flag(field: Field) -> bool {
    matches!(field, Field::Credentials | Field::Enforce | Field::Disabled)
}

/// The name at the start of the tokens and how many of them it takes: `max-age` takes three.
fn name(first: &Ident, tokens: &[TokenTree]) -> (String, usize) {
    let mut name = first.to_string();
    let mut length = 1;
    while is_punct(tokens.get(length), '-')
        && let Some(TokenTree::Ident(next)) = tokens.get(length + 1)
    {
        name.push('-');
        name.push_str(&next.to_string());
        length += 2;
    }
    (name, length)
}

/// The expression at the start of the tokens and how many of them it takes.
fn expression(tokens: &[TokenTree]) -> Option<(Expr, usize)> {
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
    let parser = |input: ParseStream<'_>| {
        let expression: Expr = input.parse()?;
        let rest: TokenStream = input.parse()?;
        Ok((expression, tokens.len() - rest.into_iter().count()))
    };
    parser.parse2(stream(tokens)).ok()
}

/// The entries of a list; one that is no expression stays as it was written.
fn entries(tokens: TokenStream) -> Punctuated<Expr, Token![,]> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    tokens
        .split(is_comma)
        .filter(|entry| !entry.is_empty())
        .map(|entry| syn::parse2(stream(entry)).unwrap_or_else(|_| Expr::Verbatim(stream(entry))))
        .collect()
}

fn no_key(tokens: &[TokenTree]) -> Diag {
    let span = stream(tokens);
    let help = match tokens {
        [TokenTree::Literal(literal)] if literal.to_string().starts_with('"') => {
            format!("write `origins = [{literal}]`")
        }
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::Bracket => {
            format!("write `origins = [{}]`", group.stream())
        }
        _ => format!(
            "write a key and its value: `{}`",
            key::example(Field::Origins)
        ),
    };
    Diag::new(span, "a key is missing here")
        .note("each value of a policy stands behind the key that says what it is for")
        .help(help)
}

/// What to say about a key that needs a value and stands alone.
pub(super) fn no_value(key: &Ident, field: Field) -> Diag {
    Diag::new(key, format!("`{field}` has no value"))
        .note("the policy is read while the program is compiled, so the value has to stand here")
        .help(format!("write `{}`", key::example(field)))
}

fn no_equals_sign(span: impl ToTokens, field: Field, value: &[TokenTree]) -> Diag {
    let help = if value.is_empty() {
        format!("write `{}`", key::example(field))
    } else {
        format!("write `{field} = {}`", stream(value))
    };
    Diag::new(
        span,
        format!("`{field}` and its value are not joined by `=`"),
    )
    .note("keys and values are written as `key = value`")
    .help(help)
}
