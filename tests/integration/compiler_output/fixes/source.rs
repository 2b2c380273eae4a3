//! A source text, parsed as far as inserting a correction needs.

use core::ops::Range;

use super::message::Mistake;

/// A source text whose comments are blank.
pub(super) struct SourceText {
    pub(super) text: String,
    groups: Vec<Group>,
}

/// The text between brackets of any kind.
#[derive(Clone)]
pub(super) struct Group {
    pub(super) open: usize,
    pub(super) close: usize,
    commas: Vec<usize>,
}

impl Group {
    /// An entry with the comma after it, or else the comma before it.
    pub(super) fn with_comma(&self, entry: &Range<usize>) -> Range<usize> {
        let behind = self.commas.iter().find(|comma| **comma >= entry.end);
        let before = self.commas.iter().rfind(|comma| **comma < entry.start);
        match (behind, before) {
            (Some(comma), _) => entry.start..comma + 1,
            (None, Some(comma)) => *comma..entry.end,
            (None, None) => entry.clone(),
        }
    }
}

impl SourceText {
    pub(super) fn of(written: &str) -> Self {
        let mut text = Vec::with_capacity(written.len());
        let (mut groups, mut open) = (Vec::new(), Vec::<Group>::new());
        let (mut in_text, mut in_comment, mut escaped) = (false, false, false);
        for (at, byte) in written.bytes().enumerate() {
            in_comment =
                byte != b'\n' && (in_comment || (!in_text && written[at..].starts_with("//")));
            text.push(if in_comment { b' ' } else { byte });
            if in_comment {
                continue;
            }
            if in_text {
                in_text = escaped || byte != b'"';
                escaped = !escaped && byte == b'\\';
                continue;
            }
            match byte {
                b'"' => in_text = true,
                b'(' | b'[' | b'{' => open.push(Group {
                    open: at,
                    close: at,
                    commas: Vec::new(),
                }),
                b')' | b']' | b'}' => {
                    if let Some(group) = open.pop() {
                        groups.push(Group { close: at, ..group });
                    }
                }
                b',' | b';' => {
                    if let Some(group) = open.last_mut() {
                        group.commas.push(at);
                    }
                }
                _ => {}
            }
        }
        Self {
            text: String::from_utf8(text).expect("blanks in place of comments"),
            groups,
        }
    }

    /// The text that an error underlines.
    pub(super) fn span(&self, mistake: &Mistake) -> Range<usize> {
        let lines = self.text.split_inclusive('\n').take(mistake.line - 1);
        let line: usize = lines.map(str::len).sum();
        let at = |column: usize| {
            let characters = self.text[line..].char_indices();
            line + characters.map(|(at, _)| at).nth(column).unwrap_or_default()
        };
        at(mistake.column - 1)..at(mistake.column - 1 + mistake.length)
    }

    /// The groups around a span, the innermost first, up to that of the attribute; none outside of one.
    pub(super) fn around(&self, span: &Range<usize>) -> Vec<&Group> {
        let mut groups = Vec::new();
        // Inner groups are closed first.
        for group in &self.groups {
            if group.open < span.start && span.end <= group.close {
                groups.push(group);
                if self.is_policy(group) {
                    return groups;
                }
            }
        }
        Vec::new()
    }

    /// The attribute around a span, or else the one it is on or below.
    pub(super) fn attribute(&self, span: &Range<usize>) -> &Group {
        let around = self.around(span).pop();
        let within = || {
            let within = |group: &&Group| group.open >= span.start && group.close < span.end;
            self.groups
                .iter()
                .filter(within)
                .find(|group| self.is_policy(group))
        };
        let above = || {
            let above = |group: &&Group| group.close < span.start && self.is_policy(group);
            self.groups
                .iter()
                .filter(above)
                .max_by_key(|group| group.open)
        };
        around.or_else(within).or_else(above).expect("an attribute")
    }

    fn is_policy(&self, group: &Group) -> bool {
        let before = &self.text[..group.open];
        before.ends_with("cors") || before.ends_with("policy!")
    }

    /// The entries of a group, without the white space around them.
    pub(super) fn entries(&self, group: &Group) -> Vec<Range<usize>> {
        let ends = group.commas.iter().chain([&group.close]);
        let mut start = group.open + 1;
        let mut entries = Vec::new();
        for &end in ends {
            let text = &self.text[start..end];
            let from = start + text.len() - text.trim_start().len();
            if !text.trim().is_empty() {
                entries.push(from..from + text.trim().len());
            }
            start = end + 1;
        }
        entries
    }

    /// The name an entry begins with.
    pub(super) fn key(&self, entry: &Range<usize>) -> &str {
        key(&self.text[entry.clone()])
    }
}

/// The name a text begins with.
pub(super) fn key(text: &str) -> &str {
    let end = text.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    &text[..end.unwrap_or(text.len())]
}
