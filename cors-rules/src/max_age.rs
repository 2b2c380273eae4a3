//! The time that a browser may cache a preflight.

use alloc::{format, string::String};

use crate::Lint;

/// The longest time in seconds that a browser caches a preflight (Firefox; the others have lower limits).
const LONGEST: u32 = 86_400;

/// The seconds of a `max_age` written as a number, from 0 (do not cache) to 86400 (a day).
///
/// ```
/// use cors_rules::{check_max_age, Lint};
///
/// const _: () = assert!(check_max_age(600).is_ok());
/// assert_eq!(check_max_age(-1), Err(Lint::MaxAgeNegative));
/// ```
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 0..=86400 by the arms above
pub const fn check_max_age(seconds: i64) -> Result<u32, Lint> {
    match seconds {
        ..0 => Err(Lint::MaxAgeNegative),
        0..=86_400 => Ok(seconds as u32),
        _ => Err(Lint::MaxAgeTooLong),
    }
}

/// The seconds of a `max_age` written as text: a whole number and one of the units `s`, `m`, `h` and `d`, or none for
/// seconds.
///
/// ```
/// use cors_rules::parse_max_age;
///
/// const DAY: u32 = match parse_max_age("24h") { Ok(seconds) => seconds, Err(_) => unreachable!() };
/// assert_eq!(DAY, 86_400);
/// ```
pub const fn parse_max_age(text: &str) -> Result<u32, Lint> {
    let (negative, text) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        text => (false, text),
    };
    let (digits, unit) = match text {
        [digits @ .., b'm'] => (digits, 60),
        [digits @ .., b'h'] => (digits, 3600),
        [digits @ .., b'd'] => (digits, 86_400),
        [digits @ .., b's'] | digits => (digits, 1),
    };
    if digits.is_empty() {
        return Err(Lint::MaxAgeUnreadable);
    }
    let mut seconds = 0_i64;
    let mut i = 0;
    while i < digits.len() {
        if !digits[i].is_ascii_digit() {
            return Err(Lint::MaxAgeUnreadable);
        }
        seconds = seconds
            .saturating_mul(10)
            .saturating_add((digits[i] - b'0') as i64);
        i += 1;
    }
    if negative {
        return Err(Lint::MaxAgeNegative);
    }
    check_max_age(seconds.saturating_mul(unit))
}

/// The correction of a number of seconds.
pub(crate) fn correct_seconds(seconds: i64) -> String {
    format!("{}", seconds.clamp(0, i64::from(LONGEST)))
}

/// The correction of a text, where its meaning is clear.
pub(crate) fn correct_text(text: &str, lint: Lint) -> Option<String> {
    match lint {
        Lint::MaxAgeNegative => Some("0".into()),
        Lint::MaxAgeTooLong => Some("24h".into()),
        _ => {
            let plain: String = text
                .chars()
                .filter(|c| !matches!(c, ' ' | '\t' | '_'))
                .collect();
            let plain = plain.to_ascii_lowercase();
            let digits = plain.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            let unit = match &plain[digits.len()..] {
                "" | "s" | "sec" | "secs" | "second" | "seconds" => "s",
                "m" | "min" | "mins" | "minute" | "minutes" => "m",
                "h" | "hr" | "hrs" | "hour" | "hours" => "h",
                "d" | "day" | "days" => "d",
                _ => return None,
            };
            let fixed = format!("{digits}{unit}");
            parse_max_age(&fixed).is_ok().then_some(fixed)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{check_max_age, correct_seconds, correct_text, parse_max_age};
    use crate::Lint;

    #[test]
    fn number_is_at_least_zero_and_at_most_a_day() {
        assert_eq!(check_max_age(0), Ok(0));
        assert_eq!(check_max_age(86_400), Ok(86_400));
        assert_eq!(check_max_age(86_401), Err(Lint::MaxAgeTooLong));
        assert_eq!(check_max_age(i64::MAX), Err(Lint::MaxAgeTooLong));
        assert_eq!(check_max_age(-1), Err(Lint::MaxAgeNegative));
        assert_eq!(check_max_age(i64::MIN), Err(Lint::MaxAgeNegative));
    }

    #[test]
    fn text_is_a_whole_number_and_a_unit() {
        for (text, seconds) in [
            ("24h", 86_400),
            ("1d", 86_400),
            ("10m", 600),
            ("30s", 30),
            ("86400", 86_400),
            ("0", 0),
            ("007s", 7),
        ] {
            assert_eq!(parse_max_age(text), Ok(seconds), "{text}");
        }
        for text in ["25h", "2d", "86401", "99999999999999999999d"] {
            assert_eq!(parse_max_age(text), Err(Lint::MaxAgeTooLong), "{text}");
        }
        for text in ["-1", "-24h", "-0"] {
            assert_eq!(parse_max_age(text), Err(Lint::MaxAgeNegative), "{text}");
        }
        for text in [
            "", "h", "-", "-h", "1.5h", "1h30m", "24H", " 24h", "24 h", "+5", "1w", "forever", "٣s",
        ] {
            assert_eq!(parse_max_age(text), Err(Lint::MaxAgeUnreadable), "{text}");
        }
    }

    #[test]
    fn corrections_are_the_intended_ages() {
        for (text, fixed) in [
            ("24H", "24h"),
            ("24 h", "24h"),
            ("10 minutes", "10m"),
            ("1 day", "1d"),
            ("3_600", "3600s"),
            ("30 Sec", "30s"),
        ] {
            assert_eq!(
                correct_text(text, Lint::MaxAgeUnreadable).as_deref(),
                Some(fixed),
                "{text}"
            );
        }
        for text in ["", "h", "1.5h", "1w", "90 days", "1h30m", "٣s"] {
            assert_eq!(correct_text(text, Lint::MaxAgeUnreadable), None, "{text}");
        }
        assert_eq!(correct_seconds(-1), "0");
        assert_eq!(correct_seconds(100_000), "86400");
    }
}
