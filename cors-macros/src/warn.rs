//! What the macros say of what may be wrong, and may be meant.

use cors_rules::Advice;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

/// One warning at the tokens it is about.
///
/// Nothing but an error can be said on stable Rust, except by a lint: so a constant is deprecated with the text,
/// and used where the tokens are. Its name is that of the opt-out, since the compiler shows it.
#[derive(Clone, Debug)]
pub(crate) struct Warn {
    place: TokenStream,
    name: String,
    text: String,
}

impl Warn {
    pub(crate) fn new(place: impl ToTokens, advice: &Advice) -> Self {
        Self {
            place: place.into_token_stream(),
            name: format!("cors_{}", advice.warning().allowance()),
            text: format!(
                "{}\n= note: {}\n= help: {}\n= help: see {}",
                advice.headline(),
                advice.note(),
                advice.help(),
                advice.warning().address()
            ),
        }
    }
}

impl ToTokens for Warn {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { place, name, text } = self;
        let first = place.clone().into_iter().next();
        let place = first.map_or_else(Span::call_site, |token| token.span());
        let defined = Ident::new(name, Span::call_site());
        let used = Ident::new(name, place);
        tokens.extend(quote! {
            const _: () = {
                #[allow(non_upper_case_globals)]
                #[deprecated(note = #text)]
                const #defined: () = ();
                #used
            };
        });
    }
}
