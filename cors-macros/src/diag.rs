//! The diagnostics of the macros.

use cors_rules::{Allowance, Field, Finding, Level, Lint};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

/// One error or warning: what is wrong, why it matters, and what to write. The level is that of its lint.
#[derive(Clone, Debug)]
pub(crate) struct Diag {
    /// The tokens to underline; none for the whole attribute.
    span: TokenStream,
    headline: String,
    note: Option<String>,
    help: Option<String>,
    /// The lint whose section is linked; none for a mistake of syntax.
    lint: Option<Lint>,
}

impl Diag {
    pub(crate) fn new(span: impl ToTokens, headline: impl Into<String>) -> Self {
        Self {
            span: span.into_token_stream(),
            headline: headline.into(),
            note: None,
            help: None,
            lint: None,
        }
    }

    pub(crate) fn headline(mut self, headline: impl Into<String>) -> Self {
        self.headline = headline.into();
        self
    }

    pub(crate) fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Sets the lint of a diagnostic with a text of its own.
    pub(crate) fn see(mut self, lint: Lint) -> Self {
        self.lint = Some(lint);
        self
    }

    /// A finding at its tokens.
    pub(crate) fn finding(span: impl ToTokens, finding: &Finding) -> Self {
        Self::new(span, finding.headline())
            .note(finding.note())
            .help(finding.help())
            .see(finding.lint())
    }

    /// A lint on the attribute or the function under it, which only the macro can check.
    pub(crate) fn lint(
        span: impl ToTokens,
        lint: Lint,
        field: Field,
        entry: impl Into<String>,
    ) -> Self {
        Self::finding(span, &Finding::new(lint, field, None, entry, None))
    }

    /// A lint with a correction.
    pub(crate) fn lint_with(
        span: impl ToTokens,
        lint: Lint,
        field: Field,
        entry: impl Into<String>,
        correction: impl Into<String>,
    ) -> Self {
        Self::finding(
            span,
            &Finding::new(lint, field, None, entry, Some(correction.into())),
        )
    }

    /// The line and column of the first token, to report diagnostics in the order of the source.
    pub(crate) fn position(&self) -> (usize, usize) {
        let first = self.span.clone().into_iter().next();
        match first {
            // Spans have no position in unit tests, which run outside of the compiler.
            Some(first) if proc_macro::is_available() => {
                let place = first.span().unwrap();
                (place.line(), place.column())
            }
            _ => (0, 0),
        }
    }

    fn message(&self) -> String {
        let mut message = self.headline.clone();
        for (word, text) in [("note", &self.note), ("help", &self.help)] {
            if let Some(text) = text {
                message.extend(["\n= ", word, ": ", text]);
            }
        }
        if let Some(lint) = self.lint {
            message.extend(["\n= help: see ", lint.address()]);
        }
        message
    }
}

impl ToTokens for Diag {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let message = self.message();
        let warning = self.lint.filter(|lint| lint.level() == Level::Warn);
        match warning.and_then(Lint::allowance) {
            Some(allowance) => tokens.extend(warning_of(&self.span, allowance, &message)),
            None => {
                tokens.extend(syn::Error::new_spanned(&self.span, message).into_compile_error());
            }
        }
    }
}

/// A warning at the tokens. Stable Rust lets macros report errors only, so this is the compiler's own `deprecated`
/// lint: a deprecated constant that is used at the tokens. The compiler shows its name, which is that of the opt-out.
fn warning_of(span: &TokenStream, allowance: Allowance, text: &str) -> TokenStream {
    let name = format!("cors_{allowance}");
    let first = span.clone().into_iter().next();
    let span = first.map_or_else(Span::call_site, |token| token.span());
    let defined = Ident::new(&name, Span::call_site());
    let used = Ident::new(&name, span);
    quote! {
        const _: () = {
            #[allow(non_upper_case_globals)]
            #[deprecated(note = #text)]
            const #defined: () = ();
            #used
        };
    }
}
