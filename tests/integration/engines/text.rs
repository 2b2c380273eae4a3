//! Parses the text of a policy, independently of the library.

use crate::policies::AnnotatedRoute;

/// Headers that a script may always read.
const ALWAYS_READABLE: [&str; 7] = [
    "cache-control",
    "content-language",
    "content-length",
    "content-type",
    "expires",
    "last-modified",
    "pragma",
];

/// A key of a policy's text, and what is written for it; `""` for a key alone.
fn key<'t>(text: &'t str, wanted: &str) -> Option<&'t str> {
    let mut depth = 0_i32;
    let parts = text.split(|letter| {
        match letter {
            '[' | '(' => depth += 1,
            ']' | ')' => depth -= 1,
            _ => {}
        }
        letter == ',' && depth == 0
    });
    parts.map(str::trim).find_map(|part| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        (name.trim() == wanted).then(|| value.trim())
    })
}

/// The entries of a list, without quotes.
fn entries(value: &str) -> Vec<&str> {
    let inside = value.trim_start_matches('[').trim_end_matches(']');
    let all = inside.split(',');
    all.map(|entry| entry.trim().trim_matches('"'))
        .filter(|entry| !entry.is_empty())
        .collect()
}

/// A policy that one method of a path has.
#[derive(Clone, Copy)]
pub(crate) struct Policy {
    text: &'static str,
    route: &'static AnnotatedRoute,
    /// It is the policy of the router around.
    is_default: bool,
}

impl AnnotatedRoute {
    pub(crate) fn serves(&self, method: &str) -> bool {
        let method = if method == "HEAD" { "GET" } else { method };
        self.serves
            .iter()
            .any(|other| other.to_uppercase() == method)
    }

    pub(crate) fn policy_for(&'static self, method: &str) -> Policy {
        match self.default {
            Some(text) if self.text.is_empty() || !self.serves(method) => Policy {
                text,
                route: self,
                is_default: true,
            },
            _ => Policy {
                text: self.text,
                route: self,
                is_default: false,
            },
        }
    }

    /// True if a page may use any of it.
    pub(crate) fn allows(&'static self, origin: &str) -> bool {
        self.policy_for("GET").allows(origin)
    }
}

impl Policy {
    pub(crate) fn has(&self, wanted: &str) -> bool {
        key(self.text, wanted).is_some()
    }

    fn list(&self, wanted: &str) -> Vec<&'static str> {
        key(self.text, wanted).map(entries).unwrap_or_default()
    }

    fn allows_any_origin(&self) -> bool {
        key(self.text, "origins") == Some("any")
    }

    pub(crate) fn allows(&self, origin: &str) -> bool {
        let listed = [self.list("origins"), self.list("dev_origins")].concat();
        self.allows_any_origin() || listed.iter().any(|entry| is_meant(entry, origin))
    }

    /// True if a page may use the method.
    pub(crate) fn covers(&self, method: &str) -> bool {
        if self.has("disabled") {
            return false;
        }
        let listed = self.list("methods");
        let looked_up = if method == "HEAD" { "GET" } else { method };
        let is_listed = matches!(*listed, [] | ["any"]) || listed.contains(&looked_up);
        is_listed && (self.is_default || self.route.serves(method))
    }

    /// True if a script may set the header.
    pub(crate) fn grants(&self, name: &str, with_cookies: bool) -> bool {
        let listed = self.list("headers");
        let is_named = listed.iter().any(|other| other.eq_ignore_ascii_case(name));
        is_named || (!with_cookies && listed.iter().any(|other| matches!(*other, "any" | "*")))
    }

    pub(crate) fn shows(&self, name: &str, with_cookies: bool) -> bool {
        let listed = self.list("expose_headers");
        ALWAYS_READABLE.contains(&name)
            || listed.iter().any(|other| other.eq_ignore_ascii_case(name))
            || (!with_cookies && listed == ["any"])
    }

    /// True if browsers may cache its grants.
    pub(crate) fn is_cached(&self) -> bool {
        key(self.text, "max_age") != Some("0")
    }
}

/// True if an entry of a list means an origin.
fn is_meant(entry: &str, origin: &str) -> bool {
    let Some((scheme, rest)) = entry.split_once("://") else {
        return entry == origin;
    };
    let Some((other_scheme, other_rest)) = origin.split_once("://") else {
        return false;
    };
    let (host, port) = host_and_port(rest);
    let (other_host, other_port) = host_and_port(other_rest);
    let host_fits = match host.strip_prefix('*') {
        Some(end) => other_host.ends_with(end) && other_host.len() > end.len(),
        None => host == other_host,
    };
    scheme == other_scheme && host_fits && (port == "*" || port == other_port)
}

fn host_and_port(text: &str) -> (&str, &str) {
    match text.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port),
        _ => (text, ""),
    }
}
