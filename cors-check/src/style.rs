//! Colours, and text of servers made safe for a terminal.

use core::fmt::Display;
use std::{
    env,
    io::{Write, stdout},
};

use anstyle::{AnsiColor, Style};

pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
pub(crate) const WARN: Style = AnsiColor::Yellow.on_default().bold();
pub(crate) const HEAD: Style = Style::new().bold();
pub(crate) const DIM: Style = Style::new().dimmed();

/// Text in a style; without colours where the output has none.
pub(crate) fn paint(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}

/// Prints to stdout. A closed pipe is no error.
pub(crate) fn print(text: &str) {
    let _ = anstream::stdout().write_all(text.as_bytes());
}

/// Prints to stderr.
pub(crate) fn print_note(text: &str) {
    let _ = anstream::stderr().write_all(text.as_bytes());
}

pub(crate) fn print_error(error: &str) {
    print_note(&format!("{} {}\n", paint(BAD, "error:"), printable(error)));
}

/// Text of a server on one line, without control characters, cut at 300 characters.
pub(crate) fn printable(text: &str) -> String {
    printable_up_to(300, text)
}

/// [`printable`] text, cut at a number of characters.
pub(crate) fn printable_up_to(limit: usize, text: &str) -> String {
    let mut line = String::new();
    for character in text.chars().take(limit) {
        if character.is_control()
            || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        {
            line.extend(character.escape_default());
        } else {
            line.push(character);
        }
    }
    if text.chars().nth(limit).is_some() {
        line.push('…');
    }
    line
}

/// The columns of the terminal; `None` where the output is no terminal.
fn columns() -> Option<usize> {
    let of_variable = env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok());
    of_variable.or_else(|| {
        let (width, _) = terminal_size::terminal_size_of(stdout())?;
        Some(width.0.into())
    })
}

/// A sentence that begins in a column, broken between words where the terminal ends.
pub(crate) fn sentence(column: usize, text: &str) -> String {
    match columns() {
        Some(columns) => broken(column, text, columns.max(40)),
        None => text.to_owned(),
    }
}

fn broken(column: usize, text: &str, columns: usize) -> String {
    let mut lines = String::new();
    let mut end = column;
    for word in text.split(' ') {
        let length = word.chars().count();
        if end == column {
            end += length;
        } else if end + 1 + length > columns {
            lines.push('\n');
            lines.extend(core::iter::repeat_n(' ', column));
            end = column + length;
        } else {
            lines.push(' ');
            end += 1 + length;
        }
        lines.push_str(word);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_break_between_words() {
        assert_eq!(broken(2, "one two three", 10), "one two\n  three");
        assert_eq!(
            broken(2, "a https://long.example b", 10),
            "a\n  https://long.example\n  b"
        );
        assert_eq!(broken(2, "", 10), "");
    }

    #[test]
    fn printable_escapes_controls_and_cuts() {
        assert_eq!(printable("a\x1b[31mb\r\n"), "a\\u{1b}[31mb\\r\\n");
        assert_eq!(printable("\u{202e}é"), "\\u{202e}é");
        assert_eq!(printable(&"a".repeat(400)).chars().count(), 301);
    }
}
