//! The collections in which a host can be looked up.

use core::{
    borrow::Borrow,
    hash::{BuildHasher, Hash},
};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A collection for [`Host::is_in`](crate::Host::is_in): an array, a slice, a `Vec`, a set, or a map with hosts as
/// keys.
///
/// No other type can implement this trait, because the trait passes the text of the host to the collection.
#[diagnostic::on_unimplemented(
    message = "a host cannot be looked up in `{Self}`",
    label = "not a list, a set or a map of hosts",
    note = "it takes lists, sets and maps of `&str` or `String`"
)]
pub trait Hosts: Sealed {}

#[diagnostic::do_not_recommend]
impl<T: Sealed + ?Sized> Hosts for T {}

pub trait Sealed {
    /// True if the host is in the collection.
    fn has(&self, host: &str) -> bool;

    /// Up to [`MOST`] hosts of the collection, for the validation at start.
    fn some(&self) -> Vec<String>;
}

/// The number of hosts that the validation at start tries.
const MOST: usize = 100;

fn some<'h>(hosts: impl Iterator<Item = &'h str>) -> Vec<String> {
    hosts.take(MOST).map(ToOwned::to_owned).collect()
}

macro_rules! lists {
    ($([$($n:ident)?] $list:ty;)*) => {$(
        impl<T: Borrow<str> $(, const $n: usize)?> Sealed for $list {
            fn has(&self, host: &str) -> bool {
                self.iter().any(|one| one.borrow() == host)
            }

            fn some(&self) -> Vec<String> {
                some(self.iter().map(Borrow::borrow))
            }
        }
    )*};
}

lists! {
    [] [T];
    [N] [T; N];
    [] Vec<T>;
}

impl<T: Borrow<str> + Eq + Hash, S: BuildHasher> Sealed for HashSet<T, S> {
    fn has(&self, host: &str) -> bool {
        self.contains(host)
    }

    fn some(&self) -> Vec<String> {
        some(self.iter().map(Borrow::borrow))
    }
}

impl<T: Borrow<str> + Ord> Sealed for BTreeSet<T> {
    fn has(&self, host: &str) -> bool {
        self.contains(host)
    }

    fn some(&self) -> Vec<String> {
        some(self.iter().map(Borrow::borrow))
    }
}

impl<K: Borrow<str> + Eq + Hash, V, S: BuildHasher> Sealed for HashMap<K, V, S> {
    fn has(&self, host: &str) -> bool {
        self.contains_key(host)
    }

    fn some(&self) -> Vec<String> {
        some(self.keys().map(Borrow::borrow))
    }
}

impl<K: Borrow<str> + Ord, V> Sealed for BTreeMap<K, V> {
    fn has(&self, host: &str) -> bool {
        self.contains_key(host)
    }

    fn some(&self) -> Vec<String> {
        some(self.keys().map(Borrow::borrow))
    }
}
