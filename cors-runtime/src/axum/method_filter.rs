//! Converts between axum's [`MethodFilter`] and [`MethodSet`].

use axum::routing::MethodFilter;

use crate::policy::MethodSet;

const METHODS: [(MethodFilter, MethodSet); 9] = [
    (MethodFilter::GET, MethodSet::GET),
    (MethodFilter::HEAD, MethodSet::HEAD),
    (MethodFilter::POST, MethodSet::POST),
    (MethodFilter::PUT, MethodSet::PUT),
    (MethodFilter::PATCH, MethodSet::PATCH),
    (MethodFilter::DELETE, MethodSet::DELETE),
    (MethodFilter::OPTIONS, MethodSet::OPTIONS),
    (MethodFilter::CONNECT, MethodSet::CONNECT),
    (MethodFilter::TRACE, MethodSet::TRACE),
];

/// Returns the methods that a filter matches.
pub(super) fn methods_of(filter: MethodFilter) -> MethodSet {
    METHODS
        .into_iter()
        .filter(|(one, _)| filter.or(*one) == filter)
        .fold(MethodSet::EMPTY, |set, (_, method)| set.or(method))
}

/// Returns a filter that matches every method.
pub(super) fn every_method() -> MethodFilter {
    METHODS
        .into_iter()
        .fold(MethodFilter::GET, |filter, (one, _)| filter.or(one))
}
