//! Prints a report as a table.

use core::fmt;

use super::{Access, Entry, Granted, Kind, Report};

/// The width of a list of names. A longer name takes a line of its own.
const LINE: usize = 32;

/// The lines of a cell.
type TableCell = Vec<String>;

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let granted = || {
            let entries = self.entries.iter();
            entries.filter_map(|entry| Some((entry, entry.granted()?)))
        };
        if granted().next().is_none() {
            f.write_str("No route that is known may be called by pages of other origins.\n")?;
        } else {
            let located = granted().any(|(_, granted)| granted.location.is_some());
            let rows = granted().map(|(entry, granted)| row(entry, granted, located));
            if self.is_by_policy {
                write_groups(f, &headings(located), rows)?;
            } else {
                let rows: Vec<_> = [headings(located)].into_iter().chain(rows).collect();
                write_rows(f, &rows)?;
            }
        }
        self.write_others(f, "Without CORS:", |access| {
            matches!(access, Access::NoCors | Access::Disabled)
        })?;
        self.write_others(
            f,
            "Unknown, with policies of its own or without:",
            |access| matches!(access, Access::Unknown),
        )
    }
}

impl Report {
    fn write_others(
        &self,
        f: &mut fmt::Formatter<'_>,
        heading: &str,
        belongs: impl Fn(&Access) -> bool,
    ) -> fmt::Result {
        let entries = self.entries.iter().filter(|entry| belongs(&entry.access));
        let rows: Vec<_> = entries
            .map(|entry| {
                let mut notes = Vec::new();
                if !entry.methods().is_empty() {
                    notes.push(entry.methods().join(", "));
                }
                if entry.kind() != Kind::Endpoint {
                    notes.push(entry.kind().as_str().to_owned());
                }
                if entry.access == Access::Disabled {
                    notes.push("disabled".to_owned());
                }
                vec![vec![entry.path().to_owned()], vec![notes.join("; ")]]
            })
            .collect();
        if rows.is_empty() {
            return Ok(());
        }
        writeln!(f, "\n{heading}")?;
        write_rows(f, &rows)
    }
}

fn headings(located: bool) -> Vec<TableCell> {
    [
        "PATH",
        "METHODS",
        "ORIGINS",
        "CREDENTIALS",
        "HEADERS",
        "EXPOSED",
        "MAX-AGE",
        "ENFORCE",
        "POLICY",
    ]
    .into_iter()
    .take(if located { 9 } else { 8 })
    .map(|heading| vec![heading.to_owned()])
    .collect()
}

fn row(entry: &Entry, granted: &Granted, located: bool) -> Vec<TableCell> {
    let mut path = vec![entry.path().to_owned()];
    if entry.kind() != Kind::Endpoint {
        path.push(format!("({})", entry.kind().as_str()));
    }
    let mut origins: TableCell = granted.origins().to_vec();
    let dev = granted.dev_origins().iter();
    origins.extend(dev.map(|origin| format!("{origin} (dev)")));
    if origins.is_empty() {
        origins.push("none".to_owned());
    }
    let switch = |on: bool| vec![if on { "yes" } else { "-" }.to_owned()];
    let mut row = vec![
        path,
        wrapped(entry.methods()),
        origins,
        switch(granted.credentials()),
        wrapped(granted.headers()),
        wrapped(granted.expose_headers()),
        granted
            .max_age()
            .map(|seconds| format!("{seconds} s"))
            .into_iter()
            .collect(),
        switch(granted.enforces()),
    ];
    if located {
        row.push(granted.location.iter().map(ToString::to_string).collect());
    }
    for cell in &mut row {
        if cell.is_empty() {
            cell.push("-".to_owned());
        }
    }
    row
}

/// The number of columns before those of the policy: path and methods.
const ROUTE: usize = 2;

/// Writes each policy once, in the order of its first route, with its routes indented below.
fn write_groups(
    f: &mut fmt::Formatter<'_>,
    headings: &[TableCell],
    rows: impl Iterator<Item = Vec<TableCell>>,
) -> fmt::Result {
    let mut groups: Vec<(Vec<TableCell>, Vec<Vec<TableCell>>)> = Vec::new();
    for mut route in rows {
        let policy = route.split_off(ROUTE);
        for line in &mut route[0] {
            line.insert_str(0, "  ");
        }
        match groups.iter_mut().find(|(known, _)| *known == policy) {
            Some((_, routes)) => routes.push(route),
            None => groups.push((policy, vec![route])),
        }
    }
    for (index, (policy, routes)) in groups.into_iter().enumerate() {
        if index > 0 {
            f.write_str("\n")?;
        }
        write_rows(f, &[headings[ROUTE..].to_vec(), policy])?;
        write_rows(f, &routes)?;
    }
    Ok(())
}

/// Wraps a list of names.
fn wrapped(names: &[&str]) -> TableCell {
    let mut lines: TableCell = Vec::new();
    for (i, name) in names.iter().enumerate() {
        let comma = if i + 1 < names.len() { "," } else { "" };
        match lines.last_mut() {
            Some(line) if line.len() + 1 + name.len() + comma.len() <= LINE => {
                line.push(' ');
                line.push_str(name);
                line.push_str(comma);
            }
            _ => lines.push(format!("{name}{comma}")),
        }
    }
    lines
}

/// Writes aligned columns, two spaces apart, without trailing spaces.
fn write_rows(f: &mut fmt::Formatter<'_>, rows: &[Vec<TableCell>]) -> fmt::Result {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).flatten();
        cells
            .map(|line| line.chars().count())
            .max()
            .unwrap_or_default()
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    for row in rows {
        let height = row.iter().map(Vec::len).max().unwrap_or_default();
        for i in 0..height {
            let mut line = String::new();
            for (cell, width) in row.iter().zip(&widths) {
                let text = cell.get(i).map_or("", String::as_str);
                line.push_str(text);
                let gap = width - text.chars().count() + 2;
                line.extend(core::iter::repeat_n(' ', gap));
            }
            writeln!(f, "{}", line.trim_end())?;
        }
    }
    Ok(())
}
