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
    loop {
        let character = characters
            .next()
            .ok_or("a quote `$'` of the copied command has no end")?;
        match character {
            '\'' => return Ok(decoded),
            '\\' => {
                let escaped = characters.next().unwrap_or('\\');
                decoded.push(match escaped {
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'x' => code(characters, 2)?,
                    'u' => code(characters, 4)?,
                    'U' => code(characters, 8)?,
                    other => other,
                });
            }
            other => decoded.push(other),
        }
    }
}

/// A character by its number in hexadecimal digits.
fn code(characters: &mut Peekable<Chars<'_>>, digits: usize) -> Result<char, String> {
    let mut number = 0;
    for _ in 0..digits {
        let Some(digit) = characters.peek().and_then(|it| it.to_digit(16)) else {
            break;
        };
        characters.next();
        number = number * 16 + digit;
    }
    char::from_u32(number)
        .ok_or_else(|| "the copied command has an escape that is no character".to_owned())
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
