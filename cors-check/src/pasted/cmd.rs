//! "Copy as cURL" for `cmd.exe`: `^` is its escape, and the quotes are those of programs on Windows.

use core::{iter::Peekable, str::Chars};

/// True for text in this form. Its lines end in `^`, and newer browsers write `^` before each quote.
pub(super) fn is_cmd(text: &str) -> bool {
    text.contains("^\"")
        || text
            .lines()
            .any(|line| line.trim_end_matches('\r').ends_with(" ^"))
}

/// The words of a command; `None` for a quote without an end.
pub(super) fn words(text: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut is_quoted = false;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let character = match character {
            '^' => match escaped(&mut characters) {
                Escaped::Character(character) => character,
                Escaped::LineBreak => {
                    word.get_or_insert_default().push('\n');
                    continue;
                }
                Escaped::Nothing => continue,
            },
            plain => plain,
        };
        match character {
            // Firefox doubles a quote inside of quotes, Chromium puts a backslash before it.
            '"' if is_quoted && take(&mut characters, &['"']).is_some() => {
                word.get_or_insert_default().push('"');
            }
            '"' => {
                is_quoted = !is_quoted;
                word.get_or_insert_default();
            }
            '\\' => {
                let literal = take(&mut characters, &['\\', '"', '$', '`']);
                word.get_or_insert_default().push(literal.unwrap_or('\\'));
            }
            _ if character.is_whitespace() && !is_quoted => words.extend(word.take()),
            _ => word.get_or_insert_default().push(character),
        }
    }
    words.extend(word);
    (!is_quoted).then_some(words)
}

enum Escaped {
    Character(char),
    /// An escaped line break: it is written twice.
    LineBreak,
    /// The command continues on the next line.
    Nothing,
}

/// The character behind `^`.
fn escaped(characters: &mut Peekable<Chars<'_>>) -> Escaped {
    if !line_break(characters) {
        return characters
            .next()
            .map_or(Escaped::Nothing, Escaped::Character);
    }
    if line_break(characters) {
        Escaped::LineBreak
    } else {
        Escaped::Nothing
    }
}

fn line_break(characters: &mut Peekable<Chars<'_>>) -> bool {
    let is_return = characters.next_if_eq(&'\r').is_some();
    characters.next_if_eq(&'\n').is_some() || is_return
}

/// Takes the next character if it is one of these, with its `^`.
fn take(characters: &mut Peekable<Chars<'_>>, wanted: &[char]) -> Option<char> {
    let mut ahead = characters.clone();
    ahead.next_if_eq(&'^');
    let next = ahead.next().filter(|next| wanted.contains(next))?;
    *characters = ahead;
    Some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<String> {
        assert!(is_cmd(text), "{text}");
        words(text).expect("words")
    }

    #[test]
    fn words_of_chromium_lose_their_carets() {
        let text = "curl ^\"https://a.example/?q=^\\[1^\\]^&r=^%^20^\" ^\r\n  --data-raw ^\"^{^\\^\"a^\\^\":^\\^\"b^\\^\\n^\n\n^\\^\"^}^\"";
        assert_eq!(
            split(text),
            [
                "curl",
                r"https://a.example/?q=\[1\]&r=%20",
                "--data-raw",
                "{\"a\":\"b\\n\n\"}"
            ]
        );
    }

    #[test]
    fn words_of_older_chromium_have_carets_in_plain_quotes() {
        let text = "curl \"https://a.example/?m=a^@b\" ^\n  -H \"accept: */*\" ^\n  --compressed";
        assert_eq!(
            split(text),
            [
                "curl",
                "https://a.example/?m=a@b",
                "-H",
                "accept: */*",
                "--compressed"
            ]
        );
    }

    #[test]
    fn words_of_firefox_have_doubled_quotes() {
        let text = "curl ^\"https://a.example/^\" ^\n  --data-raw ^\"^{^\"^\"a^\"^\":1^}^\" -H \"b: \\$c\" -d \"\"";
        assert_eq!(
            split(text),
            [
                "curl",
                "https://a.example/",
                "--data-raw",
                "{\"a\":1}",
                "-H",
                "b: $c",
                "-d",
                ""
            ]
        );
        let text = "curl ^\"https://a.example/^\" --data-raw \"a\"^\n\n\"b\"";
        assert_eq!(split(text)[3], "a\nb");
    }

    #[test]
    fn quote_without_end_is_no_word() {
        assert_eq!(words("curl ^\"a"), None);
    }
}
