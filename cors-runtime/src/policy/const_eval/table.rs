//! Builds the values of a policy from constants: sorted origins, methods, the text of headers.

use cors_rules::{OriginPattern, insert_exact, insert_pattern};

use super::Entries;
use crate::origins::DynamicOrigins;

const fn is_pattern(text: &'static str) -> bool {
    match OriginPattern::parse(text) {
        Ok(pattern) => !pattern.is_exact(),
        Err(_) => false,
    }
}

/// The number of patterns, or of exact origins, in all lists.
#[doc(hidden)]
#[must_use]
pub const fn count(lists: &[Entries], patterns: bool) -> usize {
    let mut count = 0;
    each!(list in lists => {
        each!(entry in list => {
            if is_pattern(entry) == patterns {
                count += 1;
            }
        });
    });
    count
}

/// The exact origins of all lists, sorted for the look-up.
#[doc(hidden)]
#[must_use]
pub const fn exact<const N: usize>(lists: &[Entries]) -> [&'static str; N] {
    let mut sorted = [""; N];
    let mut length = 0;
    each!(list in lists => {
        each!(entry in list => {
            if !is_pattern(entry) {
                insert_exact(&mut sorted, length, entry);
                length += 1;
            }
        });
    });
    sorted
}

/// The patterns of all lists, sorted for the look-up.
#[doc(hidden)]
#[must_use]
pub const fn patterns<const N: usize>(lists: &[Entries]) -> [OriginPattern<'static>; N] {
    let placeholder = OriginPattern::__known("https://*.invalid");
    let mut patterns = [placeholder; N];
    let mut length = 0;
    each!(list in lists => {
        each!(entry in list => {
            if let Ok(pattern) = OriginPattern::parse(entry)
                && !pattern.is_exact()
            {
                insert_pattern(&mut patterns, length, pattern);
                length += 1;
            }
        });
    });
    patterns
}

/// The number of dynamic origins among the constants.
#[doc(hidden)]
#[must_use]
pub const fn count_sources(all: &[Option<DynamicOrigins>]) -> usize {
    let mut count = 0;
    each!(source in all => {
        if source.is_some() {
            count += 1;
        }
    });
    count
}

/// The dynamic origins among the constants.
#[doc(hidden)]
#[must_use]
pub const fn sources<const N: usize>(all: &[Option<DynamicOrigins>]) -> [DynamicOrigins; N] {
    let mut found = [DynamicOrigins::NONE; N];
    let mut length = 0;
    each!(source in all => {
        if let Some(source) = source {
            found[length] = source;
            length += 1;
        }
    });
    found
}

/// The number of methods in all lists, with a `HEAD` for each `GET`.
#[doc(hidden)]
#[must_use]
pub const fn count_methods(lists: &[Entries]) -> usize {
    let mut count = 0;
    each!(list in lists => {
        each!(entry in list => {
            count += if is_get(entry) { 2 } else { 1 };
        });
    });
    count
}

/// The methods of all lists, with a `HEAD` after each `GET`.
#[doc(hidden)]
#[must_use]
pub const fn methods<const N: usize>(lists: &[Entries]) -> [&'static str; N] {
    let mut methods = [""; N];
    let mut length = 0;
    each!(list in lists => {
        each!(entry in list => {
            methods[length] = entry;
            length += 1;
            if is_get(entry) {
                methods[length] = "HEAD";
                length += 1;
            }
        });
    });
    methods
}

const fn is_get(method: &str) -> bool {
    matches!(method.as_bytes(), b"GET")
}

/// The length of the text that [`header()`] builds.
#[doc(hidden)]
#[must_use]
pub const fn header_length(lists: &[Entries]) -> usize {
    let mut length = 0;
    each!(list in lists => {
        each!(entry in list => {
            length += entry.len() + 1;
        });
    });
    length.saturating_sub(1)
}

/// The names of all lists, in lower case and separated by commas.
#[doc(hidden)]
#[must_use]
pub const fn header<const N: usize>(lists: &[Entries]) -> [u8; N] {
    let mut text = [b','; N];
    let mut length = 0;
    each!(list in lists => {
        each!(entry in list => {
            let name = entry.as_bytes();
            let mut k = 0;
            while k < name.len() {
                text[length] = name[k].to_ascii_lowercase();
                length += 1;
                k += 1;
            }
            length += 1;
        });
    });
    text
}

/// The number of decimal digits in a number of seconds.
#[doc(hidden)]
#[must_use]
pub const fn digits(seconds: u64) -> usize {
    let (mut rest, mut digits) = (seconds / 10, 1);
    while rest > 0 {
        rest /= 10;
        digits += 1;
    }
    digits
}

/// The digits of a number of seconds, padded with leading zeros.
#[doc(hidden)]
#[must_use]
pub const fn decimal<const N: usize>(seconds: u64) -> [u8; N] {
    let (mut rest, mut text, mut i) = (seconds, [b'0'; N], N);
    while i > 0 {
        i -= 1;
        #[allow(clippy::cast_possible_truncation)] // a digit
        let digit = (rest % 10) as u8;
        text[i] = b'0' + digit;
        rest /= 10;
    }
    text
}

/// The text of these bytes.
///
/// # Panics
///
/// In const evaluation, if a constant is not ASCII, which the rules exclude.
#[doc(hidden)]
#[must_use]
pub const fn text(bytes: &'static [u8]) -> &'static str {
    match core::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => panic!("a constant is not ASCII"),
    }
}

#[doc(hidden)]
#[macro_export]
macro_rules! __constant_origins {
    ([$($list:expr),*] [$($source:expr),*]) => {{
        const __CORS_LISTS: &[&[&str]] = &[$($list),*];
        const __CORS_SOURCES: &[::core::option::Option<$crate::__private::DynamicOrigins>] = &[$($source),*];
        const __CORS_EXACT: [&str; $crate::__private::const_eval::count(__CORS_LISTS, false)] =
            $crate::__private::const_eval::exact(__CORS_LISTS);
        const __CORS_PATTERNS: [$crate::__private::OriginPattern<'static>;
            $crate::__private::const_eval::count(__CORS_LISTS, true)] =
            $crate::__private::const_eval::patterns(__CORS_LISTS);
        $crate::__private::Origins::Listed {
            exact: &__CORS_EXACT,
            patterns: const { $crate::__private::OriginPatterns::of(&__CORS_PATTERNS) },
            sources: &const {
                $crate::__private::const_eval::sources::<
                    { $crate::__private::const_eval::count_sources(__CORS_SOURCES) },
                >(__CORS_SOURCES)
            },
        }
    }};
}

#[doc(hidden)]
#[macro_export]
macro_rules! __constant_methods {
    ($($list:expr),* $(,)?) => {{
        const __CORS_LISTS: &[&[&str]] = &[$($list),*];
        const __CORS_METHODS: [&str; $crate::__private::const_eval::count_methods(__CORS_LISTS)] =
            $crate::__private::const_eval::methods(__CORS_LISTS);
        $crate::__private::Methods::Only(&__CORS_METHODS)
    }};
}

#[doc(hidden)]
#[macro_export]
macro_rules! __constant_header {
    ($($list:expr),* $(,)?) => {{
        const __CORS_LISTS: &[&[&str]] = &[$($list),*];
        const __CORS_BYTES: [u8; $crate::__private::const_eval::header_length(__CORS_LISTS)] =
            $crate::__private::const_eval::header(__CORS_LISTS);
        $crate::__private::const_eval::text(&__CORS_BYTES)
    }};
}

#[doc(hidden)]
#[macro_export]
macro_rules! __constant_seconds {
    ($seconds:expr) => {{
        const __CORS_SECONDS: u64 = $seconds;
        const __CORS_BYTES: [u8; $crate::__private::const_eval::digits(__CORS_SECONDS)] =
            $crate::__private::const_eval::decimal(__CORS_SECONDS);
        $crate::__private::const_eval::text(&__CORS_BYTES)
    }};
}
