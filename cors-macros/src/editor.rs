//! The names in an attribute, for completion and hover in rust-analyzer.

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
/// For the compiler this expands to nothing. For rust-analyzer it is a `use` of each name, so the editor shows its docs
/// and completes a name that is only begun.
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

/// The first word of each part between two commas.
fn first_words(tokens: &[TokenTree]) -> Vec<Ident> {
    let parts = tokens.split(is_separator);
    parts
        .filter_map(|part| match part.first() {
            Some(TokenTree::Ident(word)) if is_name(&word.to_string()) => Some(word.clone()),
            _ => None,
        })
        .collect()
}

/// True if a `use` can name this word: `crate` and `self` mean something else there. The parser, which is slow, only
/// sees words that are not keys.
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
    fn keys_and_opt_outs_are_named() {
        assert_eq!(
            names_of(
                r#"origins = ["https://a.example"], credentials, allow(null_origin, public_suffixes), max_age = 5"#
            ),
            "{ [origins credentials allow max_age] [null_origin public_suffixes] }"
        );
    }

    #[test]
    fn incomplete_attribute_is_named_as_far_as_it_goes() {
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
