//! Validates a function at start: calls it with origins that it should reject, and with origins that the rules reject.
//!
//! This catches common mistakes; it is not a proof. The calls are derived from the hosts a function compares with. Its
//! conditions on ports, and on the labels that [`Origin::subdomain_of`](crate::Origin::subdomain_of) returns, stay
//! unknown.

use std::collections::BTreeSet;

use cors_rules::{
    Field, Finding, Lint, OriginContext, OriginPattern, Port, check_loaded_origins, check_origin,
    is_public_suffix_or_ancestor, registrable_domain,
};

use super::{
    function::{OriginFunction, parse_header},
    load::{LoadProblem, warn_shared},
    origin::ComparisonRecorder,
    rejected::RejectedOrigin,
};

pub(super) fn probe(
    function: &OriginFunction,
    context: OriginContext,
    known: &[String],
) -> Vec<LoadProblem> {
    let mut names = ComparedNames::default();
    let mut problems = accepted_foreign_origins(function, context, known, &mut names);
    problems.extend(overruled(function, context, &mut names));
    problems.extend(invalid_hosts(function, &names));
    if problems.is_empty() && is_strict(context) {
        let domains = names.domains.iter();
        for domain in domains.filter(|domain| is_public_suffix_or_ancestor(domain)) {
            warn_shared(function.name, domain);
        }
    }
    problems
}

/// The number of hosts that a function is called with at most.
const MOST_PROBES: usize = 1_000;

/// The names a function compared with, each once.
#[derive(Default)]
struct ComparedNames {
    hosts: BTreeSet<String>,
    domains: BTreeSet<String>,
}

impl ComparedNames {
    /// Takes the recorded names, and returns the new hosts and the new domains.
    fn take_new(&mut self, recorder: &ComparisonRecorder) -> (Vec<String>, Vec<String>) {
        let new = |known: &mut BTreeSet<String>, names: Vec<String>| {
            let new: Vec<String> = names
                .into_iter()
                .filter(|name| !known.contains(name))
                .collect();
            known.extend(new.iter().cloned());
            new
        };
        (
            new(&mut self.hosts, recorder.hosts.take()),
            new(&mut self.domains, recorder.domains.take()),
        )
    }
}

/// True if the policy must not accept all names below a public suffix; the rules for patterns have the same condition.
const fn is_strict(context: OriginContext) -> bool {
    (context.credentials || context.enforce) && !context.allow.public_suffixes
}

/// Finds origins that the function accepts and only an attacker has.
///
/// The origins are look-alikes of the policy's other hosts and of the hosts the function compares with: `example.com`
/// gives `evilexample.com` and `example.com.evil.invalid`.
fn accepted_foreign_origins(
    function: &OriginFunction,
    context: OriginContext,
    known: &[String],
    names: &mut ComparedNames,
) -> Vec<LoadProblem> {
    let recorder = ComparisonRecorder::default();
    let accepts = |origin: &String| {
        let pattern = parse_header(origin.as_bytes());
        pattern.is_some_and(|pattern| {
            pattern.check(context).is_ok() && function.accepts(pattern, Some(&recorder))
        })
    };
    let mut probed = BTreeSet::new();
    let mut hosts = Vec::new();
    for host in known {
        hosts.extend(look_alikes(host, context));
    }
    hosts.extend(FOREIGN_HOSTS.map(ToOwned::to_owned));
    let mut problems = Vec::new();
    while let Some(host) = hosts.pop() {
        if probed.contains(&host) || probed.len() > MOST_PROBES {
            continue;
        }
        let extension = (host == FOREIGN_NAME).then(|| EXTENSION.to_owned());
        let accepted = origins_at(&host).chain(extension).find(&accepts);
        problems.extend(accepted.map(|origin| LoadProblem::Matching {
            function: function.name,
            origin,
            public_suffix: below_public_suffix(&host).map(ToOwned::to_owned),
        }));
        probed.insert(host);
        let (new_hosts, new_domains) = names.take_new(&recorder);
        let new = new_hosts.iter().chain(&new_domains);
        hosts.extend(new.flat_map(|host| look_alikes(host, context)));
    }
    problems
}

/// Hosts of other sites, tried in reverse order: a name and addresses for documentation (RFC 2606, RFC 5737,
/// RFC 3849).
const FOREIGN_HOSTS: [&str; 3] = ["[2001:db8::7]", "203.0.113.7", FOREIGN_NAME];
const FOREIGN_NAME: &str = "evil.invalid";
/// An extension of somebody else.
const EXTENSION: &str = "chrome-extension://fakefakefakefakefakefakefakefake";

/// The origins to try for a host. A function may check the port before the host, and some schemes have no port.
fn origins_at(host: &str) -> impl Iterator<Item = String> {
    let schemes = ["https", "http"].into_iter();
    let with_ports = schemes.flat_map(move |scheme| {
        PORTS.map(|port| match port {
            Port::Number(port) => format!("{scheme}://{host}:{port}"),
            _ => format!("{scheme}://{host}"),
        })
    });
    with_ports.chain([format!("tauri://{host}")])
}

const PORTS: [Port; 5] = [
    Port::Default,
    Port::Number(8443),
    Port::Number(8080),
    Port::Number(3000),
    Port::Number(5173),
];

/// Look-alikes of a host that belong to somebody else.
fn look_alikes(host: &str, context: OriginContext) -> Vec<String> {
    let is_name = !host.is_empty() && !host.starts_with('[') && !host.ends_with(".invalid");
    if !is_name {
        return Vec::new();
    }
    let mut hosts = vec![
        // Derived from the registrable domain, because the user owns every name below it.
        format!("evil{}", registrable_domain(host).unwrap_or(host)),
        format!("{host}.evil.invalid"),
    ];
    if is_strict(context) && is_public_suffix_or_ancestor(host) {
        hosts.push(format!("evil.{host}"));
    }
    hosts
}

/// The public suffix of a look-alike directly below one.
fn below_public_suffix(look_alike: &str) -> Option<&str> {
    let suffix = look_alike.strip_prefix("evil.")?;
    (look_alike != FOREIGN_NAME && is_public_suffix_or_ancestor(suffix)).then_some(suffix)
}

/// Finds texts the function compares a host with that are not hosts, so the comparison never succeeds.
fn invalid_hosts(function: &OriginFunction, names: &ComparedNames) -> Vec<LoadProblem> {
    let hosts = names.hosts.iter().map(|host| (host, host.clone()));
    let domains = names
        .domains
        .iter()
        .map(|domain| (domain, format!("a.{domain}")));
    let wanted = hosts.chain(domains).filter(|(text, host)| {
        let is_host = OriginPattern::parse(&format!("https://{host}"))
            .is_ok_and(|pattern| pattern.host() == host);
        // An empty text is a variable that was not set. Unspecified addresses have a rule of their own.
        !text.is_empty() && !is_host && !is_unspecified(host) && {
            let mut asked_as = WEB
                .into_iter()
                .flat_map(|scheme| PORTS.map(|port| (scheme, port)));
            asked_as.any(|(scheme, port)| {
                function.accepts(OriginPattern::__unchecked(scheme, host, port), None)
            })
        }
    });
    wanted
        .map(|(text, _)| LoadProblem::Host {
            function: function.name,
            host: text.clone(),
            correction: correct(text),
        })
        .collect()
}

/// The schemes of web pages.
const WEB: [&str; 2] = ["https", "http"];

fn is_unspecified(host: &str) -> bool {
    matches!(host, "0.0.0.0" | "[::]")
}

/// The host that was probably meant: of an origin, of a pattern, or in another spelling.
fn correct(host: &str) -> Option<String> {
    let host = host.trim_start_matches(['*', '.']);
    let read = |origin: &str| {
        let pattern = OriginPattern::parse(origin).ok()?;
        Some(pattern.host().to_owned())
    };
    let corrected = |origin: &str| {
        let findings = check_loaded_origins(&[origin], Field::Origins, OriginContext::default());
        read(findings.first()?.correction()?)
    };
    let origin = format!("https://{host}");
    read(host)
        .or_else(|| read(&origin))
        .or_else(|| corrected(host))
        .or_else(|| corrected(&origin))
}

/// Finds origins that the function accepts and the rules reject, so that accepting them has no effect.
///
/// A function that does not check the scheme is fine: it also accepts the origin over https.
fn overruled(
    function: &OriginFunction,
    context: OriginContext,
    names: &mut ComparedNames,
) -> Vec<LoadProblem> {
    let recorder = ComparisonRecorder::default();
    let mut found: Vec<(Lint, String)> = Vec::new();
    let mut probed = BTreeSet::new();
    let below = |domain: &String| format!("a.{domain}");
    let mut hosts: Vec<String> = names.domains.iter().map(below).collect();
    hosts.extend(names.hosts.iter().cloned());
    hosts.extend(SAMPLES.map(ToOwned::to_owned));
    // A function may check the scheme before the host, so new names can appear here.
    while let Some(host) = hosts.pop() {
        if probed.contains(&host) || probed.len() > MOST_PROBES {
            continue;
        }
        if let Some((rule, origin)) = overruled_at(&host, function, context, &recorder)
            && found.iter().all(|(known, _)| *known != rule)
        {
            found.push((rule, origin));
        }
        probed.insert(host);
        let (new_hosts, new_domains) = names.take_new(&recorder);
        hosts.extend(new_hosts);
        hosts.extend(new_domains.iter().map(below));
    }
    let overruled = |(rule, origin): (Lint, String)| LoadProblem::Overruled {
        function: function.name,
        rejected: RejectedOrigin {
            finding: Finding::new(rule, Field::Origins, None, origin, None),
        },
    };
    found.into_iter().map(overruled).collect()
}

/// The first origin at this host that the rules reject and the function accepts, with the rule.
fn overruled_at(
    host: &str,
    function: &OriginFunction,
    context: OriginContext,
    recorder: &ComparisonRecorder,
) -> Option<(Lint, String)> {
    for scheme in ["moz-extension", "safari-web-extension"] {
        let origin = format!("{scheme}://{host}");
        if let Some(pattern) = OriginPattern::of_installed_extension(&origin)
            && let Err(rule) = pattern.check(context)
            && function.accepts(pattern, Some(recorder))
        {
            return Some((rule, origin));
        }
    }
    let accepts = |scheme: &str, port| {
        let pattern = OriginPattern::__unchecked(scheme, host, port);
        function.accepts(pattern, Some(recorder))
    };
    let schemes = SCHEMES.into_iter();
    for (scheme, port) in schemes.flat_map(|scheme| PORTS.map(|port| (scheme, port))) {
        let origin = match port {
            Port::Number(port) => format!("{scheme}://{host}:{port}"),
            _ => format!("{scheme}://{host}"),
        };
        // `invalid_hosts` reports texts that are not hosts.
        let Err(
            rule @ (Lint::InsecureOriginCredentials
            | Lint::OriginSchemeNeverSent
            | Lint::OriginFile
            | Lint::OriginUnspecifiedAddress),
        ) = check_origin(&origin, context)
        else {
            continue;
        };
        let has_effect = if is_unspecified(host) {
            // No server has a certificate for an unspecified address.
            check_origin(&format!("http://{host}"), context).is_ok() && accepts("http", port)
        } else {
            accepts("https", port)
        };
        if accepts(scheme, port) && !has_effect {
            return Some((rule, origin));
        }
    }
    None
}

/// Hosts of each kind that a function may accept without comparing with a name.
const SAMPLES: [&str; 6] = [
    FOREIGN_NAME,
    "nas.local",
    "192.168.0.10",
    "10.0.0.10",
    "[fd00::10]",
    "00000000-0000-4000-8000-000000000000",
];

const SCHEMES: [&str; 5] = ["http", "https", "ws", "wss", "file"];
