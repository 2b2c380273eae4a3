//! What the macros say when something is wrong.

use cors_rules::{Field, Finding, Rule};
use proc_macro2::TokenStream;
use quote::ToTokens;

/// One error: what is wrong, why it matters, and what to write.
#[derive(Clone, Debug)]
pub(crate) struct Diag {
    /// The tokens to underline; none for the whole attribute.
    span: TokenStream,
    headline: String,
    note: Option<String>,
    help: Option<String>,
    /// The rule whose page says more.
    rule: Option<Rule>,
}

impl Diag {
    pub(crate) fn new(span: impl ToTokens, headline: impl Into<String>) -> Self {
        Self {
            span: span.into_token_stream(),
            headline: headline.into(),
            note: None,
            help: None,
            rule: None,
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

    /// The rule that is meant, where the mistake has words of its own.
    pub(crate) fn see(mut self, rule: Rule) -> Self {
        self.rule = Some(rule);
        self
    }

    /// A finding of the rules, at the place it was found in.
    pub(crate) fn finding(span: impl ToTokens, finding: &Finding) -> Self {
        Self::new(span, finding.headline())
            .note(finding.note())
            .help(finding.help())
            .see(finding.rule())
    }

    /// A rule about the attribute or the function under it, which only the macro can judge.
    pub(crate) fn rule(
        span: impl ToTokens,
        rule: Rule,
        field: Field,
        entry: impl Into<String>,
    ) -> Self {
        Self::finding(span, &Finding::new(rule, field, None, entry, None))
    }

    /// The same, with the text to write instead.
    pub(crate) fn rule_with(
        span: impl ToTokens,
        rule: Rule,
        field: Field,
        entry: impl Into<String>,
        correction: impl Into<String>,
    ) -> Self {
        Self::finding(
            span,
            &Finding::new(rule, field, None, entry, Some(correction.into())),
        )
    }

    /// The line and column of the first token, to say what is wrong in the order it is read in.
    pub(crate) fn position(&self) -> (usize, usize) {
        let first = self.span.clone().into_iter().next();
        match first {
            // Outside of the compiler, in a unit test, nothing has a place.
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
        if let Some(rule) = self.rule {
            message.extend(["\n= help: see ", rule.address()]);
        }
        message
    }
}

impl ToTokens for Diag {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(syn::Error::new_spanned(&self.span, self.message()).into_compile_error());
    }
}
