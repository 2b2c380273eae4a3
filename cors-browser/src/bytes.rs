//! Byte classes and conversions of RFC 9110 and the Fetch standard.

/// RFC 9110, `tchar`: a byte of a method or a header name.
fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// RFC 9110, `token`: a method or a header name.
pub(crate) fn is_token(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.iter().copied().all(is_token_byte)
}

/// Removes tabs and spaces from both ends, as parsing of a received header value does.
pub(crate) fn trim(bytes: &[u8]) -> &[u8] {
    trim_of(bytes, |byte| matches!(byte, b' ' | b'\t'))
}

/// Removes the standard's "HTTP whitespace bytes" from both ends.
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

/// Infra, "isomorphic decode": each byte becomes the code point of its value.
pub(crate) fn isomorphic(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

/// Escapes bytes that came from a server, and cuts them at 256, for a terminal.
pub(crate) fn printable(bytes: &[u8]) -> String {
    const LIMIT: usize = 256;
    let cut = bytes.get(..LIMIT).unwrap_or(bytes);
    let more = if cut.len() < bytes.len() { "…" } else { "" };
    let text = cut.iter().map(|byte| match byte {
        b' '..=b'~' => char::from(*byte).to_string(),
        odd => odd.escape_ascii().to_string(),
    });
    text.chain([more.to_owned()]).collect()
}

/// Infra, "isomorphic encode": the inverse of `isomorphic`.
pub(crate) fn from_isomorphic(text: &str) -> Vec<u8> {
    text.chars()
        .map(|character| u8::try_from(character).unwrap_or(b'?'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printable_escapes_and_cuts() {
        assert_eq!(printable(b"\"a\" \x1b[0m\xff"), "\"a\" \\x1b[0m\\xff");
        assert_eq!(printable(&[b'a'; 300]).chars().count(), 257);
    }

    #[test]
    fn isomorphic_decode_and_encode() {
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(from_isomorphic(&isomorphic(&bytes)), bytes);
    }
}
