//! The report, in Markdown.

use crate::{
    callgrind::Cost,
    plan::{CONTENDERS, Table},
};
use core::fmt::Write;
use cors_tests::machine;

/// The measurement of one request and one contender.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cell {
    pub(crate) cost: Option<Cost>,
    pub(crate) nanoseconds: u128,
}

const PACKAGES: &[&str] = &["axum", "rocket", "tower-http", "rocket_cors"];

const COMMAND: &str = "cargo bench -p cors-tests --bench cost -- --write";

/// Everything, with the machine and the command.
pub(crate) fn report(tables: &[Table], cells: &[Vec<[Cell; 4]>], valgrind: Option<&str>) -> String {
    let mut out = String::from("# What CORS costs a request\n\nMade by\n\n```sh\n");
    writeln!(out, "{COMMAND}\n```\n").expect("text");
    writeln!(out, "on {}.\n", machine(PACKAGES, valgrind)).expect("text");
    out.push_str(ABOUT);
    for (table, cells) in tables.iter().zip(cells) {
        out.push('\n');
        self::table(&mut out, table, cells);
    }
    out
}

const ABOUT: &str = "\
Instructions and allocations of one request by callgrind, in process, on the finished service: the
difference of 128 and 64 requests, so that nothing of the start counts. The policy has ten origins, four
methods, three headers, credentials and a max-age. `bare` is the same app without CORS, with its
allocations in brackets. The other columns are what CORS adds to it: instructions (allocations).
`ideal` is code written by hand for exactly this policy. The ratios are of the whole request to bare,
and of what is added to what the ideal and the peer add. Time, in µs, is the median of 21 loops on
whatever else the machine did: read it as a hint.
";

fn table(out: &mut String, table: &Table, cells: &[[Cell; 4]]) {
    let peer = table.peer;
    writeln!(out, "## {}\n\n{}\n", table.title, table.about).expect("text");
    writeln!(
        out,
        "| request | bare | ours | ideal | {peer} | ours : bare | ours : ideal | ours : {peer} | µs bare, ours, ideal, {peer} |"
    )
    .expect("text");
    writeln!(out, "|---|{}", "---:|".repeat(8)).expect("text");
    for (row, cells) in table.rows.iter().zip(cells) {
        write!(out, "| {} |", row.what).expect("text");
        match cells.map(|cell| cell.cost) {
            [Some(bare), Some(ours), Some(ideal), Some(peer)] => {
                let counted = grouped(bare.instructions);
                write!(out, " {counted} ({}) |", bare.allocations).expect("text");
                for other in [ours, ideal, peer] {
                    let added = signed(other.instructions - bare.instructions);
                    let allocations = signed(other.allocations - bare.allocations);
                    write!(out, " {added} ({allocations}) |").expect("text");
                }
                let added = |of: Cost| of.instructions - bare.instructions;
                let whole = ratio(ours.instructions, bare.instructions);
                let to_ideal = ratio(added(ours), added(ideal));
                let to_peer = ratio(added(ours), added(peer));
                write!(out, " {whole} | {to_ideal} | {to_peer} |").expect("text");
            }
            _ => out.push_str(" – |".repeat(7).as_str()),
        }
        let times = cells.map(|cell| micros(cell.nanoseconds));
        writeln!(out, " {} |", times.join(", ")).expect("text");
    }
    debug_assert_eq!(CONTENDERS.len(), 4);
}

#[allow(clippy::cast_precision_loss)] // Two digits are printed.
fn ratio(part: i64, whole: i64) -> String {
    if whole > 0 && part > 0 {
        format!("{:.2}", part as f64 / whole as f64)
    } else {
        "–".to_owned()
    }
}

fn micros(nanoseconds: u128) -> String {
    format!("{}.{:02}", nanoseconds / 1000, nanoseconds % 1000 / 10)
}

fn signed(number: i64) -> String {
    let sign = if number < 0 { '−' } else { '+' };
    format!("{sign}{}", grouped(number.abs()))
}

/// `12345` as `12,345`.
pub(crate) fn grouped(number: i64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
