//! RFC 6265bis, "the Set-Cookie header field": parsing.
//!
//! The crate `cookie` takes text only and three date formats; the RFC takes bytes, and the parts of a date in any
//! order.

use std::time::Duration;

use crate::bytes::{isomorphic, trim};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SameSite {
    None,
    Lax,
    Strict,
}

#[derive(Debug)]
pub(crate) struct SetCookie {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) domain: Option<String>,
    pub(crate) path: Option<String>,
    pub(crate) secure: bool,
    /// `None` without the attribute, or with a value that is none of the three: an engine has a default.
    pub(crate) same_site: Option<SameSite>,
    /// On the clock of the browser.
    pub(crate) expires: Option<Duration>,
}

impl SetCookie {
    /// Parses a header value. `started` is the time since 1970 at which the browser's clock was zero.
    pub(crate) fn parse(line: &[u8], now: Duration, started: Duration) -> Option<Self> {
        let mut parts = line.split(|byte| *byte == b';').map(trim);
        let (name, value) = pair(parts.next()?);
        if name.is_empty() && value.is_empty() {
            return None;
        }
        let mut cookie = Self {
            name: isomorphic(name),
            value: isomorphic(value),
            domain: None,
            path: None,
            secure: false,
            same_site: None,
            expires: None,
        };
        let mut lifetime = None;
        for part in parts {
            let (key, value) = attribute(part);
            match key.to_ascii_lowercase().as_slice() {
                b"secure" => cookie.secure = true,
                b"domain" => {
                    let domain = value
                        .strip_prefix(b".")
                        .unwrap_or(value)
                        .to_ascii_lowercase();
                    cookie.domain = Some(isomorphic(&domain)).filter(|domain| !domain.is_empty());
                }
                b"path" => {
                    cookie.path = value.starts_with(b"/").then(|| isomorphic(value));
                }
                b"samesite" => {
                    cookie.same_site = match value.to_ascii_lowercase().as_slice() {
                        b"none" => Some(SameSite::None),
                        b"lax" => Some(SameSite::Lax),
                        b"strict" => Some(SameSite::Strict),
                        _ => None,
                    };
                }
                b"max-age" => lifetime = seconds(value).or(lifetime),
                b"expires" => {
                    cookie.expires = date(value)
                        .map(|date| date.saturating_sub(started))
                        .or(cookie.expires);
                }
                _ => {}
            }
        }
        if let Some(lifetime) = lifetime {
            cookie.expires = Some(match lifetime {
                Duration::ZERO => Duration::ZERO,
                lifetime => now.saturating_add(lifetime),
            });
        }
        Some(cookie)
    }
}

/// Splits a cookie pair; without `=` all of it is the value.
fn pair(part: &[u8]) -> (&[u8], &[u8]) {
    match part.iter().position(|byte| *byte == b'=') {
        Some(equals) => (trim(&part[..equals]), trim(&part[equals + 1..])),
        None => (b"", part),
    }
}

/// Splits an attribute; without `=` all of it is the key.
fn attribute(part: &[u8]) -> (&[u8], &[u8]) {
    match pair(part) {
        (b"", key) if !part.starts_with(b"=") => (key, b""),
        pair => pair,
    }
}

/// Parses `Max-Age`; a negative one is zero.
fn seconds(value: &[u8]) -> Option<Duration> {
    let (is_negative, digits) = match value.strip_prefix(b"-") {
        Some(digits) => (true, digits),
        None => (false, value),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let seconds = str::from_utf8(digits).ok()?.parse().unwrap_or(u64::MAX);
    Some(Duration::from_secs(if is_negative { 0 } else { seconds }))
}

/// RFC 6265bis, "dates": the time since 1970; an earlier date is zero.
fn date(value: &[u8]) -> Option<Duration> {
    const MONTHS: [&[u8]; 12] = [
        b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov",
        b"dec",
    ];
    let (mut time, mut day, mut month, mut year) = (None, None, None, None);
    let is_delimiter = |byte: &u8| !byte.is_ascii_alphanumeric() && *byte != b':' && *byte < 0x80;
    for token in value.split(is_delimiter).filter(|token| !token.is_empty()) {
        let number = || str::from_utf8(token).ok()?.parse::<u16>().ok();
        let lower = token.to_ascii_lowercase();
        if time.is_none() && token.contains(&b':') {
            time = clock(token);
        } else if day.is_none() && token.len() <= 2 && number().is_some() {
            day = number();
        } else if let Some(index) = MONTHS.iter().position(|name| lower.starts_with(name))
            && month.is_none()
        {
            month = Some(index);
        } else if year.is_none() && (token.len() == 2 || token.len() == 4) {
            year = number().map(|year| match year {
                0..=69 => year + 2000,
                70..=99 => year + 1900,
                year => year,
            });
        }
    }
    let (time, day, month, year) = (time?, day?, month?, year?);
    if !(1..=31).contains(&day) || year < 1601 {
        return None;
    }
    let days = days_before(year) + days_before_month(month, is_leap(year)) + u64::from(day) - 1;
    let since_0 = Duration::from_secs(days * 86_400 + time);
    Some(since_0.saturating_sub(Duration::from_secs(days_before(1970) * 86_400)))
}

/// Parses `hh:mm:ss` to seconds.
fn clock(token: &[u8]) -> Option<u64> {
    let mut parts = token.split(|byte| *byte == b':').map(|part| {
        let number = str::from_utf8(part).ok()?.parse::<u64>().ok()?;
        (part.len() <= 2 && number < 60).then_some(number)
    });
    let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next()??);
    (hours < 24 && parts.next().is_none()).then_some(hours * 3600 + minutes * 60 + seconds)
}

fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

/// The number of days from year 1 to the start of a year.
fn days_before(year: u16) -> u64 {
    let past = u64::from(year) - 1;
    past * 365 + past / 4 - past / 100 + past / 400
}

fn days_before_month(month: usize, leap: bool) -> u64 {
    const DAYS: [u64; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let days: u64 = DAYS.iter().take(month).sum();
    days + u64::from(leap && month > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> SetCookie {
        let (now, started) = (Duration::from_secs(100), Duration::from_secs(1_700_000_000));
        SetCookie::parse(line.as_bytes(), now, started).expect(line)
    }

    #[test]
    fn set_cookie_name_and_value() {
        let cookie = parsed(" session = a=b ; HttpOnly");
        assert_eq!(
            (cookie.name.as_str(), cookie.value.as_str()),
            ("session", "a=b")
        );
        assert_eq!(parsed("nameless").value, "nameless");
        assert!(SetCookie::parse(b"=", Duration::ZERO, Duration::ZERO).is_none());
        assert!(SetCookie::parse(b"; Secure", Duration::ZERO, Duration::ZERO).is_none());
    }

    #[test]
    fn set_cookie_attributes() {
        let cookie = parsed("a=1; PATH=/b;domain=.Example.com; secure ;SameSite=none");
        assert_eq!(cookie.path.as_deref(), Some("/b"));
        assert_eq!(cookie.domain.as_deref(), Some("example.com"));
        assert!(cookie.secure);
        assert_eq!(cookie.same_site, Some(SameSite::None));
        let cookie = parsed("a=1; Path=b; Domain=; SameSite=odd; Unknown=1");
        assert_eq!((cookie.path, cookie.domain), (None, None));
        assert_eq!(cookie.same_site, None);
    }

    #[test]
    fn set_cookie_lifetime() {
        let expires = |line: &str| parsed(line).expires.map(|expires| expires.as_secs());
        assert_eq!(expires("a=1"), None);
        assert_eq!(expires("a=1; Max-Age=60"), Some(160));
        assert_eq!(expires("a=1; Max-Age=-1"), Some(0));
        assert_eq!(expires("a=1; Max-Age=soon"), None);
        assert_eq!(
            expires("a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT"),
            Some(0)
        );
        // 1 700 000 000 is 2023-11-14T22:13:20Z.
        assert_eq!(
            expires("a=1; Expires=Tue, 14 Nov 2023 22:13:21 GMT"),
            Some(1)
        );
        assert_eq!(
            expires("a=1; Expires=Wednesday, 15-Nov-23 22:13:20 GMT"),
            Some(86_400)
        );
        assert_eq!(
            expires("a=1; Expires=Fri, 01 Mar 2024 22:13:20 GMT"),
            Some(108 * 86_400)
        );
        assert_eq!(
            expires("a=1; Expires=Tue, 14 Nov 2023 22:13:21 GMT; Max-Age=60"),
            Some(160)
        );
        for odd in [
            "",
            "tomorrow",
            "99:99:99",
            "Tue, 32 Nov 2023 22:13:21 GMT",
            ":::",
            "1 jan 0 1:1:1",
        ] {
            assert_eq!(expires(&format!("a=1; Expires={odd}")), None, "{odd}");
        }
    }
}
