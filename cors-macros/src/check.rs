//! The rules of `cors-policy`, asked about what was written.

use cors_policy::{Draft, Field, Finding, MaxAge, Names, Origins, Resolved, Rule};
use proc_macro2::TokenStream;
use quote::ToTokens;

use crate::{
    args::{Age, Args, List, Reading},
    diag::Diag,
};

/// The policy, if it breaks no rule; else what is wrong is added to `diags`.
pub(crate) fn resolve(args: &Args, diags: &mut Vec<Diag>) -> Option<Resolved> {
    match cors_policy::resolve(&draft(args)) {
        Ok(resolved) => Some(resolved),
        Err(findings) => {
            let findings = findings
                .iter()
                .filter(|finding| !follows_from_unreadable(args, finding));
            diags.extend(findings.map(|finding| Diag::finding(span(args, finding), finding)));
            None
        }
    }
}

fn draft(args: &Args) -> Draft<'_> {
    Draft {
        origins: list(args.origins.as_ref()).map(|list| match list {
            List::Any => Origins::Any,
            List::Entries(_) => Origins::List(list.texts()),
        }),
        dev_origins: list(args.dev_origins.as_ref()).map(List::texts),
        credentials: args.credentials(),
        methods: names(args.methods.as_ref()),
        headers: names(args.headers.as_ref()),
        expose_headers: names(args.expose_headers.as_ref()),
        max_age: args
            .max_age
            .as_ref()
            .and_then(|age| age.value.as_ref())
            .map(|age| match age {
                Age::Seconds(seconds) => MaxAge::Seconds(*seconds),
                Age::Text(text) => MaxAge::Text(text),
            }),
        enforce: args.enforce(),
        allow: args.allow(),
    }
}

fn list(reading: Option<&Reading<List>>) -> Option<&List> {
    reading?.value.as_ref()
}

fn names(reading: Option<&Reading<List>>) -> Option<Names<'_>> {
    list(reading).map(|list| match list {
        List::Any => Names::Any,
        List::Entries(_) => Names::List(list.texts()),
    })
}

/// Whether something is only missing because what was written could not be read, which is said
/// already.
fn follows_from_unreadable(args: &Args, finding: &Finding) -> bool {
    match finding.rule() {
        Rule::OriginsMissing => {
            args.unreadable || args.origins.is_some() || args.dev_origins.is_some()
        }
        Rule::OriginsEmpty | Rule::MethodsEmpty => args
            .list(finding.field())
            .is_some_and(|reading| !reading.whole),
        rule => rule.allowance().is_some() && !args.allow_is_whole(),
    }
}

/// The tokens a finding is about: the entry, else the key or its value.
fn span(args: &Args, finding: &Finding) -> TokenStream {
    let field = finding.field();
    if let Some(reading) = args.list(field) {
        return match (finding.index(), &reading.value, finding.rule()) {
            (Some(index), Some(List::Entries(entries)), _) if index < entries.len() => {
                entries[index].tokens.clone()
            }
            (_, _, Rule::AnyDevOrigins) => reading.key.to_token_stream(),
            _ => reading.tokens.clone(),
        };
    }
    match field {
        Field::MaxAge => args.max_age.as_ref().map(|age| age.tokens.clone()),
        Field::Enforce => args
            .enforce
            .as_ref()
            .map(|enforce| enforce.key.to_token_stream()),
        Field::Credentials => args
            .credentials
            .as_ref()
            .map(|credentials| credentials.key.to_token_stream()),
        _ => None,
    }
    .unwrap_or_else(|| args.tokens.clone())
}
