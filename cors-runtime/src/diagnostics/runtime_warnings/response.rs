//! Finds headers of a response that will have no effect in a browser.

use cors_rules::{Allowance, Field, Finding, Lint};

use super::{
    caller::CrossOriginCaller,
    cookie::SetCookie,
    dedup::{self, WarningSet},
    names::{FOR_SCRIPTS, place},
    site::SiteRelation,
};
use crate::{Policy, diagnostics::QuotedBytes, response::ResponseHeaders};

/// Checks a response, and logs new warnings.
pub(super) fn look<H: ResponseHeaders>(caller: &CrossOriginCaller, status: u16, headers: &H) {
    let policy = caller.policy;
    let found = ResponseFindings::of(caller, status, headers);
    let Some((new, all)) = dedup::new(caller, found.warnings) else {
        return;
    };
    let unreadable = |place: &usize| all.has(WarningSet::header(*place));
    let unreadable: Vec<&str> = (0..FOR_SCRIPTS.len())
        .filter(unreadable)
        .map(|place| FOR_SCRIPTS[place])
        .collect();
    if (0..FOR_SCRIPTS.len()).any(|place| new.has(WarningSet::header(place))) {
        let line = expose_headers(policy, &unreadable);
        let entry = unreadable.join("`, `");
        warn(caller, Lint::UnreadableHeaders, &entry, Some(line));
    }
    for (warning, entry) in [
        (Lint::DroppedCookies, found.cookie.as_deref()),
        (Lint::IgnoredCookies, found.cookie.as_deref()),
        (Lint::PublicCache, found.directive),
        (Lint::ForeignRedirect, found.target.as_deref()),
    ] {
        if new.has(WarningSet::about(warning)) {
            warn(caller, warning, entry.unwrap_or(NOT_SHOWN), None);
        }
    }
}

/// Replaces a value that is not safe to log.
const NOT_SHOWN: &str = "…";

fn warn(caller: &CrossOriginCaller, warning: Lint, entry: &str, correction: Option<String>) {
    let finding = Finding::new(warning, Field::Function, None, entry, correction);
    tracing::warn!(
        target: "cors",
        warning = warning.name(),
        route = caller.route.as_deref().map(|route| tracing::field::debug(QuotedBytes(route.as_bytes()))),
        policy = %caller.policy.declaration.location,
        note = finding.note(),
        help = finding.help(),
        see = warning.address(),
        "{}",
        finding.headline(),
    );
}

/// The warnings about one response, with the values to show.
#[derive(Debug, Default)]
struct ResponseFindings {
    warnings: WarningSet,
    cookie: Option<String>,
    directive: Option<&'static str>,
    /// True if a line of `Cache-Control` forbids shared caches.
    is_private: bool,
    target: Option<String>,
}

impl ResponseFindings {
    fn of<H: ResponseHeaders>(caller: &CrossOriginCaller, status: u16, headers: &H) -> Self {
        let mut found = Self::default();
        // A browser follows a redirect itself, so no script reads this response.
        let redirects = matches!(status, 301 | 302 | 303 | 307 | 308);
        headers.for_each(|name, value| {
            if name.eq_ignore_ascii_case("set-cookie") {
                found.cookie(caller, value);
            } else if name.eq_ignore_ascii_case("cache-control") {
                found.cache(value);
            } else if redirects {
                if name.eq_ignore_ascii_case("location") {
                    found.redirect(caller, value);
                }
            } else if let Some(place) = place(name)
                && !allows(caller.policy, Lint::UnreadableHeaders)
                && !exposes(caller.policy, FOR_SCRIPTS[place])
            {
                found.warnings = found.warnings | WarningSet::header(place);
            }
        });
        // Checked after all lines, which form one list.
        if caller.policy.varies() && found.directive.is_some() && !found.is_private {
            found.note(caller, Lint::PublicCache);
        }
        found
    }

    fn note(&mut self, caller: &CrossOriginCaller, warning: Lint) -> bool {
        let bit = WarningSet::about(warning);
        let is_new = !allows(caller.policy, warning) && !self.warnings.has(bit);
        if is_new {
            self.warnings = self.warnings | bit;
        }
        is_new
    }

    /// Without `credentials` in the policy, a browser neither sends cookies with a readable cross-origin request nor
    /// stores those of its response. Under `any`, cookies are meant for pages of the own site.
    fn cookie(&mut self, caller: &CrossOriginCaller, line: &[u8]) {
        let cookie = SetCookie::read(line);
        let warning = if caller.policy.credentials {
            if caller.relation != SiteRelation::Cross || cookie.for_other_sites {
                return;
            }
            Lint::DroppedCookies
        } else {
            let meant = caller
                .policy
                .declaration
                .allow
                .contains(Allowance::CookiesCredentials);
            if meant || caller.policy.allows_any_origin() {
                return;
            }
            Lint::IgnoredCookies
        };
        if self.note(caller, warning) {
            self.cookie = cookie.name.map(ToOwned::to_owned);
        }
    }

    fn cache(&mut self, line: &[u8]) {
        let has = |directive: &str| {
            let directives = line.split(|&byte| byte == b',');
            let mut names = directives.filter_map(|one| one.split(|&byte| byte == b'=').next());
            names.any(|name| name.trim_ascii().eq_ignore_ascii_case(directive.as_bytes()))
        };
        let shared = ["public", "s-maxage"].into_iter().find(|name| has(name));
        self.directive = self.directive.or(shared);
        self.is_private |= ["private", "no-store"].into_iter().any(has);
    }

    fn redirect(&mut self, caller: &CrossOriginCaller, location: &[u8]) {
        let Some(target) = RedirectTarget::of(location) else {
            return;
        };
        // Without the own host, a foreign target cannot be recognised.
        let own = caller.hosts.iter().any(|host| target.is_at(host));
        if own || caller.hosts.is_empty() {
            return;
        }
        if self.note(caller, Lint::ForeignRedirect) {
            self.target = target.shown().map(ToOwned::to_owned);
        }
    }
}

/// The target of an absolute `Location`. Only debug builds need it, which does not justify a dependency on `url`.
struct RedirectTarget<'a> {
    /// With its scheme, if present.
    origin: &'a [u8],
    authority: &'a [u8],
}

impl<'a> RedirectTarget<'a> {
    fn of(location: &'a [u8]) -> Option<Self> {
        let location = location.trim_ascii();
        let slashes = location.windows(2).position(|two| two == b"//")?;
        let scheme = &location[..slashes];
        if !matches!(
            scheme.to_ascii_lowercase().as_slice(),
            b"" | b"http:" | b"https:"
        ) {
            return None;
        }
        let rest = &location[slashes + 2..];
        // Browsers read a backslash as a slash.
        let end = rest.iter().position(|byte| b"/\\?#".contains(byte));
        let end = end.unwrap_or(rest.len());
        let user = rest[..end].iter().rposition(|&byte| byte == b'@');
        let authority = &rest[user.map_or(0, |at| at + 1)..end];
        let origin = if user.is_some() {
            authority
        } else {
            &location[..slashes + 2 + end]
        };
        (!authority.is_empty()).then_some(Self { origin, authority })
    }

    /// True if the target is on this host. The server's scheme is unknown behind a proxy, so both default ports are
    /// ignored.
    fn is_at(&self, host: &[u8]) -> bool {
        let plain = |authority: &[u8]| {
            let authority = authority.to_ascii_lowercase();
            let port = [&b":80"[..], b":443"];
            let port = port.iter().find(|port| authority.ends_with(port));
            authority[..authority.len() - port.map_or(0, |port| port.len())].to_vec()
        };
        plain(self.authority) == plain(host)
    }

    fn shown(&self) -> Option<&'a str> {
        let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-._:/[]".contains(byte);
        let plain = self.origin.iter().all(is_plain);
        core::str::from_utf8(self.origin).ok().filter(|_| plain)
    }
}

fn allows(policy: &Policy, warning: Lint) -> bool {
    let allowance = warning.allowance();
    allowance.is_some_and(|allowance| policy.declaration.allow.contains(allowance))
}

/// The exposed names of the policy, in lower case.
fn exposed(policy: &Policy) -> impl Iterator<Item = &'static str> {
    let names = policy.expose_headers().unwrap_or_default().split(',');
    names.filter(|name| !name.is_empty())
}

fn exposes(policy: &Policy, name: &str) -> bool {
    // A policy with `*` and credentials would not compile.
    exposed(policy).any(|exposed| exposed == name || exposed == "*")
}

/// The line to paste: the exposed names, then the missing ones.
fn expose_headers(policy: &Policy, missing: &[&str]) -> String {
    let mut names: Vec<&str> = exposed(policy).collect();
    names.extend(missing);
    format!("expose_headers = [\"{}\"]", names.join("\", \""))
}
