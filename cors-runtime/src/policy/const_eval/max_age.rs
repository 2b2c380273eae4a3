//! Constants for `max_age`.

use core::time::Duration;

use cors_rules::{Field, Lint, check_max_age, parse_max_age};

use super::{
    fail,
    table::{decimal, digits},
};

/// The types of constants for `max_age`. See [`ListConstant`](super::ListConstant).
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a constant of type `{Self}` cannot be a `max_age`",
    label = "no length of time",
    note = "`max_age` takes constants of the integer types, `&str` such as `\"24h\"`, and `Duration`"
)]
pub trait MaxAgeConstant {
    type MaxAgeReader;
    const MAX_AGE_READER: Self::MaxAgeReader;
}

/// Returns the value whose `const fn`s read a constant of this type.
#[doc(hidden)]
#[must_use]
pub const fn max_age_reader<T: MaxAgeConstant>(_: &T) -> T::MaxAgeReader {
    T::MAX_AGE_READER
}

macro_rules! age_constants {
    ($($constant:ty, $reader:ident => |$value:ident| $seconds:expr;)*) => {$(
        #[doc(hidden)]
        #[derive(Clone, Copy, Debug)]
        pub struct $reader;

        #[diagnostic::do_not_recommend]
        impl MaxAgeConstant for $constant {
            type MaxAgeReader = $reader;
            const MAX_AGE_READER: $reader = $reader;
        }

        impl $reader {
            /// The seconds; 0 if the constant is invalid, which `check` reports.
            #[must_use]
            #[allow(clippy::cast_lossless, trivial_numeric_casts)]
            pub const fn seconds(self, $value: &'static $constant) -> u64 {
                valid_or_zero(check_max_age($seconds))
            }

            #[track_caller]
            #[allow(clippy::cast_lossless, trivial_numeric_casts)]
            pub const fn check(self, $value: &'static $constant) {
                check_seconds($seconds);
            }
        }
    )*};
}

age_constants! {
    i32, I32 => |seconds| *seconds as i64;
    i64, I64 => |seconds| *seconds;
    u16, U16 => |seconds| *seconds as i64;
    u32, U32 => |seconds| *seconds as i64;
    u64, U64 => |seconds| clamped(*seconds);
    usize, Usize => |seconds| clamped(*seconds as u64);
}

#[diagnostic::do_not_recommend]
impl MaxAgeConstant for Duration {
    type MaxAgeReader = MaxAgeDuration;
    const MAX_AGE_READER: MaxAgeDuration = MaxAgeDuration;
}

#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct MaxAgeDuration;

impl MaxAgeDuration {
    #[must_use]
    pub const fn seconds(self, time: &Duration) -> u64 {
        valid_or_zero(check_max_age(clamped(time.as_secs())))
    }

    #[track_caller]
    pub const fn check(self, time: &Duration) {
        if time.subsec_nanos() > 0 {
            fail(
                Lint::MaxAgeUnreadable,
                Field::MaxAge,
                "a fraction of a second",
            );
        }
        check_seconds(clamped(time.as_secs()));
    }
}

#[diagnostic::do_not_recommend]
impl MaxAgeConstant for &'static str {
    type MaxAgeReader = MaxAgeText;
    const MAX_AGE_READER: MaxAgeText = MaxAgeText;
}

#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct MaxAgeText;

impl MaxAgeText {
    #[must_use]
    pub const fn seconds(self, text: &str) -> u64 {
        valid_or_zero(parse_max_age(text))
    }

    #[track_caller]
    pub const fn check(self, text: &str) {
        if let Err(rule) = parse_max_age(text) {
            fail(rule, Field::MaxAge, text);
        }
    }
}

/// A value that does not fit is too large in any case.
#[allow(clippy::cast_possible_wrap)]
const fn clamped(seconds: u64) -> i64 {
    if seconds > i64::MAX as u64 {
        i64::MAX
    } else {
        seconds as i64
    }
}

/// The seconds of the policy; 0 if they are invalid, which [`check_seconds`] reports.
#[allow(clippy::cast_lossless)]
const fn valid_or_zero(checked: Result<u32, Lint>) -> u64 {
    match checked {
        Ok(seconds) => seconds as u64,
        Err(_) => 0,
    }
}

#[track_caller]
const fn check_seconds(seconds: i64) {
    if let Err(rule) = check_max_age(seconds) {
        let size = seconds.unsigned_abs();
        let mut text: [u8; 20] = decimal(size);
        let mut start = text.len() - digits(size);
        if seconds < 0 {
            start -= 1;
            text[start] = b'-';
        }
        match core::str::from_utf8(text.split_at(start).1) {
            Ok(text) => fail(rule, Field::MaxAge, text),
            Err(_) => fail(rule, Field::MaxAge, "this"),
        }
    }
}
