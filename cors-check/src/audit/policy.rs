//! Findings about the responses to `GET`.

use std::collections::HashSet;

use cors_browser::Stage;

use super::{
    Access, Observation, Observed, Seen,
    finding::AuditFinding,
    origins::{Mistake, TriedOrigin},
    preflights::fix_of_preflight,
};
use crate::cli::Severity;

const ALLOW_ORIGIN: &str = "access-control-allow-origin";
const ALLOW_CREDENTIALS: &str = "access-control-allow-credentials";

pub(super) fn findings(observed: &Observed, from: &str) -> Vec<AuditFinding> {
    let mut findings = Vec::new();
    findings.extend(blocked(&observed.from, from));
    findings.extend(redirected(&observed.from));
    findings.extend(origins(&observed.probes));
    findings.extend(missing_vary(observed));
    if let Some(response) = &observed.from.response {
        findings.extend(doubled(response));
        findings.extend(wildcard_with_credentials(response));
        findings.extend(private_network(response));
    }
    findings
}

/// The origin that is meant to be allowed is not.
fn blocked(from: &Observation, origin: &str) -> Option<AuditFinding> {
    let (_, stage, problem) = from.blocked.as_ref()?;
    let seen = from.response.as_ref().or(from.preflight.as_ref());
    Some(AuditFinding {
        id: "from-blocked",
        severity: Severity::Medium,
        title: format!("Pages of `{origin}` cannot read the response: {problem}"),
        consequence: "The script gets a network error, without the status.",
        fix: match from.status() {
            Some(status) if *stage == Stage::Preflight => fix_of_preflight(status),
            Some(401 | 403) => {
                "If the URL needs authentication, add `-H 'authorization: …'` to the audit. Error responses need the \
                 headers of CORS, too."
            }
            Some(400..) => {
                "Audit a URL whose status is 200. Error responses need the headers of CORS, too."
            }
            _ => "Run `cors-check` without `audit` for the headers that the response needs.",
        },
        evidence: seen
            .map(|seen| seen.evidence(&[ALLOW_ORIGIN, ALLOW_CREDENTIALS]))
            .unwrap_or_default(),
    })
}

/// A redirect to another host, whose responses the audit does not see.
fn redirected(from: &Observation) -> Option<AuditFinding> {
    let seen = from.response.as_ref().filter(|_| from.blocked.is_none())?;
    let location = seen
        .first("location")
        .filter(|_| (300..400).contains(&seen.status))?;
    Some(AuditFinding {
        id: "redirect-to-other-host",
        severity: Severity::Low,
        title: format!("The URL redirects to `{location}`, which was not audited"),
        consequence: "Browsers send `Origin: null` there, and scripts read that response instead of this one.",
        fix: "Let pages request that URL directly, and audit it.",
        evidence: seen.evidence(&[ALLOW_ORIGIN, "location"]),
    })
}

/// One finding for each mistake. A mistake that follows from another is left out.
fn origins(probes: &[(TriedOrigin, Option<Observation>)]) -> Vec<AuditFinding> {
    let mut allowed: Vec<(&TriedOrigin, &Observation)> = probes
        .iter()
        .filter_map(|(probe, observation)| Some((probe, observation.as_ref()?)))
        .filter(|(_, observation)| observation.access > Access::Blocked)
        .collect();
    let implied_by = |mistake| {
        let by = allowed.iter().filter(|(probe, _)| probe.mistake == mistake);
        by.map(|(_, observation)| observation.access).max()
    };
    let any = implied_by(Mistake::AnyOrigin);
    let prefix = implied_by(Mistake::PrefixMatch);
    let suffix = implied_by(Mistake::SuffixMatch);
    let special = implied_by(Mistake::SpecialCharacters);
    allowed.retain(|(probe, observation)| {
        let access = Some(observation.access);
        match probe.mistake {
            Mistake::AnyOrigin => true,
            Mistake::SpecialCharacters | Mistake::OtherPort => access > prefix && access > any,
            Mistake::Userinfo => access > special && access > prefix && access > any,
            // A server that compares the suffix without the dot allows these as well, so they are not reported again.
            Mistake::AnySubdomain | Mistake::UnescapedDot => access > suffix && access > any,
            _ => access > any,
        }
    });
    let mut seen = HashSet::new();
    let mistakes = allowed
        .iter()
        .map(|(probe, _)| probe.mistake)
        .filter(|it| seen.insert(*it));
    let mistakes: Vec<Mistake> = mistakes.collect();
    let of = |mistake: Mistake| {
        let of = allowed.iter().filter(|(probe, _)| probe.mistake == mistake);
        finding(mistake, &of.copied().collect::<Vec<_>>())
    };
    mistakes.into_iter().map(of).collect()
}

fn finding(mistake: Mistake, allowed: &[(&TriedOrigin, &Observation)]) -> AuditFinding {
    let rule = mistake.rule();
    let with_credentials = allowed
        .iter()
        .any(|(_, it)| it.access == Access::WithCredentials);
    let (severity, how) = if with_credentials {
        (rule.with_credentials, "with credentials")
    } else {
        (rule.without_credentials, "without credentials")
    };
    let mut evidence = Vec::new();
    for (probe, observation) in allowed {
        evidence.push(format!("> origin: {}", probe.origin));
        if let Some(seen) = &observation.response {
            evidence.extend(
                seen.evidence(&[ALLOW_ORIGIN, ALLOW_CREDENTIALS])
                    .into_iter()
                    .skip(1),
            );
        }
    }
    AuditFinding {
        id: rule.id,
        severity,
        title: format!("{}, {how}", rule.title),
        consequence: if mistake == Mistake::AnyOrigin && !with_credentials {
            "Any page that a user visits can read the responses that need no cookies."
        } else {
            rule.consequence
        },
        fix: if mistake == Mistake::AnyOrigin && !with_credentials {
            "This is right only for public data. Otherwise compare the whole `Origin` with a list."
        } else {
            rule.fix
        },
        evidence,
    }
}

/// The response depends on `Origin`, and a cache in between cannot see that.
fn missing_vary(observed: &Observed) -> Option<AuditFinding> {
    let probes = observed.probes.iter().filter_map(|(_, it)| it.as_ref());
    let with_origin = probes
        .chain([&observed.from])
        .filter_map(|it| it.response.as_ref());
    let all: Vec<&Seen> = observed.without_origin.iter().chain(with_origin).collect();
    let values: HashSet<Vec<&str>> = all
        .iter()
        .map(|seen| seen.lines(ALLOW_ORIGIN).collect())
        .collect();
    if values.len() < 2 {
        return None;
    }
    let lacks = |seen: &&&Seen| !seen.lists("vary", "origin") && !seen.lists("vary", "*");
    let first = all.iter().find(lacks)?;
    let value = |seen: &Seen| seen.first(ALLOW_ORIGIN).map(str::to_owned);
    let other = all.iter().find(|seen| value(seen) != value(first))?;
    let is_stored = all.iter().filter(lacks).any(|seen| {
        let has = |directive: &str| seen.lists("cache-control", directive);
        !has("no-store") && !has("private")
    });
    Some(AuditFinding {
        id: "missing-vary",
        severity: if is_stored { Severity::Medium } else { Severity::Low },
        title: "`Access-Control-Allow-Origin` depends on the request, and not all responses have `Vary: Origin`".to_owned(),
        consequence: "A cache serves the response that was made for one page to another page, which then fails, or reads \
                      what it should not.",
        fix: "Send `Vary: Origin` with every response, also to requests without `Origin` and from origins that are \
              not allowed.",
        evidence: [
            first.evidence(&[ALLOW_ORIGIN, "vary", "cache-control"]),
            other.evidence(&[ALLOW_ORIGIN, "vary", "cache-control"]),
        ]
        .concat(),
    })
}

fn doubled(seen: &Seen) -> Option<AuditFinding> {
    let mut names = [ALLOW_ORIGIN, ALLOW_CREDENTIALS].into_iter();
    let name = names.find(|name| {
        seen.lines(name).count() > 1 || seen.first(name).is_some_and(|value| value.contains(','))
    })?;
    Some(AuditFinding {
        id: "doubled-headers",
        severity: Severity::Medium,
        title: format!("`{name}` has more than one value"),
        consequence: "Every browser blocks the response, even if the values are equal.",
        fix: "Two layers add the header, such as the application and a proxy: leave it to one of them.",
        evidence: seen.evidence(&[ALLOW_ORIGIN, ALLOW_CREDENTIALS]),
    })
}

fn wildcard_with_credentials(seen: &Seen) -> Option<AuditFinding> {
    let is_wildcard = seen.first(ALLOW_ORIGIN) == Some("*");
    if !is_wildcard || seen.first(ALLOW_CREDENTIALS) != Some("true") {
        return None;
    }
    Some(AuditFinding {
        id: "wildcard-with-credentials",
        severity: Severity::Medium,
        title:
            "`Access-Control-Allow-Origin: *` comes with `Access-Control-Allow-Credentials: true`"
                .to_owned(),
        consequence: "Browsers block all requests with credentials: `*` is not a wildcard for them.",
        fix: "Name the origin if credentials are needed; otherwise remove `Access-Control-Allow-Credentials`.",
        evidence: seen.evidence(&[ALLOW_ORIGIN, ALLOW_CREDENTIALS]),
    })
}

fn private_network(seen: &Seen) -> Option<AuditFinding> {
    let name = "access-control-allow-private-network";
    seen.first(name).filter(|value| *value == "true")?;
    Some(AuditFinding {
        id: "private-network",
        severity: Severity::Low,
        title: format!("`{name}: true` is sent"),
        consequence: "Chromium up to version 141 lets public sites reach this server in a private network.",
        fix: "Remove the header.",
        evidence: seen.evidence(&[name]),
    })
}
