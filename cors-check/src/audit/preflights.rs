//! Findings about preflights and error responses.

use std::rc::Rc;

use cors_browser::{Reason, Stage};

use super::{Access, Call, Observation, Observed, Seen, finding::AuditFinding, observe::fetch};
use crate::{
    cli::Severity,
    network::{Network, Page},
};

const SHOWN: [&str; 6] = [
    "access-control-allow-origin",
    "access-control-allow-credentials",
    "access-control-allow-methods",
    "access-control-allow-headers",
    "access-control-max-age",
    "location",
];

pub(super) async fn findings(
    network: &Rc<Network>,
    from: &Page,
    call: &Call<'_>,
    method: Option<&str>,
    observed: &Observed,
) -> Vec<AuditFinding> {
    let mut findings = Vec::new();
    if observed.from.access == Access::Blocked {
        // Everything that follows would be blocked, too.
        return findings;
    }
    // A policy for requests without credentials is tried without them.
    let call = &Call {
        credentials: observed.from.access == Access::WithCredentials,
        ..call.clone()
    };
    let with = |name: &str, value: &str| {
        let mut call = call.clone();
        call.headers.retain(|(other, _)| other != name);
        call.headers.push((name.to_owned(), value.to_owned()));
        call
    };
    let json = fetch(network, from, &with("content-type", "application/json"))
        .await
        .ok();
    let mut has_preflights = true;
    if let Some(json) = &json {
        let failed = failed_preflight(json);
        has_preflights = failed.is_none();
        findings.extend(failed);
        findings.extend(header_not_granted(json, "content-type", Severity::Low));
        if let Some(preflight) = &json.preflight {
            findings.extend(max_age(preflight));
        }
    }
    if has_preflights {
        // A token that no server accepts: the response to it is the error response of authentication.
        if !call.headers.iter().any(|(name, _)| name == "authorization") {
            let token = with("authorization", "Bearer cors-check");
            if let Ok(observation) = fetch(network, from, &token).await {
                findings.extend(header_not_granted(
                    &observation,
                    "authorization",
                    Severity::Low,
                ));
                findings.extend(error_without_headers(
                    &observation,
                    &token,
                    Severity::Medium,
                ));
            }
        }
        if let Some(method) = method {
            let named = Call {
                method,
                ..call.clone()
            };
            if let Ok(observation) = fetch(network, from, &named).await {
                findings.extend(method_not_allowed(&observation, method));
                findings.extend(error_without_headers(
                    &observation,
                    &named,
                    Severity::Medium,
                ));
            }
        }
        // The first probe is an unrelated site.
        let attacker = observed.probes.first().and_then(|(probe, observation)| {
            let is_blocked = observation.as_ref()?.access == Access::Blocked;
            probe.page.as_ref().filter(|_| is_blocked)
        });
        if let Some(attacker) = attacker {
            let put = Call {
                credentials: true,
                method: "PUT",
                ..call.clone()
            };
            if let Ok(observation) = fetch(network, attacker, &put).await {
                findings.extend(preflight_for_any_origin(&observation));
            }
        }
    }
    // Another path, whose policy can differ: its finding is of low severity.
    let mut missing = call.url.clone();
    missing.set_query(None);
    if let Ok(mut segments) = missing.path_segments_mut() {
        segments.pop_if_empty().push("cors-check-not-found");
    }
    let not_found = Call {
        url: &missing,
        ..call.clone()
    };
    if let Ok(observation) = fetch(network, from, &not_found).await {
        findings.extend(error_without_headers(
            &observation,
            &not_found,
            Severity::Low,
        ));
    }
    let mut ids = Vec::new();
    findings.retain(|finding| {
        let key = (finding.id, finding.title.clone());
        let is_new = !ids.contains(&key);
        ids.push(key);
        is_new
    });
    findings
}

/// The preflight fails for every header and method.
fn failed_preflight(observation: &Observation) -> Option<AuditFinding> {
    let (reason, stage, problem) = observation.blocked.as_ref()?;
    let is_granted = matches!(
        reason,
        Reason::HeaderNotAllowed | Reason::AuthorizationNotAllowed | Reason::MethodNotAllowed
    );
    if *stage != Stage::Preflight || is_granted {
        return None;
    }
    let seen = observation.preflight.as_ref()?;
    Some(AuditFinding {
        id: "preflight-fails",
        severity: Severity::Medium,
        title: format!("Preflights fail: {problem}"),
        consequence: "Pages can send neither JSON nor headers such as `Authorization`, nor methods such as `PUT`.",
        fix: fix_of_preflight(seen.status),
        evidence: seen.evidence(&SHOWN),
    })
}

/// The change after which preflights pass, by the status that they have now.
pub(super) fn fix_of_preflight(status: u16) -> &'static str {
    match status {
        300..=399 => "Respond to preflights before the redirect; no browser follows it.",
        401 | 403 => "Respond to preflights before authentication: they never have credentials.",
        404 | 405 | 501 => {
            "Respond to `OPTIONS` before routes are matched, with a status from 200 to 299."
        }
        _ => "Respond to preflights with a status from 200 to 299 and the headers of CORS.",
    }
}

fn header_not_granted(
    observation: &Observation,
    name: &str,
    severity: Severity,
) -> Option<AuditFinding> {
    let (reason, _, problem) = observation.blocked.as_ref()?;
    if !matches!(
        reason,
        Reason::HeaderNotAllowed | Reason::AuthorizationNotAllowed
    ) {
        return None;
    }
    let seen = observation.preflight.as_ref()?;
    let is_wildcard = seen.lists("access-control-allow-headers", "*");
    Some(AuditFinding {
        id: "header-not-granted",
        severity,
        title: format!("Requests with `{name}` are blocked: {problem}"),
        consequence: if is_wildcard {
            "`*` covers neither `Authorization` nor requests with credentials."
        } else {
            "A call with this header fails, although the preflight response looks successful."
        },
        fix: "List the header in `Access-Control-Allow-Headers`, if pages need it.",
        evidence: seen.evidence(&SHOWN),
    })
}

fn method_not_allowed(observation: &Observation, method: &str) -> Option<AuditFinding> {
    let (reason, Stage::Preflight, problem) = observation.blocked.as_ref()? else {
        return None;
    };
    let seen = observation.preflight.as_ref()?;
    (*reason == Reason::MethodNotAllowed).then(|| AuditFinding {
        id: "method-not-allowed",
        severity: Severity::Medium,
        title: format!("`{method}` is blocked: {problem}"),
        consequence: "The request is never sent.",
        fix: "List the method in `Access-Control-Allow-Methods`, in upper case.",
        evidence: seen.evidence(&SHOWN),
    })
}

fn preflight_for_any_origin(observation: &Observation) -> Option<AuditFinding> {
    if observation.access == Access::Blocked {
        return None;
    }
    let seen = observation.preflight.as_ref()?;
    Some(AuditFinding {
        id: "preflight-for-any-origin",
        severity: if observation.access == Access::WithCredentials {
            Severity::High
        } else {
            Severity::Medium
        },
        title: "Preflights of every site pass, although the responses cannot be read".to_owned(),
        consequence: "Any site can make a browser send `PUT` here, with the user's cookies if credentials are allowed.",
        fix: "Apply the list of origins to preflights, too.",
        evidence: seen.evidence(&SHOWN),
    })
}

/// An error response that the script cannot read, where it can read others.
fn error_without_headers(
    observation: &Observation,
    call: &Call<'_>,
    severity: Severity,
) -> Option<AuditFinding> {
    let (_, Stage::Response, problem) = observation.blocked.as_ref()? else {
        return None;
    };
    let seen = observation.response.as_ref()?;
    if seen.status < 400 {
        return None;
    }
    let mut evidence = vec![format!("> {} {}", call.method, call.url)];
    evidence.extend(seen.evidence(&SHOWN));
    Some(AuditFinding {
        id: "error-without-headers",
        severity,
        title: format!(
            "Responses of status {} cannot be read: {problem}",
            seen.status
        ),
        consequence: "The script gets a network error and cannot see the status, such as that of an expired session.",
        fix: "Add the headers of CORS to all responses, also to those of the router, of authentication and of errors.",
        evidence,
    })
}

fn max_age(preflight: &Seen) -> Option<AuditFinding> {
    let value = preflight.first("access-control-max-age");
    let number = value.map(|value| {
        value
            .bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| value.parse::<u64>())
    });
    let (title, consequence, fix) = match number {
        None => (
            "Preflight responses have no `Access-Control-Max-Age`".to_owned(),
            "Browsers cache them for 5 seconds, so that most calls cost two round trips.",
            "Send `Access-Control-Max-Age: 7200`, the most that Chromium caches.",
        ),
        Some(Some(Ok(seconds))) if seconds <= 86_400 => return None,
        Some(Some(_)) => (
            format!(
                "`Access-Control-Max-Age` is longer than a day: {}",
                value.unwrap_or_default()
            ),
            "Chromium caches preflights for 2 hours, Firefox for a day and Safari for 10 minutes.",
            "Send `Access-Control-Max-Age: 7200`.",
        ),
        Some(None) => (
            format!(
                "`Access-Control-Max-Age` is not a number of seconds: {}",
                value.unwrap_or_default()
            ),
            "Browsers cache such preflights for 5 seconds or not at all.",
            "Send a number of seconds, such as `7200`; `0` turns the cache off.",
        ),
    };
    Some(AuditFinding {
        id: "max-age",
        severity: Severity::Low,
        title,
        consequence,
        fix,
        evidence: preflight.evidence(&SHOWN),
    })
}
