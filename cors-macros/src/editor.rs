//! The names in an attribute, for an editor to look up.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;

use crate::{
    args::{is_separator, key_of},
    crate_path::CratePath,
};

/// ```text
/// // Input:  origins = [SITES], allow(null_origin), cred
/// // Output:
/// ::cors_runtime::__private::editor! { [origins allow cred] [null_origin] }
/// ```
///
/// The compiler makes nothing of it; rust-analyzer sees a `use` of each name, and so shows what it means
/// and what else could stand there. A name that is half-typed is passed on as it is.
pub(crate) fn names(attribute: TokenStream, crate_path: &CratePath) -> TokenStream {
    let private = crate_path.private();
    let tokens: Vec<TokenTree> = attribute.into_iter().collect();
    let allowances = tokens.windows(2).filter_map(|pair| match pair {
        [TokenTree::Ident(key), TokenTree::Group(group)] if key == "allow" => Some(group.stream()),
        _ => None,
    });
    let allowances = allowances.flat_map(|stream| {
        let tokens: Vec<TokenTree> = stream.into_iter().collect();
        first_words(&tokens)
    });
    let keys = first_words(&tokens);
    quote!(#private::editor! { [#(#keys)*] [#(#allowances)*] })
}

/// The word each part between two commas begins with.
fn first_words(tokens: &[TokenTree]) -> Vec<Ident> {
    let parts = tokens.split(is_separator);
    parts
        .filter_map(|part| match part.first() {
            Some(TokenTree::Ident(word)) if is_name(&word.to_string()) => Some(word.clone()),
            _ => None,
        })
        .collect()
}

/// `crate` and `self` mean something else in a `use`. Most words are keys, and need no parser.
fn is_name(word: &str) -> bool {
    word != "crate" && (key_of(word).is_some() || syn::parse_str::<Ident>(word).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names_of(attribute: &str) -> String {
        let tokens = attribute.parse().expect("tokens");
        let names = names(tokens, &CratePath::default()).to_string();
        names.replace(":: cors_runtime :: __private :: editor ! ", "")
    }

    #[test]
    fn every_key_and_every_opt_out_is_looked_up() {
        assert_eq!(
            names_of(
                r#"origins = ["https://a.example"], credentials, allow(null_origin, public_suffixes), max_age = 5"#
            ),
            "{ [origins credentials allow max_age] [null_origin public_suffixes] }"
        );
    }

    #[test]
    fn what_is_half_typed_is_looked_up_and_hides_nothing() {
        for (attribute, names) in [
            ("", "{ [] [] }"),
            ("ori", "{ [ori] [] }"),
            ("origins = , cred", "{ [origins cred] [] }"),
            (", , max", "{ [max] [] }"),
            ("allow(nul), enf", "{ [allow enf] [nul] }"),
            ("crate = ::other, origins", "{ [origins] [] }"),
            ("\"*\", 5, = credentials, enforce", "{ [enforce] [] }"),
        ] {
            assert_eq!(names_of(attribute), names, "{attribute}");
        }
    }
}
