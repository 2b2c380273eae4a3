//! The findings of `methods`, `headers` and `expose_headers`.

use alloc::{format, vec::Vec};

use super::{is_star, on_entry};
use crate::{
    Draft, Field, Finding, Lint, Names, check_exposed_header, check_method, check_request_header,
    check_wildcard,
};

pub(super) fn check(draft: &Draft<'_>, field: Field, findings: &mut Vec<Finding>) {
    let names = match field {
        Field::Methods => &draft.methods,
        Field::Headers => &draft.headers,
        _ => &draft.expose_headers,
    };
    match names {
        Some(Names::Any) => {
            let found = check_wildcard(draft.credentials).err();
            findings.extend(found.map(|lint| on_entry(lint, field, None, "any")));
        }
        None => {}
        Some(Names::List(list))
            if list.is_empty() && field == Field::Methods && draft.is_complete(field) =>
        {
            findings.push(on_entry(Lint::MethodsEmpty, field, None, ""));
        }
        Some(Names::List(list)) => {
            let before = findings.len();
            check_list(list, field, draft, findings);
            // A misspelt entry, or one that is known later, may be the missing method.
            if field == Field::Methods && findings.len() == before && draft.is_complete(field) {
                findings.extend(check_route_method(list, draft.route_method));
            }
        }
    }
}

/// A list without the method of its route, HEAD going with GET.
fn check_route_method(list: &[&str], method: Option<&str>) -> Option<Finding> {
    let method = method?;
    let covers =
        |&entry: &&str| entry == method || entry == "*" || (entry, method) == ("GET", "HEAD");
    if list.iter().any(covers) {
        return None;
    }
    let mut all = list.to_vec();
    all.push(method);
    let correction = format!("[{}]", all.join(", "));
    Some(Finding::new(
        Lint::RouteMethodMissing,
        Field::Methods,
        None,
        method,
        Some(correction),
    ))
}

fn check_name(field: Field, name: &str) -> Result<(), Lint> {
    match field {
        Field::Methods => check_method(name),
        Field::Headers => check_request_header(name),
        _ => check_exposed_header(name),
    }
}

fn check_list(entries: &[&str], field: Field, draft: &Draft<'_>, findings: &mut Vec<Finding>) {
    let alone = draft.is_complete(field)
        && (is_star(entries) || (field == Field::Headers && is_star_and_authorization(entries)));
    let first_star = entries.iter().position(|&entry| entry == "*");
    for (index, &entry) in entries.iter().enumerate() {
        let checked = match entry {
            "*" if first_star != Some(index) => Ok(()),
            "*" if alone => check_wildcard(draft.credentials),
            _ => check_name(field, entry),
        };
        let Err(lint) = checked else {
            continue;
        };
        let correction = (lint == Lint::MethodWrongCase).then(|| entry.to_ascii_uppercase());
        findings.push(Finding::new(lint, field, Some(index), entry, correction));
    }
}

/// `*` does not cover `authorization` (Fetch, "CORS non-wildcard request-header name"), so a list may have both.
pub(crate) fn is_star_and_authorization(list: &[&str]) -> bool {
    matches!(list, ["*", name] | [name, "*"] if name.eq_ignore_ascii_case("authorization"))
}
