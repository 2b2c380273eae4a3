//! Checks the extractors of plain handlers against the default policy of their router.

use crate::{
    Policy,
    extractors::{PlainHandler, unmet_needs, warn_about_forms},
    origins::{self, LoadError, LoadProblem},
    policy::MethodSet,
    policy::const_eval::is_open_to_posted_forms,
    route::{MethodHandler, ServedMethods},
};

/// Panics if a default policy does not fit the extractors of a handler without a policy.
#[track_caller]
pub(super) fn check<'p>(
    policy: &'static Policy,
    routes: impl IntoIterator<Item = (&'p str, &'p [MethodHandler])>,
) {
    let handlers: Vec<_> = routes
        .into_iter()
        .flat_map(|(path, handlers)| {
            handlers
                .iter()
                .filter_map(move |handler| plain_handler(policy, path, handler))
        })
        .collect();
    let unmet = unmet_needs(policy, &handlers);
    if let Err(error) = LoadError::of(unmet.iter().map(LoadProblem::from).collect())
        && origins::refuse(error).is_err()
    {
        let texts: Vec<String> = unmet.iter().map(ToString::to_string).collect();
        panic!("{}", texts.join("\n"));
    }
    if is_open_to_posted_forms(policy) {
        warn_about_forms(&handlers);
    }
}

/// Describes a plain handler that gets the default policy. Returns `None` if the handler has its own policy.
fn plain_handler(policy: &Policy, path: &str, handler: &MethodHandler) -> Option<PlainHandler> {
    if handler.policy.is_some() || handler.disabled {
        return None;
    }
    let (methods, takes_forms) = match handler.serves {
        ServedMethods::Methods(set) => {
            let names: Vec<_> = set.names().collect();
            (names.join(","), set.contains(MethodSet::POST))
        }
        _ => ("*".to_owned(), true),
    };
    Some(PlainHandler {
        route: format!("{methods} {path}").trim_end().to_owned(),
        extractors: Some(handler.extractors?),
        format: None,
        reads_body: true,
        is_granted: MethodSet::ALL
            .names()
            .any(|method| handler.covers(policy, method)),
        takes_forms,
    })
}
