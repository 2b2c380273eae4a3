//! Decodes the keys of a policy from one text.
//!
//! A text costs `cargo check` nothing; the same keys as expressions would cost as much as the rest of a handler. Const
//! evaluation decodes the text where the policy is used.
//!
//! ```text
//! origins 1+1 23:https://app.example.com 21:https://*.example.org; credentials; headers 12:content-type
//! ```
//!
//! The length precedes each value, and the number of entries each list, because const evaluation takes
//! microseconds per byte it reads and per function it calls. For the same reason the code has no slices of slices, and
//! recognises a key by its first letters.

use cors_rules::{Allowance, Allowances, OriginPattern};

use super::{Annotation, StatedKeys, expose_headers, header, headers, max_age};
use crate::{
    Policy,
    origins::{OriginPatterns, Origins},
    policy::const_eval::each,
    policy::{HeaderText, Methods, is_same},
};

/// Adds the keys in the text of `A` to the policy, and returns which keys those are.
pub(super) const fn read<A: Annotation>(mut policy: Policy) -> (Policy, StatedKeys) {
    let mut keys = StatedKeys {
        origins: false,
        dev_origins: false,
        expose_headers: false,
    };
    let text = A::ENCODED.keys;
    let bytes = text.as_bytes();
    let end = bytes.len();
    let mut at = 0;
    while at < end {
        match bytes[at] {
            b'o' => {
                (policy.origins, at) = origins::<A>(bytes);
                keys.origins = true;
            }
            b'c' => (policy.credentials, at) = flag(bytes, at + CREDENTIALS),
            b'm' if bytes[at + 1] == b'e' => {
                (policy.methods, at) = methods::<A>(bytes, at + METHODS);
            }
            b'h' => {
                let value;
                (value, at) = word(text, bytes, at + HEADERS);
                policy.headers = header(value, headers::<A>);
            }
            b'e' if bytes[at + 1] == b'x' => {
                let value;
                (value, at) = word(text, bytes, at + EXPOSE_HEADERS);
                policy.expose_headers = header(value, expose_headers::<A>);
                keys.expose_headers = true;
            }
            b'm' => {
                let value;
                (value, at) = word(text, bytes, at + MAX_AGE);
                policy.max_age = Some(HeaderText::new(value, max_age::<A>));
            }
            b'e' => {
                (policy.enforce, at) = flag(bytes, at + ENFORCE);
                policy.declaration.states_enforce = true;
                // `allow(forwarded_host)` belongs to `enforce`: a policy that turns it on again has to state both.
                if !policy.enforce {
                    policy.declaration.allow.forwarded_host = false;
                }
            }
            b'a' => {
                (policy.declaration.allow, at) =
                    allowances(policy.declaration.allow, text, bytes, at + ALLOW);
            }
            _ => panic!("an unknown key in an encoded policy"),
        }
        // Skip `; `.
        at += 2;
    }
    (policy, keys)
}

const ORIGINS: usize = "origins ".len();
const CREDENTIALS: usize = "credentials".len();
const METHODS: usize = "methods ".len();
const HEADERS: usize = "headers ".len();
const EXPOSE_HEADERS: usize = "expose_headers ".len();
const MAX_AGE: usize = "max_age ".len();
const ENFORCE: usize = "enforce".len();
const ALLOW: usize = "allow ".len();
const FALSE: usize = " false".len();

// Each function returns the decoded value and the position after it.

/// A flag: on, unless ` false` follows.
const fn flag(bytes: &[u8], at: usize) -> (bool, usize) {
    if at < bytes.len() && bytes[at] == b' ' {
        (false, at + FALSE)
    } else {
        (true, at)
    }
}

/// A decimal number.
const fn number(bytes: &[u8], mut at: usize) -> (usize, usize) {
    let mut number = 0;
    while let digit @ b'0'..=b'9' = bytes[at] {
        number = 10 * number + (digit - b'0') as usize;
        at += 1;
    }
    (number, at)
}

/// A value, which its length precedes.
const fn word(text: &'static str, bytes: &[u8], at: usize) -> (&'static str, usize) {
    let (length, colon) = number(bytes, at);
    let (start, end) = (colon + 1, colon + 1 + length);
    let (_, rest) = text.split_at(start);
    let word = if end == bytes.len() {
        rest
    } else {
        rest.split_at(length).0
    };
    (word, end)
}

/// The position after this number of values. A space precedes each.
const fn end_of_words(bytes: &[u8], mut at: usize, words: usize) -> usize {
    let mut i = 0;
    while i < words {
        let length;
        (length, at) = number(bytes, at + 1);
        at += 1 + length;
        i += 1;
    }
    at
}

const fn words<const N: usize>(
    text: &'static str,
    bytes: &[u8],
    mut at: usize,
    count: usize,
) -> [&'static str; N] {
    let mut words = [""; N];
    let mut i = 0;
    while i < count {
        (words[i], at) = word(text, bytes, at + 1);
        i += 1;
    }
    words
}

const fn allowances(
    mut allow: Allowances,
    text: &'static str,
    bytes: &[u8],
    at: usize,
) -> (Allowances, usize) {
    let (count, at) = number(bytes, at);
    let names: [&str; Allowance::ALL.len()] = words(text, bytes, at, count);
    each!(name in names.split_at(count).0 => {
        each!(allowance in Allowance::ALL => {
            if is_same(allowance.name().as_bytes(), name.as_bytes()) {
                allow = allow.with(allowance);
            }
        });
    });
    (allow, end_of_words(bytes, at, count))
}

/// A list, in an array of the next available length: const evaluation cannot build an array of a length it decodes.
/// `$words` returns the array for a length.
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
            _ => panic!("a list that is too long for an encoded policy"),
        };
        words.split_at(count).0
    }};
}

const fn origins<A: Annotation>(bytes: &[u8]) -> (Origins, usize) {
    let origins = if bytes[ORIGINS] == b'*' {
        Origins::Any
    } else {
        let (exact, starred, _) = counts(bytes);
        Origins::Listed {
            exact: list!(exact_origins::<A>, exact),
            patterns: OriginPatterns::of(list!(patterns::<A>, starred)),
            sources: &[],
        }
    };
    (origins, origins_end(bytes))
}

/// The numbers of exact origins and of patterns, and the position of the first.
const fn counts(bytes: &[u8]) -> (usize, usize, usize) {
    let (exact, plus) = number(bytes, ORIGINS);
    let (patterns, at) = number(bytes, plus + 1);
    (exact, patterns, at)
}

const fn origins_end(bytes: &[u8]) -> usize {
    if bytes[ORIGINS] == b'*' {
        return ORIGINS + 1;
    }
    let (exact, patterns, at) = counts(bytes);
    end_of_words(bytes, at, exact + patterns)
}

const fn methods<A: Annotation>(bytes: &[u8], at: usize) -> (Methods, usize) {
    if bytes[at] == b'*' {
        return (Methods::Any, at + 1);
    }
    let (count, at) = number(bytes, at);
    let methods = Methods::Only(list!(named_methods::<A>, count));
    (methods, end_of_words(bytes, at, count))
}

// The `const` block of each function is evaluated only if the function is called. In the text, origins come first and
// methods second.

const fn exact_origins<A: Annotation, const N: usize>() -> &'static [&'static str] {
    const {
        let text = A::ENCODED.keys;
        let bytes = text.as_bytes();
        let (count, _, at) = counts(bytes);
        &words::<N>(text, bytes, at, count)
    }
}

const PLACEHOLDER: OriginPattern<'static> = OriginPattern::__known("https://*.invalid");

const fn patterns<A: Annotation, const N: usize>() -> &'static [OriginPattern<'static>] {
    const {
        let text = A::ENCODED.keys;
        let bytes = text.as_bytes();
        let (exact, count, at) = counts(bytes);
        let mut at = end_of_words(bytes, at, exact);
        let mut patterns = [PLACEHOLDER; N];
        let mut i = 0;
        while i < count {
            let pattern;
            (pattern, at) = word(text, bytes, at + 1);
            patterns[i] = OriginPattern::__known(pattern);
            i += 1;
        }
        &{ patterns }
    }
}

const fn named_methods<A: Annotation, const N: usize>() -> &'static [&'static str] {
    const {
        let text = A::ENCODED.keys;
        let bytes = text.as_bytes();
        let at = if bytes[0] == b'o' {
            origins_end(bytes) + 2
        } else {
            0
        };
        let (count, at) = number(bytes, at + METHODS);
        &words::<N>(text, bytes, at, count)
    }
}
