//! The text of a finding, without an allocator.

use core::fmt;

use crate::{Field, Lint, Texts, bytes};

/// The size of a message in bytes. The longest text fits with the longest correction.
const CAPACITY: usize = 1536;
/// The bytes of an entry that are shown. A loaded entry may have any length.
const SHOWN: usize = 120;

/// The text of a finding in a fixed buffer, so that const evaluation can write it too.
///
/// Control characters are escaped, and a text that does not fit ends in `…`.
///
/// ```
/// use cors_rules::{Field, Message, Lint};
///
/// const TEXT: Message = Message::of(Lint::MethodWrongCase, Field::Methods, "patch");
/// assert!(TEXT.as_str().starts_with("method `patch` is not in upper case\n= note: "));
/// ```
#[derive(Clone)]
pub struct Message {
    bytes: [u8; CAPACITY],
    length: usize,
    full: bool,
}

impl Message {
    /// Headline, note, help and address of a lint, for an entry without a known correction.
    #[must_use]
    pub const fn of(lint: Lint, field: Field, entry: &str) -> Self {
        Self::with_correction(lint, field, entry, None)
    }

    /// Headline, note, help and address of a lint, in the form compilers show under an error.
    #[must_use]
    pub const fn with_correction(
        lint: Lint,
        field: Field,
        entry: &str,
        correction: Option<&str>,
    ) -> Self {
        let texts = lint.texts(field);
        let mut message = Self::empty();
        message.push_template(texts.headline, field, entry, correction);
        message.push_text("\n= note: ");
        message.push_template(texts.note, field, entry, correction);
        message.push_text("\n= help: ");
        message.push_template(texts.help_for(correction), field, entry, correction);
        message.push_text("\n= help: see ");
        message.push_text(lint.address());
        message
    }

    pub(crate) const fn of_template(
        template: &str,
        field: Field,
        entry: &str,
        correction: Option<&str>,
    ) -> Self {
        let mut message = Self::empty();
        message.push_template(template, field, entry, correction);
        message
    }

    /// Names separated by commas, as entries of a list.
    pub(crate) const fn of_names(names: &str) -> Self {
        let mut message = Self::empty();
        let mut rest = names;
        while !rest.is_empty() {
            let Some(comma) = bytes::find(rest.as_bytes(), b',') else {
                message.push_name(rest);
                break;
            };
            let (name, tail) = rest.split_at(comma);
            message.push_name(name);
            rest = tail.split_at(1).1;
        }
        message
    }

    /// Adds an entry to the list.
    pub(crate) const fn push_name(&mut self, name: &str) {
        self.push_text(if self.length == 0 { "\"" } else { ", \"" });
        self.push_text(name);
        self.push_text("\"");
    }

    /// The text.
    #[must_use]
    pub const fn as_str(&self) -> &str {
        match core::str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(text) => text,
            // Only whole characters are pushed.
            Err(_) => "",
        }
    }

    const fn empty() -> Self {
        Self {
            bytes: [0; CAPACITY],
            length: 0,
            full: false,
        }
    }

    const fn push_template(
        &mut self,
        template: &str,
        field: Field,
        entry: &str,
        correction: Option<&str>,
    ) {
        let mut rest = template;
        while let Some(open) = bytes::find(rest.as_bytes(), b'{') {
            let (text, tail) = rest.split_at(open);
            self.push_text(text);
            rest = if let Some(tail) = strip_prefix(tail, "{entry}") {
                self.push_entry(entry);
                tail
            } else if let Some(tail) = strip_prefix(tail, "{field}") {
                self.push_text(field.key());
                tail
            } else if let Some(tail) = strip_prefix(tail, "{fix}") {
                if let Some(correction) = correction {
                    self.push_text(correction);
                }
                tail
            } else {
                self.push_text("{");
                tail.split_at(1).1
            };
        }
        self.push_text(rest);
    }

    /// The beginning of an entry, with characters escaped that would break a log line.
    const fn push_entry(&mut self, entry: &str) {
        let mut rest = entry;
        let start = self.length;
        while !rest.is_empty() {
            if self.length - start >= SHOWN {
                self.push_text("…");
                return;
            }
            let (character, tail) = rest.split_at(character_length(rest.as_bytes()));
            match character.as_bytes() {
                b"\n" => self.push_text("\\n"),
                b"\r" => self.push_text("\\r"),
                b"\t" => self.push_text("\\t"),
                [byte @ (0..0x20 | 0x7f)] | [0xc2, byte @ 0x80..=0xa0] => {
                    self.push_escape(*byte as u32);
                }
                // Zero-width characters, and those that change the direction of a line.
                [0xe2, 0x80, byte @ (0x8b..=0x8f | 0xa8..=0xae)] => {
                    self.push_escape(0x2000 + (*byte - 0x80) as u32);
                }
                [0xe2, 0x81, byte @ 0xa0..=0xaf] => {
                    self.push_escape(0x2040 + (*byte - 0x80) as u32);
                }
                [0xef, 0xbb, 0xbf] => self.push_escape(0xfeff),
                _ => self.push_text(character),
            }
            rest = tail;
        }
    }

    const fn push_escape(&mut self, code: u32) {
        const DIGITS: &str = "0123456789abcdef";
        self.push_text("\\u{");
        let mut shift = 16;
        while shift > 0 {
            shift -= 4;
            let digit = (code >> shift & 15) as usize;
            if code >> shift > 0 || shift == 0 {
                self.push_text(DIGITS.split_at(digit).1.split_at(1).0);
            }
        }
        self.push_text("}");
    }

    const fn push_text(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() && !self.full {
            let (character, tail) = rest.split_at(character_length(rest.as_bytes()));
            if self.length + character.len() > CAPACITY - "…".len() {
                self.full = true;
                self.push_bytes("…".as_bytes());
                return;
            }
            self.push_bytes(character.as_bytes());
            rest = tail;
        }
    }

    const fn push_bytes(&mut self, bytes: &[u8]) {
        let mut i = 0;
        while i < bytes.len() {
            self.bytes[self.length] = bytes[i];
            self.length += 1;
            i += 1;
        }
    }
}

impl Texts {
    pub(crate) const fn help_for(&self, correction: Option<&str>) -> &'static str {
        if correction.is_some() && !self.fix.is_empty() {
            self.fix
        } else {
            self.help
        }
    }
}

const fn strip_prefix<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    if bytes::starts_with(text.as_bytes(), prefix.as_bytes()) {
        Some(text.split_at(prefix.len()).1)
    } else {
        None
    }
}

/// The length of the first character of a text that is not empty.
const fn character_length(text: &[u8]) -> usize {
    match text[0] {
        0..0xc0 => 1,
        0xc0..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

#[cfg(test)]
mod tests {
    use std::{format, string::String};

    use super::{CAPACITY, Message, SHOWN};

    #[test]
    fn long_text_ends_in_an_ellipsis_after_a_whole_character() {
        for character in ["a", "ü", "€", "😀"] {
            for before in ["", "a", "ab", "abc"] {
                let mut message = Message::empty();
                message.push_text(before);
                message.push_text(&character.repeat(CAPACITY));
                message.push_text("nor does this");
                let fits = (CAPACITY - "…".len() - before.len()) / character.len();
                let expected = format!("{before}{}…", character.repeat(fits));
                assert_eq!(message.as_str(), expected, "{character} {before}");
            }
        }
    }

    #[test]
    fn long_entry_is_cut_at_the_same_length_anywhere() {
        let entry = "e".repeat(SHOWN + 1);
        let shown = |before: &str| {
            let mut message = Message::empty();
            message.push_text(before);
            message.push_entry(&entry);
            String::from(&message.as_str()[before.len()..])
        };
        let cut = format!("{}…", "e".repeat(SHOWN));
        assert_eq!(shown(""), cut);
        assert_eq!(shown(&"b".repeat(2 * SHOWN)), cut);
    }
}
