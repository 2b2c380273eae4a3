//! The parts of an error message: place and help.

use crate::pages::is_ours;

/// One error of ours.
pub(super) struct Mistake {
    /// The line, from one.
    pub(super) line: usize,
    /// The column in characters, from one.
    pub(super) column: usize,
    /// The number of underlined characters.
    pub(super) length: usize,
    pub(super) help: String,
}

/// The messages of a snapshot.
pub(super) fn mistakes(snapshot: &str) -> Vec<Mistake> {
    snapshot
        .split("\n\n")
        .filter(|error| is_ours(error))
        .map(|error| mistake(error).unwrap_or_else(|| panic!("no help or no place in: {error}")))
        .collect()
}

fn mistake(error: &str) -> Option<Mistake> {
    let mut lines = error.lines();
    let help = lines
        .by_ref()
        .find_map(|line| line.trim_start().strip_prefix("= help: "))?;
    let place = lines
        .by_ref()
        .find_map(|line| line.trim_start().strip_prefix("--> "))?;
    let mut place = place.rsplit(':');
    let column = place.next()?.parse().ok()?;
    let line = place.next()?.parse().ok()?;
    let underlined = lines.find_map(|line| {
        let (_, marks) = line.split_once(" | ")?;
        let marks = marks.trim_start();
        marks.starts_with('^').then_some(marks)
    })?;
    Some(Mistake {
        line,
        column,
        length: underlined.chars().take_while(|mark| *mark == '^').count(),
        help: help.to_owned(),
    })
}
