//! The rows of the report for parts of a router that do not report their routes.

use crate::{policy::Policy, report, route::RoutePolicies};

/// A pattern for every path below a prefix, as reports show it.
pub(super) const EVERYTHING: &str = "/*";

/// Returns the rows of an opaque part under a policy.
pub(super) fn rows(path: &str, kind: report::Kind, policy: &'static Policy) -> Vec<report::Entry> {
    rows_of_route(path, kind, &RoutePolicies::opaque(policy))
}

pub(super) fn rows_of_route(
    path: &str,
    kind: report::Kind,
    route: &RoutePolicies,
) -> Vec<report::Entry> {
    let rows = report::Entry::of_path(path, route);
    rows.into_iter().map(|row| row.with_kind(kind)).collect()
}

/// Returns the rows of the report for the fallback of a router.
pub(super) fn fallback_rows(default: Option<&'static Policy>) -> Vec<report::Entry> {
    match default {
        Some(policy) => rows(EVERYTHING, report::Kind::Fallback, policy),
        None => vec![report::Entry::plain(EVERYTHING, report::Kind::Fallback)],
    }
}
