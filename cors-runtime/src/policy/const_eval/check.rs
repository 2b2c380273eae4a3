//! The rules of `cors-rules` in const evaluation.

use cors_rules::{
    Field, KeyCombination, Lint, OriginContext, check_exposed_header, check_method, check_origin,
    check_request_header, check_wildcard, standard_method,
};

use super::{Entries, fail, fail_with};
use crate::{
    Policy,
    origins::{Origin, Origins},
    policy::{HeaderText, Methods},
};

/// The keys around an entry in a policy without other keys.
#[doc(hidden)]
pub const CONTEXT: OriginContext = OriginContext {
    credentials: false,
    dev: false,
    enforce: false,
    allow: cors_rules::Allowances::NONE,
};

/// Checks the entries of `origins` or `dev_origins`.
#[track_caller]
pub(super) const fn check_origins(entries: Entries, context: OriginContext) {
    let field = if context.dev {
        Field::DevOrigins
    } else {
        Field::Origins
    };
    if entries.is_empty() {
        fail(Lint::OriginsEmpty, field, "");
    }
    each!(entry in entries => {
        if let Err(rule) = check_origin(entry, context) {
            fail_with(rule, field, entry, shortened(rule, entry, context));
        }
    });
}

/// The correction of an entry, if it is a prefix of the entry: const evaluation cannot allocate another text.
const fn shortened(rule: Lint, entry: &str, context: OriginContext) -> Option<&str> {
    let tail = match (rule, entry.as_bytes()) {
        (Lint::OriginTrailingSlash, _) => "/".len(),
        (Lint::OriginDefaultPort, [.., b':', b'8', b'0']) => ":80".len(),
        (Lint::OriginDefaultPort, [.., b':', b'4', b'4', b'3']) => ":443".len(),
        _ => return None,
    };
    let shortened = entry.split_at(entry.len() - tail).0;
    match check_origin(shortened, context) {
        Ok(()) => Some(shortened),
        Err(_) => None,
    }
}

/// Checks the entries of `methods`.
#[doc(hidden)]
#[track_caller]
pub const fn check_methods(entries: Entries) {
    if entries.is_empty() {
        fail(Lint::MethodsEmpty, Field::Methods, "");
    }
    each!(entry in entries => {
        if let Err(rule) = check_method(entry) {
            fail_with(rule, Field::Methods, entry, standard_method(entry));
        }
    });
}

/// Checks the entries of `headers`.
#[doc(hidden)]
#[track_caller]
pub const fn check_headers(entries: Entries) {
    each!(entry in entries => {
        if let Err(rule) = check_request_header(entry) {
            fail(rule, Field::Headers, entry);
        }
    });
}

/// Checks the entries of `expose_headers`.
#[doc(hidden)]
#[track_caller]
pub const fn check_expose_headers(entries: Entries) {
    each!(entry in entries => {
        if let Err(rule) = check_exposed_header(entry) {
            fail(rule, Field::ExposeHeaders, entry);
        }
    });
}

/// Checks all keys of a policy with a `base`.
#[doc(hidden)]
#[track_caller]
pub const fn check_policy(policy: &Policy) {
    assert!(
        !policy.disabled,
        "a policy cannot start from one that is `disabled`\n\
         = note: nothing that is written beside it would have an effect\n\
         = help: remove `base`, and write the keys of the policy\n\
         = help: see cors_runtime::rules#contradictory-keys"
    );
    let keys = KeyCombination {
        any_origin: matches!(policy.origins, Origins::Any),
        dev_origins: policy.declaration.has_dev_origins,
        credentials: policy.credentials,
        enforce: policy.enforce,
        forwarded_host: policy.declaration.allow.forwarded_host,
    };
    each!(field in KeyCombination::FIELDS => {
        if let Err(rule) = keys.check(field) {
            let entry = match field {
                Field::Origins => "any",
                Field::Allow => "forwarded_host",
                _ => "",
            };
            fail(rule, field, entry);
        }
    });
    check_listed(&policy.origins, policy.context(), Field::Origins);
    if let Some(origins) = policy.dev_origins {
        check_listed(origins, policy.dev_context(), Field::DevOrigins);
    }
    if let Err(rule) = check_wildcard(policy.credentials) {
        if matches!(policy.methods, Methods::Any) {
            fail(rule, Field::Methods, "any");
        }
        check_star(rule, policy.headers, Field::Headers);
        check_star(rule, policy.expose_headers, Field::ExposeHeaders);
    }
}

/// Checks the origins of a list by the other keys.
#[track_caller]
const fn check_listed(origins: &Origins, context: OriginContext, field: Field) {
    let Origins::Listed {
        exact,
        patterns,
        sources,
    } = *origins
    else {
        return;
    };
    each!(origin in exact => {
        if let Err(rule) = check_origin(origin, context) {
            fail(rule, field, origin);
        }
    });
    each!(pattern in patterns.list() => {
        if let Err(rule) = check_origin(pattern.as_str(), context) {
            fail(rule, field, pattern.as_str());
        }
    });
    each!(source in sources => {
        if let Err((rule, name)) = source.check(context) {
            fail(rule, field, name);
        }
    });
}

/// Fails with this rule if `*` is in a list of headers.
#[track_caller]
const fn check_star(rule: Lint, header: Option<HeaderText>, field: Field) {
    if let Some(header) = header
        && matches!(header.text().as_bytes(), [b'*'] | [b'*', b',', ..])
    {
        fail(rule, field, "any");
    }
}

/// Checks the type of a function in `matching(…)`.
#[doc(hidden)]
pub const fn check_function(_: fn(&Origin<'_>) -> bool) {}

/// Checks that a policy covers the method of its route.
#[doc(hidden)]
#[track_caller]
pub const fn check_route_method(policy: &Policy, method: &str) {
    if !policy.methods.allows(method) {
        fail(Lint::RouteMethodMissing, Field::Methods, method);
    }
}
