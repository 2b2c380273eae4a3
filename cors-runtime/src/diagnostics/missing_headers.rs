//! Explains a preflight response that does not grant a requested header, in debug builds.
//!
//! The response is a 204 like any other. The browser blocks the request, and the server receives nothing more.

use std::{
    borrow::Cow,
    collections::BTreeSet,
    panic::Location,
    sync::{Mutex, PoisonError},
};

use cors_rules::check_request_header;
use http::header;

use super::{enabled::is_enabled, quoted::QuotedBytes};
use crate::{Policy, decision::RequestHead};

/// The name of the reason, and of its section in `cors_runtime::rules`.
const NAME: &str = "header-not-granted";

/// The maximal number of bytes that are read of `Access-Control-Request-Headers`.
const MAX_READ: usize = 1024;

/// The maximal number of requested headers that are read.
const MAX_NAMES: usize = 32;

/// The maximal length of the explanation in bytes, so that proxies and clients accept the header.
const MAX_LENGTH: usize = 2048;

/// The requested headers that a preflight response does not grant.
#[derive(Debug)]
pub(crate) struct MissingHeaders {
    policy: &'static Policy,
    /// The path of the route in its router, if it is known.
    route: Option<String>,
    /// In lower case and sorted; never empty.
    names: BTreeSet<String>,
}

impl MissingHeaders {
    /// `None` if the policy grants every requested header.
    pub(super) fn of<R: RequestHead>(policy: &'static Policy, request: &R) -> Option<Self> {
        // A browser sends one line.
        let requested = request.lines(&header::ACCESS_CONTROL_REQUEST_HEADERS).one();
        let names = missing(policy, requested?.as_ref());
        (!names.is_empty()).then(|| Self {
            policy,
            route: request.route().map(Cow::into_owned),
            names,
        })
    }

    fn problem(&self) -> String {
        let noun = if self.names.len() == 1 {
            "header"
        } else {
            "headers"
        };
        format!(
            "the policy does not grant the {noun} {}",
            quoted(&self.names, "`")
        )
    }

    /// The line to write. It replaces the one of the policy, so it has the granted headers too.
    fn help(&self, problem: &str) -> String {
        let mut all: Vec<&str> = granted(self.policy).collect();
        all.extend(self.names.iter().map(String::as_str));
        let all = quoted(all, "\"");
        let help = format!("write `headers = [{all}]`");
        if help.len() + problem.len() < MAX_LENGTH - 128 {
            help
        } else {
            "add them to `headers`".to_owned()
        }
    }

    /// Logs the headers, and returns the value of the response header `cors-explanation`.
    pub(crate) fn report(&self) -> String {
        let problem = self.problem();
        let help = self.help(&problem);
        self.log(&problem, &help);
        text(&problem, &help)
    }

    /// Emits a `tracing` event, once per route and set of headers.
    fn log(&self, problem: &str, help: &str) {
        if !is_enabled!(WARN: warning, route, policy, help, see, message) {
            return;
        }
        let location = self.policy.declaration.location;
        let key = (*location, self.route.clone(), self.names.clone());
        if !is_new(
            &mut REPORTED.lock().unwrap_or_else(PoisonError::into_inner),
            key,
        ) {
            return;
        }
        tracing::warn!(
            target: "cors",
            warning = NAME,
            route = self.route.as_deref().map(|route| tracing::field::debug(QuotedBytes(route.as_bytes()))),
            policy = %location,
            help,
            see = concat!("cors_runtime::rules#", "header-not-granted"),
            "{problem}",
        );
    }
}

/// The value of the response header `cors-explanation`, in printable ASCII.
fn text(problem: &str, help: &str) -> String {
    format!(
        "{NAME}: {problem}; {help}; see cors_runtime::rules#{NAME} (release builds omit this header)"
    )
}

/// The valid names in this value of `Access-Control-Request-Headers` that the policy does not list.
fn missing(policy: &Policy, requested: &[u8]) -> BTreeSet<String> {
    let read = requested.get(..MAX_READ).unwrap_or(requested);
    // The name at the limit may be incomplete.
    let is_cut = read.len() < requested.len();
    let complete = match read.iter().rposition(|&byte| byte == b',') {
        Some(last) if is_cut => &read[..last],
        None if is_cut => &[],
        _ => read,
    };
    complete
        .split(|&byte| byte == b',')
        .take(MAX_NAMES)
        .filter_map(|name| core::str::from_utf8(name.trim_ascii()).ok())
        // No browser sends other names, and the policy cannot list them.
        .filter(|name| check_request_header(name).is_ok())
        .filter(|name| !grants(policy, name))
        .map(str::to_ascii_lowercase)
        .collect()
}

/// True if a browser accepts a request with this header, by the strictest reading of the standard: `*` covers neither
/// `authorization` nor, with credentials, any other name.
fn grants(policy: &Policy, name: &str) -> bool {
    granted(policy).any(|granted| {
        granted.eq_ignore_ascii_case(name)
            || granted == "*" && !policy.credentials && !name.eq_ignore_ascii_case("authorization")
    })
}

/// The names in `Access-Control-Allow-Headers`.
fn granted(policy: &Policy) -> impl Iterator<Item = &'static str> {
    let names = policy.headers().unwrap_or_default().split(',');
    names.filter(|name| !name.is_empty())
}

/// The names in these quotes, separated by commas.
fn quoted(names: impl IntoIterator<Item = impl AsRef<str>>, quote: &str) -> String {
    let mut list = String::new();
    for name in names {
        let separator = if list.is_empty() { "" } else { ", " };
        list.extend([separator, quote, name.as_ref(), quote]);
    }
    list
}

/// A policy, identified by its location, a route and the missing headers.
type Report = (Location<'static>, Option<String>, BTreeSet<String>);

static REPORTED: Mutex<BTreeSet<Report>> = Mutex::new(BTreeSet::new());

/// The maximal number of remembered reports, so that memory stays bounded.
const MAX_REPORTS: usize = 1024;

fn is_new(reported: &mut BTreeSet<Report>, report: Report) -> bool {
    reported.len() < MAX_REPORTS && reported.insert(report)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing_from(policy: Policy, requested: &[u8]) -> Vec<String> {
        missing(&policy, requested).into_iter().collect()
    }

    #[test]
    fn names_outside_the_list_are_missing() {
        let policy = crate::policy!(
            origins = ["https://app.example.com"],
            headers = ["content-type"]
        );
        let missing = |requested| missing_from(policy, requested);
        assert!(missing(b"content-type").is_empty());
        assert!(missing(b"Content-Type").is_empty());
        assert_eq!(missing(b"X-B, content-type,\tx-a,x-b"), ["x-a", "x-b"]);
        // A browser sends none of these.
        assert!(missing(b"").is_empty());
        assert!(missing(b",, ,").is_empty());
        assert!(missing(b"cookie,sec-x,a b,\xff,*,\"x\"").is_empty());
    }

    #[test]
    fn wildcard_covers_neither_authorization_nor_credentials() {
        let star = Policy {
            headers: Some(crate::policy::HeaderText::new("*", || {
                http::HeaderValue::from_static("*")
            })),
            ..Policy::deny_all()
        };
        assert_eq!(missing_from(star, b"authorization,x-a"), ["authorization"]);
        let with_credentials = Policy {
            credentials: true,
            ..star
        };
        assert_eq!(
            missing_from(with_credentials, b"authorization,x-a"),
            ["authorization", "x-a"]
        );
    }

    #[test]
    fn requested_names_are_read_within_bounds() {
        let policy = Policy::deny_all();
        let many: Vec<String> = (0..100).map(|number| format!("x-{number}")).collect();
        assert_eq!(missing_from(policy, many.join(",").as_bytes()).len(), 32);
        assert!(missing_from(policy, &[b'a'; 2000]).is_empty());
        let long = format!("x-a,{}", "b".repeat(2000));
        assert_eq!(missing_from(policy, long.as_bytes()), ["x-a"]);
    }

    #[test]
    fn text_is_printable_and_bounded() {
        static CLOSED: Policy = Policy::deny_all();
        let text = |names: &[&str]| {
            let names = names.iter().map(|&name| name.to_owned()).collect();
            let policy = &CLOSED;
            let route = None;
            MissingHeaders {
                policy,
                route,
                names,
            }
            .report()
        };
        assert_eq!(
            text(&["x-a", "x-b"]),
            "header-not-granted: the policy does not grant the headers `x-a`, `x-b`; \
             write `headers = [\"x-a\", \"x-b\"]`; see cors_runtime::rules#header-not-granted \
             (release builds omit this header)"
        );
        let long = "a".repeat(MAX_READ);
        let text = text(&[&long]);
        assert!(text.len() <= MAX_LENGTH, "{}", text.len());
        assert!(text.contains("; add them to `headers`; "), "{text}");
    }

    #[test]
    fn number_of_reports_is_bounded() {
        let mut reported = BTreeSet::new();
        let here = *Location::caller();
        let report = |number: usize| (here, Some(number.to_string()), BTreeSet::new());
        assert!(is_new(&mut reported, report(0)));
        assert!(!is_new(&mut reported, report(0)));
        let new = (1..2 * MAX_REPORTS).filter(|&number| is_new(&mut reported, report(number)));
        assert_eq!(new.count(), MAX_REPORTS - 1);
    }
}
