//! The findings for people.

use core::fmt::Write;

use super::{Access, AuditReport};
use crate::{
    cli::Severity,
    style::{BAD, DIM, GOOD, HEAD, WARN, paint, printable, sentence},
};

/// The lines of evidence that are shown.
const EVIDENCE: usize = 8;

pub(super) fn text(report: &AuditReport) -> String {
    let mut text = String::new();
    // Writing into a `String` does not fail.
    let _ = write(&mut text, report);
    text
}

fn write(text: &mut String, report: &AuditReport) -> core::fmt::Result {
    for finding in &report.findings {
        let (style, name) = match finding.severity {
            Severity::High => (BAD, "high"),
            Severity::Medium => (WARN, "medium"),
            Severity::Low => (HEAD, "low"),
        };
        writeln!(
            text,
            "{} {} {}",
            paint(style, format!("{name}:")),
            sentence(name.len() + 2, &printable(&finding.title)),
            paint(DIM, format!("[{}]", finding.id))
        )?;
        for line in finding.evidence.iter().take(EVIDENCE) {
            writeln!(text, "    {}", paint(DIM, printable(line)))?;
        }
        if finding.evidence.len() > EVIDENCE {
            let more = finding.evidence.len() - EVIDENCE;
            writeln!(text, "    {}", paint(DIM, format!("… {more} more lines")))?;
        }
        writeln!(text, "  {}", sentence(2, finding.consequence))?;
        let fix = sentence(7, finding.fix);
        writeln!(text, "  {} {fix}\n", paint(GOOD, "fix:"))?;
    }
    let count = |severity| {
        report
            .findings
            .iter()
            .filter(|it| it.severity == severity)
            .count()
    };
    let blocked = report
        .origins
        .iter()
        .filter(|it| it.access == Some(Access::Blocked))
        .count();
    let summary = if report.findings.is_empty() {
        paint(GOOD, "no findings")
    } else {
        format!(
            "{} high, {} medium, {} low",
            count(Severity::High),
            count(Severity::Medium),
            count(Severity::Low)
        )
    };
    writeln!(
        text,
        "{summary}; {blocked} of {} other origins are blocked; {} requests",
        report.origins.len(),
        report.requests
    )?;
    let silent = report
        .origins
        .iter()
        .filter(|it| it.access.is_none())
        .count();
    if silent > 0 {
        writeln!(text, "{silent} origins got no response")?;
    }
    Ok(())
}
