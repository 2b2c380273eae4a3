//! Sets of methods.

use core::fmt;

/// A set of the methods of RFC 9110 and RFC 5789. A bit set of nine constants does not justify a dependency.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct MethodSet(u16);

/// In the order in which `Allow` and `Access-Control-Allow-Methods` list them.
const NAMES: [&str; 9] = [
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE",
];

impl MethodSet {
    pub(crate) const EMPTY: Self = Self(0);
    pub(crate) const ALL: Self = Self((1 << NAMES.len()) - 1);
    pub(crate) const GET: Self = Self(1);
    pub(crate) const HEAD: Self = Self(1 << 1);
    pub(crate) const POST: Self = Self(1 << 2);
    pub(crate) const PUT: Self = Self(1 << 3);
    pub(crate) const PATCH: Self = Self(1 << 4);
    pub(crate) const DELETE: Self = Self(1 << 5);
    pub(crate) const OPTIONS: Self = Self(1 << 6);
    pub(crate) const CONNECT: Self = Self(1 << 7);
    pub(crate) const TRACE: Self = Self(1 << 8);

    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The methods of both sets.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(crate) const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The set of one method; empty for a method of neither RFC.
    // Code at build time calls it often. A program has it once.
    #[inline(never)]
    pub(crate) fn of(method: &str) -> Self {
        match Self::index_of(method.as_bytes()) {
            index if index < NAMES.len() => Self(1 << index),
            _ => Self::EMPTY,
        }
    }

    /// The number of [indices](Self::index_of).
    pub(crate) const INDICES: usize = NAMES.len() + 1;

    /// The index of a method in a table; the last index for every method of neither RFC.
    #[expect(
        clippy::inline_always,
        reason = "each request needs it, and a call costs as much as the function"
    )]
    #[inline(always)]
    pub(crate) fn index_of(method: &[u8]) -> usize {
        match method {
            b"GET" => 0,
            b"HEAD" => 1,
            b"POST" => 2,
            b"PUT" => 3,
            b"PATCH" => 4,
            b"DELETE" => 5,
            b"OPTIONS" => 6,
            b"CONNECT" => 7,
            b"TRACE" => 8,
            _ => NAMES.len(),
        }
    }

    pub(crate) fn names(self) -> impl Iterator<Item = &'static str> {
        NAMES
            .iter()
            .enumerate()
            .filter(move |(bit, _)| self.0 & (1 << bit) != 0)
            .map(|(_, name)| *name)
    }
}

/// Joins names. `join` of the standard library is three times as much code.
pub(crate) fn join(names: &[&str], separator: &str) -> String {
    let mut list = String::new();
    for name in names {
        if !list.is_empty() {
            list.push_str(separator);
        }
        list.push_str(name);
    }
    list
}

impl fmt::Debug for MethodSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_the_set_that_lists_it() {
        for (index, name) in NAMES.into_iter().enumerate() {
            assert_eq!(MethodSet::index_of(name.as_bytes()), index);
            assert_eq!(MethodSet::of(name).names().collect::<Vec<_>>(), [name]);
        }
        let constants = [
            MethodSet::GET,
            MethodSet::HEAD,
            MethodSet::POST,
            MethodSet::PUT,
            MethodSet::PATCH,
            MethodSet::DELETE,
            MethodSet::OPTIONS,
            MethodSet::CONNECT,
            MethodSet::TRACE,
        ];
        assert_eq!(constants, NAMES.map(MethodSet::of));
        assert_eq!(
            format!("{:?}", MethodSet::GET.or(MethodSet::HEAD)),
            "{\"GET\", \"HEAD\"}"
        );
        assert!(MethodSet::of("patch").is_empty());
        assert!(MethodSet::of("PROPFIND").is_empty());
    }
}
