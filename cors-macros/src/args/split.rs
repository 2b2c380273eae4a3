//! Splits the attribute at its keys, so that a mistake in one does not hide those in others.

use cors_rules::{Field, Lint, check_method};
use proc_macro2::{Delimiter, Ident, Spacing, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{LitStr, MacroDelimiter, Meta, MetaList, MetaNameValue, Path, Token, token::Paren};

use super::{
    key::{self, MisspelledKey},
    syntax::{expression, is_comma, is_list, is_punct, is_separator, stream},
    wrong_value::{no_value, wrong},
};
use crate::diag::Diag;

/// A key and its value.
pub(super) struct Pair {
    pub(super) key: Ident,
    /// The tokens of the key, possibly misspelled.
    pub(super) written: TokenStream,
    pub(super) field: Field,
    /// `None` if the value is invalid, which has been reported.
    pub(super) meta: Option<Meta>,
}

/// The attribute as a sequence of keys.
#[derive(Default)]
pub(super) struct Split {
    pub(super) pairs: Vec<Pair>,
    pub(super) misspelt: Vec<MisspelledKey>,
    /// True if some text belongs to no key.
    pub(super) unreadable: bool,
}

/// Splits the attribute at its commas.
pub(super) fn split(tokens: TokenStream, diags: &mut Vec<Diag>) -> Split {
    let mut splitter = Splitter {
        split: Split::default(),
        diags,
    };
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut rest = &tokens[..];
    while !rest.is_empty() {
        let (chunk, tail) = rest.split_at(chunk_length(rest));
        let separator = tail.first();
        rest = tail.get(1..).unwrap_or_default();
        match separator {
            Some(separator) if chunk.is_empty() => splitter.diags.push(
                Diag::new(separator, "there is nothing before this comma")
                    .note("keys are separated by one comma each")
                    .help("remove the comma"),
            ),
            Some(separator) => {
                splitter.pair(chunk);
                if !is_comma(separator) {
                    splitter.diags.push(semicolon(separator, rest));
                }
            }
            None => splitter.pair(chunk),
        }
    }
    let mut split = splitter.split;
    split.unreadable |= split.pairs.is_empty() && !tokens.is_empty();
    split
}

/// The number of tokens that belong to the next key. A list without brackets has commas of its own.
fn chunk_length(tokens: &[TokenTree]) -> usize {
    let next = |from: usize| {
        let length = tokens[from..].iter().position(is_separator);
        length.map_or(tokens.len(), |length| from + length)
    };
    let mut end = next(0);
    let Some(field) = unbracketed_list(&tokens[..end]) else {
        return end;
    };
    while let Some(start) = (end < tokens.len()).then_some(end + 1)
        && let [entry] = &tokens[start..next(start)]
        && is_entry(entry, field)
    {
        end = next(start);
    }
    end
}

/// The key of a list that begins without its bracket.
fn unbracketed_list(chunk: &[TokenTree]) -> Option<Field> {
    let [TokenTree::Ident(first), ..] = chunk else {
        return None;
    };
    let (name, length) = name(first, chunk);
    let field = key::of(&name).or_else(|| key::closest(&name))?;
    let [sign, entry] = &chunk[length..] else {
        return None;
    };
    (is_list(field) && is_punct(Some(sign), '=') && is_entry(entry, field)).then_some(field)
}

fn is_entry(token: &TokenTree, field: Field) -> bool {
    match token {
        TokenTree::Literal(literal) => syn::parse_str::<LitStr>(&literal.to_string()).is_ok(),
        TokenTree::Ident(method) => {
            let method = method.to_string();
            let upper = method.to_ascii_uppercase() == method;
            let is_method = upper || check_method(&method) == Err(Lint::MethodWrongCase);
            field == Field::Methods && is_method
        }
        _ => false,
    }
}

fn semicolon(separator: &TokenTree, rest: &[TokenTree]) -> Diag {
    match rest.first() {
        Some(next) => Diag::new(separator, format!("a comma is missing before `{next}`"))
            .note("keys are separated by commas")
            .help(format!("write `, {next}` in place of `{separator} {next}`")),
        None => Diag::new(separator, format!("a policy does not end in `{separator}`"))
            .note("keys are separated by commas")
            .help(format!("remove the `{separator}`")),
    }
}

struct Splitter<'d> {
    split: Split,
    diags: &'d mut Vec<Diag>,
}

impl Splitter<'_> {
    fn pair(&mut self, tokens: &[TokenTree]) {
        let Some(TokenTree::Ident(first)) = tokens.first() else {
            self.diags.push(no_key(tokens));
            self.split.unreadable = true;
            return;
        };
        let (name, length) = name(first, tokens);
        let (written, rest) = tokens.split_at(length);
        let known = key::of(&name);
        // A misspelled key is parsed on, since its value may have another mistake.
        let Some(field) = known.or_else(|| key::closest(&name)) else {
            self.diags.push(key::unknown(stream(written), &name));
            self.split.unreadable = true;
            return;
        };
        let is_repeated = self.split.pairs.iter().any(|pair| pair.field == field);
        if known.is_none() && !is_repeated {
            self.split.misspelt.push(MisspelledKey {
                field,
                name,
                tokens: stream(written),
                alone: rest.is_empty() && !is_flag(field),
            });
        }
        let key = Ident::new(field.key(), first.span());
        let (meta, tail) = self.value(&key, field, rest, known.is_none());
        self.split.pairs.push(Pair {
            key,
            written: stream(written),
            field,
            meta,
        });
        if !tail.is_empty() {
            self.tail(field, tokens.split_at(tokens.len() - tail.len()));
        }
    }

    /// Reports tokens left after a value: usually another key without its comma.
    fn tail(&mut self, field: Field, (written, tail): (&[TokenTree], &[TokenTree])) {
        if !next_key(tail) {
            self.diags.push(wrong(stream(tail), field));
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

    /// Parses the value of a key, and returns the tokens left over.
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
                let reported = wrong_sign.is_some();
                let sign = wrong_sign.map(|sign| no_equals_sign(sign, field, value));
                self.diags.extend(sign);
                if value.is_empty() && !reported {
                    self.diags.push(no_value(key, field));
                } else if let Some((meta, tail)) = named(path, value) {
                    return (Some(meta), tail);
                } else if !reported {
                    self.diags.push(wrong(stream(value), field));
                }
                (None, &[])
            }
        }
    }
}

/// The tokens in place of `=`, if they are wrong, and the value after them.
fn equals_sign<'t>(key: &Ident, rest: &'t [TokenTree]) -> (Option<TokenStream>, &'t [TokenTree]) {
    let is_sign = |token: Option<&TokenTree>| matches!(token, Some(TokenTree::Punct(sign)) if matches!(sign.as_char(), '=' | ':' | '>'));
    match rest {
        [TokenTree::Punct(first), ..] if is_sign(rest.first()) => {
            let doubled = first.spacing() == Spacing::Joint && is_sign(rest.get(1));
            let (sign, value) = rest.split_at(if doubled { 2 } else { 1 });
            match (first.as_char(), doubled) {
                ('=', false) => (None, value),
                // A path, whose end is unclear.
                (':', true) => (Some(stream(sign)), &[]),
                _ => (Some(stream(sign)), value),
            }
        }
        _ => (Some(key.to_token_stream()), rest),
    }
}

/// `key = value` and the tokens left over, if these are the next key or none.
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
    matches!(tokens.first(), Some(TokenTree::Ident(ident)) if is_key(&ident.to_string()))
}

/// True for the name of a key, also a misspelled one.
fn is_key(name: &str) -> bool {
    [key::of, key::closest, key::negated]
        .iter()
        .any(|key| key(name).is_some())
}

fn is_flag(field: Field) -> bool {
    matches!(field, Field::Credentials | Field::Enforce | Field::Disabled)
}

/// The name at the start of the tokens, and its length in tokens: `max-age` has three.
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
        .note("each value follows its key and `=`")
        .help(help)
}

fn no_equals_sign(span: impl ToTokens, field: Field, value: &[TokenTree]) -> Diag {
    let help = if value.is_empty() {
        format!("write `{}`", key::example(field))
    } else {
        format!("write `{field} = {}`", stream(value))
    };
    Diag::new(
        span,
        format!("expected `=` between `{field}` and its value"),
    )
    .note("keys and values are written as `key = value`")
    .help(help)
}
