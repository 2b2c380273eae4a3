//! The sources of a policy, which only a program with a source links: loads them, and explains their refusals.

use cors_rules::OriginPattern;

use super::{DynamicOrigins, LoadError};
use crate::Policy;

/// Loads a policy for a route, and binds it. Returns the text of an error, outside of [`try_load`](crate::try_load).
pub(super) fn load_for_route(policy: &'static Policy) -> Result<&'static Policy, String> {
    if let Err(error) = policy.load() {
        super::refuse(error).map_err(|error| error.to_string())?;
    }
    Ok(policy.bound())
}

/// Loads the sources of a policy, functions last.
pub(super) fn load(
    policy: &Policy,
    binding: fn(DynamicOrigins) -> DynamicOrigins,
) -> Result<(), LoadError> {
    let (functions, others): (Vec<_>, Vec<_>) = policy
        .all_sources()
        .map(|(source, context)| (binding(source), context))
        .partition(|(source, _)| source.is_function());
    let mut problems = Vec::new();
    let mut load = |(source, context): (DynamicOrigins, _), known: &[String]| {
        source
            .source()
            .load(source.name(), context, known, &mut problems);
    };
    for source in others {
        load(source, &[]);
    }
    if !functions.is_empty() {
        let origins = policy.known_origins();
        let known: Vec<_> = origins
            .iter()
            .filter_map(|origin| host_of(origin))
            .collect();
        for function in functions {
            load(function, &known);
        }
    }
    LoadError::of(problems)
}

/// Explains that a function accepts the origin, and that a rule rejects it.
pub(super) fn overruled(policy: &Policy, origin: &[u8]) -> Option<String> {
    let mut sources = policy.all_sources();
    sources.find_map(|(source, context)| source.source().overruled(origin, context))
}

fn host_of(origin: &str) -> Option<String> {
    let pattern = OriginPattern::parse(origin).ok()?;
    Some(pattern.host().to_owned())
}
