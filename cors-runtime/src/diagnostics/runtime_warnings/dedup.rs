//! Reports each warning once per route.

use core::panic::Location;
use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use cors_rules::{Level, Lint};

use super::{caller::CrossOriginCaller, names::FOR_SCRIPTS};

/// A set of warnings about one route: a bit per unreadable header, and a bit per other warning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct WarningSet(u128);

/// The number of bits for headers.
const OTHERS: usize = 64;
const _: () = assert!(FOR_SCRIPTS.len() <= OTHERS);

impl WarningSet {
    pub(super) const fn header(place: usize) -> Self {
        Self(1 << place)
    }

    pub(super) const fn about(warning: Lint) -> Self {
        // Its place among the lints of its level.
        let (mut place, mut i) = (0, 0);
        while Lint::ALL[i] as usize != warning as usize {
            if matches!(Lint::ALL[i].level(), Level::Warn) {
                place += 1;
            }
            i += 1;
        }
        Self(1 << (OTHERS + place))
    }

    pub(super) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl core::ops::BitOr for WarningSet {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A policy, identified by its location, and a route. All routes of an opaque router count as one.
type Route = (Location<'static>, Option<String>);

static REPORTED: Mutex<BTreeMap<Route, WarningSet>> = Mutex::new(BTreeMap::new());

/// The maximal number of remembered routes, so that memory stays bounded.
const MAX_ROUTES: usize = 4096;

/// The new warnings about this route, and all warnings so far.
pub(super) fn new(
    caller: &CrossOriginCaller,
    warnings: WarningSet,
) -> Option<(WarningSet, WarningSet)> {
    let route = (*caller.policy.declaration.location, caller.route.clone());
    let mut reported = REPORTED.lock().unwrap_or_else(PoisonError::into_inner);
    add(&mut reported, route, warnings)
}

fn add(
    reported: &mut BTreeMap<Route, WarningSet>,
    route: Route,
    warnings: WarningSet,
) -> Option<(WarningSet, WarningSet)> {
    if reported.len() >= MAX_ROUTES && !reported.contains_key(&route) {
        return None;
    }
    let known = reported.entry(route).or_default();
    let new = WarningSet(warnings.0 & !known.0);
    *known = *known | warnings;
    (new != WarningSet::default()).then_some((new, *known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warning_is_new_once_per_route() {
        let mut reported = BTreeMap::new();
        let (etag, link) = (WarningSet::header(0), WarningSet::header(2));
        let cache = WarningSet::about(Lint::PublicCache);
        let here = *Location::caller();
        let route = |name: &str| (here, Some(name.to_owned()));
        assert_eq!(add(&mut reported, route("/a"), etag), Some((etag, etag)));
        assert_eq!(add(&mut reported, route("/a"), etag), None);
        assert_eq!(
            add(&mut reported, route("/a"), etag | link | cache),
            Some((link | cache, etag | link | cache))
        );
        assert_eq!(add(&mut reported, route("/b"), etag), Some((etag, etag)));
        let there = *Location::caller();
        assert_eq!(add(&mut reported, (there, None), etag), Some((etag, etag)));
    }

    #[test]
    fn number_of_routes_is_bounded() {
        let mut reported = BTreeMap::new();
        let etag = WarningSet::header(0);
        let here = *Location::caller();
        let route = |number: usize| (here, Some(number.to_string()));
        let all =
            (0..2 * MAX_ROUTES).filter(|&number| add(&mut reported, route(number), etag).is_some());
        assert_eq!(all.count(), MAX_ROUTES);
        assert_eq!(reported.len(), MAX_ROUTES);
        // Known routes can still get new warnings.
        let link = WarningSet::header(2);
        assert!(add(&mut reported, route(0), link).is_some());
    }

    #[test]
    fn every_warning_has_a_bit_of_its_own() {
        let warnings: Vec<_> = Lint::of_level(Level::Warn).collect();
        for (i, one) in warnings.iter().enumerate() {
            for other in &warnings[i + 1..] {
                assert!(!WarningSet::about(*one).has(WarningSet::about(*other)));
            }
            assert!(!WarningSet::about(*one).has(WarningSet::header(FOR_SCRIPTS.len() - 1)));
        }
    }
}
