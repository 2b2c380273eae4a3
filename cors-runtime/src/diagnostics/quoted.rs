//! Text of a client, escaped and shortened for the log.

use core::fmt;

use crate::decision::HeaderLines;

/// The number of bytes of a value that are shown at most.
pub(super) const SHOWN: usize = 256;

/// A text in quotes, escaped so that it cannot end a line or a field or move the cursor, and shortened.
///
/// Fields are recorded with `Debug`: text recorded with `Display` has no quotes in a plain log, where `a method=DELETE`
/// reads as two fields.
pub(crate) struct QuotedBytes<'a>(pub(crate) &'a [u8]);

impl fmt::Debug for QuotedBytes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(value) = *self;
        let shown = value.get(..SHOWN).unwrap_or(value);
        let more = if shown.len() < value.len() { "…" } else { "" };
        write!(f, "\"{}{more}\"", shown.escape_ascii())
    }
}

/// A header value in quotes, or `none` or `several` without quotes.
pub(super) struct QuotedLines<V>(pub(super) HeaderLines<V>);

impl<V: AsRef<[u8]> + ?Sized> fmt::Debug for QuotedLines<&V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            HeaderLines::None => f.write_str("none"),
            HeaderLines::Several => f.write_str("several"),
            HeaderLines::One(value) => QuotedBytes(value.as_ref()).fmt(f),
        }
    }
}

/// The text, if it is short and all its bytes may occur in an origin. Such a text is safe in a page and in a terminal.
pub(super) fn plain(value: &[u8]) -> Option<&str> {
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-._:/[]".contains(byte);
    let value = core::str::from_utf8(value).ok()?;
    (value.len() <= SHOWN && value.as_bytes().iter().all(is_plain)).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(bytes: &[u8]) -> String {
        format!("{:?}", QuotedBytes(bytes))
    }

    #[test]
    fn quoted_text_is_escaped_and_bounded() {
        assert_eq!(quoted(b"https://a.example"), r#""https://a.example""#);
        assert_eq!(quoted(b"a\r\nb\xff\x1b[0m"), r#""a\r\nb\xff\x1b[0m""#);
        assert_eq!(quoted(b"a\" b=\\\"c"), r#""a\" b=\\\"c""#);
        assert_eq!(quoted(b""), r#""""#);
        let long = quoted(&[b'a'; 16 * 1024]);
        assert_eq!(long.chars().count(), SHOWN + "\"…\"".chars().count());
    }

    #[test]
    fn words_for_no_single_value_cannot_be_sent() {
        let lines = |lines: HeaderLines<&str>| format!("{:?}", QuotedLines(lines));
        assert_eq!(lines(HeaderLines::None), "none");
        assert_eq!(lines(HeaderLines::Several), "several");
        assert_eq!(lines(HeaderLines::One("none")), r#""none""#);
    }

    #[test]
    fn plain_text_has_no_byte_of_markup() {
        assert_eq!(plain(b"http://[::1]:8080"), Some("http://[::1]:8080"));
        for odd in [
            &b"a b"[..],
            b"<b>",
            b"a`",
            b"a&b",
            b"\"",
            b"\x1b",
            b"\xff",
            b"a=b",
        ] {
            assert_eq!(plain(odd), None, "{}", odd.escape_ascii());
        }
        assert_eq!(plain(&[b'a'; SHOWN + 1]), None);
    }
}
