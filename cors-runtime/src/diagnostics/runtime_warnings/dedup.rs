//! What was told already: each doubt once for each route, in as little memory as there are routes.

use core::panic::Location;
use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use cors_rules::{Level, Lint};

use super::{caller::CrossOriginCaller, names::FOR_SCRIPTS};

/// The warnings about the answers of one route: a bit for each header no script can read, and one for each other
/// warning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct WarningSet(u128);

/// Behind the bits of the headers.
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

/// A policy, by the place where it was written, and a route. A router that does not tell its routes is one.
type Route = (Location<'static>, Option<String>);

static REPORTED: Mutex<BTreeMap<Route, WarningSet>> = Mutex::new(BTreeMap::new());

/// More routes than anybody looks after; of those beyond nothing is told.
const MOST: usize = 4096;

/// The warnings that are new about this route, and all of it so far.
pub(super) fn new(
    caller: &CrossOriginCaller,
    warnings: WarningSet,
) -> Option<(WarningSet, WarningSet)> {
    let route = (*caller.policy.declaration.location, caller.route.clone());
    let mut told = REPORTED.lock().unwrap_or_else(PoisonError::into_inner);
    add(&mut told, route, warnings)
}

fn add(
    told: &mut BTreeMap<Route, WarningSet>,
    route: Route,
    warnings: WarningSet,
) -> Option<(WarningSet, WarningSet)> {
    if told.len() >= MOST && !told.contains_key(&route) {
        return None;
    }
    let known = told.entry(route).or_default();
    let new = WarningSet(warnings.0 & !known.0);
    *known = *known | warnings;
    (new != WarningSet::default()).then_some((new, *known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doubt_is_new_once_for_each_route() {
        let mut told = BTreeMap::new();
        let (etag, link) = (WarningSet::header(0), WarningSet::header(2));
        let cache = WarningSet::about(Lint::PublicCache);
        let here = *Location::caller();
        let route = |name: &str| (here, Some(name.to_owned()));
        assert_eq!(add(&mut told, route("/a"), etag), Some((etag, etag)));
        assert_eq!(add(&mut told, route("/a"), etag), None);
        assert_eq!(
            add(&mut told, route("/a"), etag | link | cache),
            Some((link | cache, etag | link | cache))
        );
        assert_eq!(add(&mut told, route("/b"), etag), Some((etag, etag)));
        let there = *Location::caller();
        assert_eq!(add(&mut told, (there, None), etag), Some((etag, etag)));
    }

    #[test]
    fn no_number_of_routes_fills_the_memory() {
        let mut told = BTreeMap::new();
        let etag = WarningSet::header(0);
        let here = *Location::caller();
        let route = |number: usize| (here, Some(number.to_string()));
        let all = (0..2 * MOST).filter(|&number| add(&mut told, route(number), etag).is_some());
        assert_eq!(all.count(), MOST);
        assert_eq!(told.len(), MOST);
        // What is known goes on to be.
        let link = WarningSet::header(2);
        assert!(add(&mut told, route(0), link).is_some());
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
