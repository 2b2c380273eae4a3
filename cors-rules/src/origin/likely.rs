//! A fast parser for the most common origins.

use super::{OriginPattern, Port, ace, authority, host};
use crate::Lint;

impl<'a> OriginPattern<'a> {
    /// [`parse`](Self::parse), faster for origins such as `https://app.example.com`: for headers of requests.
    ///
    /// ```
    /// use cors_rules::OriginPattern;
    ///
    /// for text in ["https://app.example.com", "https://127.1", "https://App.example.com", "tauri://localhost"] {
    ///     assert_eq!(OriginPattern::parse_likely(text), OriginPattern::parse(text));
    /// }
    /// ```
    pub fn parse_likely(text: &'a str) -> Result<Self, Lint> {
        match read(text) {
            Some(pattern) => Ok(pattern),
            None => Self::parse(text),
        }
    }
}

/// Parses an http or https origin whose host is a plain name: labels of a valid length and valid bytes, without punycode,
/// the last of which begins with a letter, so that it is not a number. `None` for any other text, valid or not.
fn read(text: &str) -> Option<OriginPattern<'_>> {
    let https = text.strip_prefix("https://");
    let name = https.or_else(|| text.strip_prefix("http://"))?;
    let scheme = if https.is_some() { "https" } else { "http" };
    let bytes = name.as_bytes();
    // The start of the label.
    let mut start = 0;
    for (i, &byte) in bytes.iter().enumerate() {
        if host::is_name_byte(byte) {
            continue;
        }
        if byte != b'.' || !has_sound_length(i - start) || ace::has_prefix(&bytes[start..]) {
            return None;
        }
        start = i + 1;
    }
    let is_word =
        bytes.get(start).is_some_and(u8::is_ascii_lowercase) && !ace::has_prefix(&bytes[start..]);
    let fits = bytes.len() <= host::LONGEST_NAME && has_sound_length(bytes.len() - start);
    (is_word && fits).then_some(OriginPattern {
        text,
        scheme,
        host: name,
        port: Port::Default,
        subdomains: false,
        extensions: false,
    })
}

const fn has_sound_length(label: usize) -> bool {
    label > 0 && label <= authority::LONGEST_LABEL
}
