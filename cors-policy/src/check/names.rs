//! The findings of `methods`, `headers` and `expose_headers`.

use alloc::vec::Vec;

use super::{is_star, on_entry};
use crate::{
    Draft, Field, Finding, Names, Rule, check_exposed_header, check_method, check_request_header,
};

pub(super) fn check(draft: &Draft<'_>, field: Field, findings: &mut Vec<Finding>) {
    let names = match field {
        Field::Methods => &draft.methods,
        Field::Headers => &draft.headers,
        _ => &draft.expose_headers,
    };
    match names {
        Some(Names::Any) if draft.credentials => {
            findings.push(on_entry(Rule::WildcardCredentials, field, None, "any"));
        }
        None | Some(Names::Any) => {}
        Some(Names::List(list)) if list.is_empty() && field == Field::Methods => {
            findings.push(on_entry(Rule::MethodsEmpty, field, None, ""));
        }
        Some(Names::List(list)) => check_list(list, field, draft.credentials, findings),
    }
}

fn check_name(field: Field, name: &str) -> Result<(), Rule> {
    match field {
        Field::Methods => check_method(name),
        Field::Headers => check_request_header(name),
        _ => check_exposed_header(name),
    }
}

fn check_list(list: &[&str], field: Field, credentials: bool, findings: &mut Vec<Finding>) {
    let alone = is_star(list) || (field == Field::Headers && is_star_and_authorization(list));
    let first_star = list.iter().position(|&entry| entry == "*");
    for (index, &entry) in list.iter().enumerate() {
        let checked = match entry {
            "*" if first_star != Some(index) || (alone && !credentials) => Ok(()),
            "*" if alone => Err(Rule::WildcardCredentials),
            _ => check_name(field, entry),
        };
        let Err(rule) = checked else {
            continue;
        };
        let correction = (rule == Rule::MethodWrongCase).then(|| entry.to_ascii_uppercase());
        findings.push(Finding::new(rule, field, Some(index), entry, correction));
    }
}

/// The star does not cover `authorization` (Fetch, "CORS non-wildcard request-header name"), so the two belong
/// together.
pub(crate) fn is_star_and_authorization(list: &[&str]) -> bool {
    matches!(list, ["*", name] | [name, "*"] if name.eq_ignore_ascii_case("authorization"))
}
