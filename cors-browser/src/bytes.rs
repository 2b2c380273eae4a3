//! The characters of RFC 9110 and of the standard.

/// `tchar` of RFC 9110: the characters of methods and of header names.
fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

pub(crate) fn is_token(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.iter().copied().all(is_token_byte)
}

/// Without tabs and spaces at either end, as a header value is once it was received.
pub(crate) fn trim(bytes: &[u8]) -> &[u8] {
    trim_of(bytes, |byte| matches!(byte, b' ' | b'\t'))
}

/// Without the standard's "HTTP whitespace bytes" at either end.
pub(crate) fn trim_http_whitespace(bytes: &[u8]) -> &[u8] {
    trim_of(bytes, |byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))
}

fn trim_of(mut bytes: &[u8], is_space: fn(u8) -> bool) -> &[u8] {
    while let [first, rest @ ..] = bytes
        && is_space(*first)
    {
        bytes = rest;
    }
    while let [rest @ .., last] = bytes
        && is_space(*last)
    {
        bytes = rest;
    }
    bytes
}

/// A byte string as a script sees it: each byte is a character.
pub(crate) fn isomorphic(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

/// Bytes of a server, fit for a terminal.
pub(crate) fn shown(bytes: &[u8]) -> String {
    const SHOWN: usize = 256;
    let cut = bytes.get(..SHOWN).unwrap_or(bytes);
    let more = if cut.len() < bytes.len() { "…" } else { "" };
    let text = cut.iter().map(|byte| match byte {
        b' '..=b'~' => char::from(*byte).to_string(),
        odd => odd.escape_ascii().to_string(),
    });
    text.chain([more.to_owned()]).collect()
}

/// The bytes that `isomorphic` made characters of.
pub(crate) fn from_isomorphic(text: &str) -> Vec<u8> {
    text.chars()
        .map(|character| u8::try_from(character).unwrap_or(b'?'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_shows_is_printable_and_bounded() {
        assert_eq!(shown(b"\"a\" \x1b[0m\xff"), "\"a\" \\x1b[0m\\xff");
        assert_eq!(shown(&[b'a'; 300]).chars().count(), 257);
    }

    #[test]
    fn isomorphic_decode_and_encode() {
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(from_isomorphic(&isomorphic(&bytes)), bytes);
    }
}
