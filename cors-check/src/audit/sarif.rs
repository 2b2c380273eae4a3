//! The findings as SARIF 2.1.0, which code scanning of CI services reads.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::AuditReport;
use crate::cli::Severity;

pub(super) fn sarif(report: &AuditReport) -> Value {
    let rules: BTreeMap<&str, Value> = report
        .findings
        .iter()
        .map(|finding| {
            let rule = json!({
                "id": finding.id,
                "shortDescription": { "text": finding.id.replace('-', " ") },
                "fullDescription": { "text": finding.consequence },
                "help": { "text": finding.fix },
            });
            (finding.id, rule)
        })
        .collect();
    let results: Vec<Value> = report
        .findings
        .iter()
        .map(|finding| {
            let level = match finding.severity {
                Severity::High => "error",
                Severity::Medium => "warning",
                Severity::Low => "note",
            };
            json!({
                "ruleId": finding.id,
                "level": level,
                "message": {
                    "text": format!("{}. {} {}", finding.title, finding.consequence, finding.fix)
                },
                "locations": [{
                    "physicalLocation": { "artifactLocation": { "uri": report.url } }
                }],
                "partialFingerprints": { "finding/v1": format!("{}:{}", finding.id, report.url) },
                "properties": { "evidence": finding.evidence },
            })
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": "cors-check",
                    "version": env!("CARGO_PKG_VERSION"),
                    "rules": rules.into_values().collect::<Vec<_>>(),
                }
            },
            "results": results,
        }],
    })
}
