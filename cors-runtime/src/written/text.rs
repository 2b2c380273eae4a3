//! The keys of a policy as one text.
//!
//! `cargo check` looks at a text once, and at nothing in it: as expressions, the same keys cost it as much
//! as the rest of a handler. Const evaluation reads it where the policy is used.

use cors_policy::{Allowance, Allowances, OriginPattern};

use super::{Annotation, expose_headers, headers, max_age};
use crate::{
    __private::constant::each,
    Policy,
    origins::Origins,
    policy::{HeaderText, Methods, is_same},
};

/// The policy with what the text of `A` says.
pub(super) const fn read<A: Annotation>(mut policy: Policy) -> Policy {
    let mut rest = A::WRITTEN.keys;
    while !rest.is_empty() {
        let (key, value);
        (key, value, rest) = next(rest);
        match key.as_bytes() {
            b"origins" => {
                policy.origins = origins::<A>(value);
                // Those of a base are gone.
                policy.accepted.dev = false;
                policy.accepted.released = None;
            }
            b"credentials" => policy.credentials = is_on(value),
            b"methods" => policy.methods = methods::<A>(value),
            b"headers" => policy.headers = Some(HeaderText::new(value, headers::<A>)),
            b"expose_headers" => {
                policy.expose_headers = Some(HeaderText::new(value, expose_headers::<A>));
            }
            b"max_age" => policy.max_age = Some(HeaderText::new(value, max_age::<A>)),
            b"enforce" => {
                policy.enforce = is_on(value);
                policy.accepted.states_enforce = true;
            }
            b"allow" => policy.accepted.allow = allowances(policy.accepted.allow, value),
            _ => panic!("a key that the attribute does not write"),
        }
    }
    policy
}

/// The first key, its value, and the rest of the text.
const fn next(text: &'static str) -> (&'static str, &'static str, &'static str) {
    let (first, rest) = cut(text, b';');
    let (key, value) = cut(first, b' ');
    (key, value, rest.trim_ascii_start())
}

/// What stands before and behind a sign, which may be missing.
const fn cut(text: &'static str, sign: u8) -> (&'static str, &'static str) {
    let bytes = text.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        if bytes[i] == sign {
            let (before, behind) = text.split_at(i);
            return (before, behind.split_at(1).1);
        }
        i += 1;
    }
    (text, "")
}

/// A key alone is on.
const fn is_on(value: &str) -> bool {
    !matches!(value.as_bytes(), b"false")
}

const fn allowances(mut allow: Allowances, mut names: &'static str) -> Allowances {
    while !names.is_empty() {
        let name;
        (name, names) = cut(names, b' ');
        each!(allowance in Allowance::ALL => {
            if is_same(allowance.name().as_bytes(), name.as_bytes()) {
                allow = allow.with(allowance);
            }
        });
    }
    allow
}

/// The words of a list, in an array of the next length there is: const evaluation has no other way to
/// make a list of what it finds. `$words` gives the array of a length.
macro_rules! list {
    ($words:ident::<$annotation:ident>, $count:expr) => {{
        let count: usize = $count;
        let words: &'static [_] = match count {
            0 => &[],
            1 => $words::<$annotation, 1>(),
            2 => $words::<$annotation, 2>(),
            3..=4 => $words::<$annotation, 4>(),
            5..=8 => $words::<$annotation, 8>(),
            9..=16 => $words::<$annotation, 16>(),
            17..=32 => $words::<$annotation, 32>(),
            33..=64 => $words::<$annotation, 64>(),
            65..=128 => $words::<$annotation, 128>(),
            129..=256 => $words::<$annotation, 256>(),
            _ => panic!("a list that is too long for a text"),
        };
        words.split_at(count).0
    }};
}

/// As in the headers: no origin and no method is written like this.
const fn is_any(value: &str) -> bool {
    matches!(value.as_bytes(), b"*")
}

const fn origins<A: Annotation>(value: &'static str) -> Origins {
    if is_any(value) {
        return Origins::Any;
    }
    Origins::Listed {
        exact: list!(exact::<A>, count(value, false)),
        patterns: list!(patterns::<A>, count(value, true)),
        sources: &[],
    }
}

const fn methods<A: Annotation>(value: &'static str) -> Methods {
    if is_any(value) {
        return Methods::Any;
    }
    Methods::Only(list!(named_methods::<A>, count(value, false)))
}

// Each is evaluated if it is called, and not where it could be.

const fn exact<A: Annotation, const N: usize>() -> &'static [&'static str] {
    const { &words::<N>(value::<A>("origins"), false) }
}

const fn patterns<A: Annotation, const N: usize>() -> &'static [OriginPattern<'static>] {
    const {
        let words = words::<N>(value::<A>("origins"), true);
        let mut patterns = [OriginPattern::__known("https://*.invalid"); N];
        let mut i = 0;
        while i < N && !words[i].is_empty() {
            patterns[i] = OriginPattern::__known(words[i]);
            i += 1;
        }
        &{ patterns }
    }
}

const fn named_methods<A: Annotation, const N: usize>() -> &'static [&'static str] {
    const { &words::<N>(value::<A>("methods"), false) }
}

/// The value of a key of the text.
const fn value<A: Annotation>(wanted: &str) -> &'static str {
    let mut rest = A::WRITTEN.keys;
    loop {
        let (key, value);
        (key, value, rest) = next(rest);
        if is_same(key.as_bytes(), wanted.as_bytes()) {
            return value;
        }
    }
}

/// How many words have a star, or none.
const fn count(mut list: &'static str, starred: bool) -> usize {
    let mut count = 0;
    while !list.is_empty() {
        let word;
        (word, list) = cut(list, b' ');
        if has_star(word) == starred {
            count += 1;
        }
    }
    count
}

/// The words that have a star, or those that have none.
const fn words<const N: usize>(mut list: &'static str, starred: bool) -> [&'static str; N] {
    let mut words = [""; N];
    let mut length = 0;
    while !list.is_empty() {
        let word;
        (word, list) = cut(list, b' ');
        if has_star(word) == starred {
            words[length] = word;
            length += 1;
        }
    }
    words
}

/// Of the origins, patterns alone have one.
const fn has_star(word: &str) -> bool {
    let word = word.as_bytes();
    let mut i = 0;
    while i < word.len() {
        if word[i] == b'*' {
            return true;
        }
        i += 1;
    }
    false
}
