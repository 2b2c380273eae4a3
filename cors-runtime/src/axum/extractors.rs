//! Checks the plain handlers of a router against its default policy.

use crate::{
    Policy,
    extractors::{Covered, unmet, warn_of_forms},
    origins::{self, LoadError, LoadProblem},
    policy::MethodSet,
    policy::const_eval::is_open_to_posted_forms,
    route::{MethodHandler, ServedMethods},
};

/// Refuses a default policy that lacks what the handlers at these paths need, if they have none of their own.
#[track_caller]
pub(super) fn check<'p>(
    policy: &'static Policy,
    routes: impl IntoIterator<Item = (&'p str, &'p [MethodHandler])>,
) {
    let covered: Vec<_> = routes
        .into_iter()
        .flat_map(|(path, parts)| {
            parts
                .iter()
                .filter_map(move |part| covered(policy, path, part))
        })
        .collect();
    let unmet = unmet(policy, &covered);
    if let Err(error) = LoadError::of(unmet.iter().map(LoadProblem::from).collect()) {
        origins::refuse(error);
    }
    if is_open_to_posted_forms(policy) {
        warn_of_forms(&covered);
    }
}

/// A plain handler as the default policy finds it; `None` if it is none, or keeps what it has.
fn covered(policy: &Policy, path: &str, part: &MethodHandler) -> Option<Covered> {
    if part.policy.is_some() || part.disabled {
        return None;
    }
    let (methods, takes_forms) = match part.serves {
        ServedMethods::Methods(set) => {
            let names: Vec<_> = set.names().collect();
            (names.join(","), set.contains(MethodSet::POST))
        }
        _ => ("*".to_owned(), true),
    };
    Some(Covered {
        route: format!("{methods} {path}").trim_end().to_owned(),
        extractors: Some(part.extractors?),
        format: None,
        reads_body: true,
        is_granted: MethodSet::ALL
            .names()
            .any(|method| part.covers(policy, method)),
        takes_forms,
    })
}
