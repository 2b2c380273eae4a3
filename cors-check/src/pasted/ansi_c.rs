//! The quotes `$'…'` of bash, which "Copy as cURL" uses for text with special characters.

use core::{iter::Peekable, str::Chars};

use shlex::Quoter;

/// Replaces `$'…'` by quotes that every shell has, and joins lines.
pub(super) fn without_ansi_c(text: &str) -> Result<String, String> {
    let mut plain = String::new();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            // The end of a line that continues. `shlex` makes a word of it.
            '\\' if characters.next_if_eq(&'\r').is_some() => {
                let _ = characters.next_if_eq(&'\n');
            }
            '\\' if characters.next_if_eq(&'\n').is_some() => {}
            '\\' => {
                plain.push(character);
                plain.extend(characters.next());
            }
            '\'' => {
                plain.push(character);
                for quoted in characters.by_ref() {
                    plain.push(quoted);
                    if quoted == '\'' {
                        break;
                    }
                }
            }
            '"' => {
                plain.push(character);
                while let Some(quoted) = characters.next() {
                    plain.push(quoted);
                    if quoted == '"' {
                        break;
                    }
                    if quoted == '\\' {
                        plain.extend(characters.next());
                    }
                }
            }
            '$' if characters.peek() == Some(&'\'') => {
                characters.next();
                let decoded = decode(&mut characters)?;
                let quoted = Quoter::new().quote(&decoded);
                let quoted = quoted.map_err(|_| "the copied command has a zero byte".to_owned())?;
                plain.push_str(&quoted);
            }
            _ => plain.push(character),
        }
    }
    Ok(plain)
}

/// Decodes up to the closing quote.
fn decode(characters: &mut Peekable<Chars<'_>>) -> Result<String, String> {
    let mut decoded = String::new();
    // The bytes of `\x` and of octal escapes: a character of UTF-8 has several.
    let mut bytes = Vec::new();
    loop {
        let character = characters
            .next()
            .ok_or("a quote `$'` of the copied command has no end")?;
        if character == '\\'
            && let Some(byte) = byte(characters)
        {
            bytes.push(byte);
            continue;
        }
        decoded.push_str(&text(core::mem::take(&mut bytes)));
        decoded.push(match character {
            '\'' => return Ok(decoded),
            '\\' => match characters.next().unwrap_or('\\') {
                'a' => '\x07',
                'b' => '\x08',
                'e' | 'E' => '\x1b',
                'f' => '\x0c',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'v' => '\x0b',
                'u' => utf16(characters)?,
                'U' => character_of(number(characters, 16, 8))?,
                other => other,
            },
            other => other,
        });
    }
}

/// The byte of an escape such as `\xe9` or `\041`.
fn byte(characters: &mut Peekable<Chars<'_>>) -> Option<u8> {
    let number = if characters.next_if_eq(&'x').is_some() {
        number(characters, 16, 2)
    } else if characters.peek().is_some_and(|it| it.is_digit(8)) {
        number(characters, 8, 3)
    } else {
        return None;
    };
    // bash leaves out what does not fit into a byte.
    u8::try_from(number & 0xff).ok()
}

/// The text of these bytes. Firefox writes a character up to `ÿ` as a byte of its number.
fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes)
        .unwrap_or_else(|error| error.as_bytes().iter().copied().map(char::from).collect())
}

/// A character of `\u`. Firefox writes those of more than four digits as two halves of UTF-16.
fn utf16(characters: &mut Peekable<Chars<'_>>) -> Result<char, String> {
    let first = number(characters, 16, 4);
    let mut ahead = characters.clone();
    if (0xd800..0xdc00).contains(&first) && (ahead.next(), ahead.next()) == (Some('\\'), Some('u'))
    {
        let second = number(&mut ahead, 16, 4);
        if (0xdc00..0xe000).contains(&second) {
            *characters = ahead;
            return character_of(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00));
        }
    }
    character_of(first)
}

fn character_of(number: u32) -> Result<char, String> {
    char::from_u32(number)
        .ok_or_else(|| "the copied command has an escape that is no character".to_owned())
}

/// A number of at most this many digits.
fn number(characters: &mut Peekable<Chars<'_>>, radix: u32, digits: usize) -> u32 {
    let mut number = 0;
    for _ in 0..digits {
        let Some(digit) = characters.peek().and_then(|it| it.to_digit(radix)) else {
            break;
        };
        characters.next();
        number = number * radix + digit;
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        shlex::split(&without_ansi_c(text).expect("quotes")).expect("words")
    }

    #[test]
    fn ansi_c_quotes_become_words() {
        assert_eq!(words(r"a $'it\'s\n\u0021' b"), ["a", "it's\n!", "b"]);
        assert_eq!(words(r"--data-raw=$'a b'"), ["--data-raw=a b"]);
    }

    #[test]
    fn ansi_c_escapes_of_firefox_become_text() {
        assert_eq!(words(r"$'\xc3\xa9 \ud83d\ude00'"), ["é 😀"]);
        assert_eq!(words(r"$'caf\xe9 \u20ac\041'"), ["café €!"]);
        assert!(without_ansi_c(r"$'\ud83d'").is_err());
    }

    #[test]
    fn lines_that_continue_are_joined() {
        assert_eq!(words("a \\\n  '' \\\r\n b"), ["a", "", "b"]);
    }

    #[test]
    fn other_quotes_stay() {
        assert_eq!(words(r#"'$'\''a' "$'b'" \$"#), ["$'a", "$'b'", "$"]);
    }

    #[test]
    fn ansi_c_quote_without_end_is_an_error() {
        assert!(without_ansi_c("$'a").is_err());
        assert!(without_ansi_c(r"$'\UFFFFFFFF'").is_err());
        assert!(without_ansi_c(r"$'\x00'").is_err());
    }
}
