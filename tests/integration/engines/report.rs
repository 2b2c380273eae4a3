//! The counts of a comparison, and the text of a disagreement.

use std::fmt::Debug;

use crate::{
    case::Outcome,
    plain_reading::{Expected, ExpectedVerdict},
};

/// The results that the plain reading expects, counted over all scenarios.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    readable: usize,
    blocked: usize,
    preflights: usize,
    permitted: usize,
    /// Requests that would have needed a preflight, but for an earlier one.
    pub(crate) cached: usize,
    ran: usize,
}

impl Counts {
    pub(crate) fn add(&mut self, expected: &Expected) {
        for verdict in &expected.responses {
            match verdict {
                ExpectedVerdict::Blocked => self.blocked += 1,
                ExpectedVerdict::Readable(..) => self.readable += 1,
            }
        }
        let requests = &expected.requests;
        for pair in requests.windows(2) {
            let is_permitted = pair[0].preflight_for.is_some() && pair[1].preflight_for.is_none();
            self.permitted += usize::from(is_permitted);
        }
        for request in requests {
            self.preflights += usize::from(request.preflight_for.is_some());
            self.ran += usize::from(request.ran);
        }
    }

    /// Or the agreement would be one about nothing.
    pub(crate) fn assert_that_they_show_something(self) {
        for count in [self.readable, self.blocked, self.preflights, self.ran] {
            assert!(count > 500, "{self:?}");
        }
        assert!(self.cached > 30, "{self:?}");
        // Chromium keeps 1024 of them, and drops one by chance for each beyond.
        assert!(self.permitted < 1000, "{self:?}");
    }
}

/// The requests with the headers that are about CORS.
pub(crate) fn requests(outcome: &Outcome) -> String {
    let lines = outcome.seen.iter().map(|seen| {
        let headers = seen.headers.iter().filter(|(name, _)| {
            [
                "origin",
                "access-control-",
                "referer",
                "cookie",
                "sec-fetch-",
                "authorization",
            ]
            .iter()
            .any(|start| name.starts_with(start))
        });
        let headers: Vec<String> = headers
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        format!(
            "  > {} {} {} ({})",
            seen.method,
            seen.url,
            seen.status,
            headers.join("; ")
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The lines that differ.
pub(crate) fn differences(
    one: &str,
    first: &impl Debug,
    other: &str,
    second: &impl Debug,
) -> String {
    let (first, second) = (format!("{first:#?}"), format!("{second:#?}"));
    let mut lines = vec![format!("--- {one} (-) and {other} (+)")];
    let only = |all: &str, others: &str, sign: char| {
        let others: Vec<&str> = others.lines().collect();
        all.lines()
            .filter(|line| !others.contains(line))
            .map(|line| format!("{sign}{line}"))
            .collect::<Vec<_>>()
    };
    lines.extend(only(&first, &second, '-'));
    lines.extend(only(&second, &first, '+'));
    lines.join("\n")
}
