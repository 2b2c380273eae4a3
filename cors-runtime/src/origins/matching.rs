//! Origins that no list can say: a function of the user's decides.

use core::{cell::RefCell, fmt};

use cors_policy::{OriginContext, OriginPattern, Port, is_public_suffix_or_ancestor};

use super::{judged::Judged, load::LoadProblem};

/// The origin of a page, for a function in `origins = matching(…)`.
///
/// It is one that a browser sends, in the form browsers send it in, and never `null`. There is no text
/// of it to search in: code that looks for the end of an origin lets `https://evilexample.com` in.
///
/// ```
/// use cors_runtime::{Origin, Policy, policy};
///
/// fn is_preview(origin: &Origin<'_>) -> bool {
///     origin.scheme() == "https"
///         && origin.subdomain_of("preview.example.com").is_some_and(|name| name.starts_with("pr-"))
/// }
///
/// static PREVIEWS: Policy = policy!(origins = matching(is_preview));
///
/// assert!(PREVIEWS.allows_origin(b"https://pr-17.preview.example.com"));
/// assert!(!PREVIEWS.allows_origin(b"https://pr-17.preview.example.com.evil.example"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Origin<'o> {
    pattern: OriginPattern<'o>,
    /// The hosts a function asked about, where somebody listens.
    asked: Option<&'o RefCell<Vec<String>>>,
}

impl<'o> Origin<'o> {
    /// The scheme, such as `https`.
    #[must_use]
    pub const fn scheme(&self) -> &'o str {
        self.pattern.scheme()
    }

    /// The whole host, to be compared with one.
    #[must_use]
    pub const fn host(&self) -> Host<'o> {
        Host {
            name: self.pattern.host(),
            asked: self.asked,
        }
    }

    /// The port, the default one of the scheme included; `None` for a scheme without ports.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        match (self.pattern.port(), self.scheme()) {
            (Port::Number(port), _) => Some(port),
            (_, "https") => Some(443),
            (_, "http") => Some(80),
            _ => None,
        }
    }

    /// Whether the host is one or more labels below this one; it is not below itself.
    #[must_use]
    pub fn is_subdomain_of(&self, host: &str) -> bool {
        self.subdomain_of(host).is_some()
    }

    /// The labels of the host before this one: `a.b` of `a.b.example.com` under `example.com`.
    #[must_use]
    pub fn subdomain_of(&self, host: &str) -> Option<&'o str> {
        self.host().note(host);
        let labels = self.pattern.host().strip_suffix(host)?.strip_suffix('.')?;
        (!host.is_empty() && !labels.is_empty()).then_some(labels)
    }
}

/// As browsers send it.
impl fmt::Display for Origin<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.pattern.as_str())
    }
}

/// The host of an [`Origin`], in lower case. It is equal to whole hosts, and to nothing else.
///
/// ```
/// # use cors_runtime::Origin;
/// fn is_app(origin: &Origin<'_>) -> bool {
///     origin.scheme() == "https" && origin.host() == "app.example.com"
/// }
/// ```
///
/// `to_string()` gives it to look it up in a set.
#[derive(Clone, Copy, Debug)]
pub struct Host<'o> {
    name: &'o str,
    asked: Option<&'o RefCell<Vec<String>>>,
}

impl Host<'_> {
    fn note(&self, host: &str) {
        if let Some(asked) = self.asked {
            asked.borrow_mut().push(host.to_owned());
        }
    }
}

impl PartialEq<str> for Host<'_> {
    fn eq(&self, host: &str) -> bool {
        self.note(host);
        self.name == host
    }
}

impl PartialEq<&str> for Host<'_> {
    fn eq(&self, host: &&str) -> bool {
        self == *host
    }
}

impl PartialEq<String> for Host<'_> {
    fn eq(&self, host: &String) -> bool {
        self == host.as_str()
    }
}

impl fmt::Display for Host<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// A function of the user's, and the name it has in the policy.
#[doc(hidden)]
#[derive(Debug)]
pub struct Matching {
    name: &'static str,
    function: Function,
    judged: Judged,
}

type Function = fn(&Origin<'_>) -> bool;

impl Matching {
    #[must_use]
    pub const fn __new(name: &'static str, function: Function) -> Self {
        Self {
            name,
            function,
            judged: Judged::new(),
        }
    }

    /// What the rules refuse in a list is not asked about either.
    pub(super) fn allows(&self, origin: &[u8], context: OriginContext) -> bool {
        if origin.len() > OriginPattern::LONGEST_ORIGIN || self.judged.is_wrong(context) {
            return false;
        }
        let Ok(text) = core::str::from_utf8(origin) else {
            return false;
        };
        self.accepts(text, context, None)
    }

    pub(super) fn is_judged(&self, context: OriginContext) -> bool {
        self.judged.is_known(context)
    }

    fn accepts(
        &self,
        text: &str,
        context: OriginContext,
        asked: Option<&RefCell<Vec<String>>>,
    ) -> bool {
        match OriginPattern::parse_likely(text) {
            Ok(pattern) if pattern.is_exact() && pattern.check(context).is_ok() => {
                (self.function)(&Origin { pattern, asked })
            }
            _ => false,
        }
    }

    /// Asks the function about origins that nobody but an attacker has.
    ///
    /// They are made of the hosts the policy has otherwise, and of those the function itself compares
    /// with: `example.com` is asked about as `evilexample.com` and as `example.com.evil.invalid`.
    pub(super) fn probe(&self, context: OriginContext, known: &[String]) -> Vec<LoadProblem> {
        let asked = RefCell::new(known.to_vec());
        let mut probed = Vec::new();
        let mut hosts = vec!["evil.invalid".to_owned()];
        let mut problems = Vec::new();
        while let Some(host) = hosts.pop() {
            if probed.contains(&host) || probed.len() > MOST_PROBES {
                continue;
            }
            let accepted =
                origins_at(&host).find(|origin| self.accepts(origin, context, Some(&asked)));
            problems.extend(accepted.map(|origin| LoadProblem::Matching {
                function: self.name,
                origin,
            }));
            probed.push(host);
            let asked = asked.take();
            hosts.extend(
                asked
                    .iter()
                    .flat_map(|host| hosts_of_strangers(host, context)),
            );
        }
        self.judged.note(context, problems.is_empty());
        problems
    }
}

/// So many hosts a function is asked about at start.
const MOST_PROBES: usize = 1_000;

/// The origins a host is asked about as. A function may look at the port before it looks at the host, and
/// some schemes have none.
fn origins_at(host: &str) -> impl Iterator<Item = String> {
    const PORTS: [&str; 5] = ["", ":8443", ":8080", ":3000", ":5173"];
    let schemes = ["https", "http"].into_iter();
    let with_ports =
        schemes.flat_map(move |scheme| PORTS.map(|port| format!("{scheme}://{host}{port}")));
    with_ports.chain([format!("tauri://{host}")])
}

/// Hosts that look like this one in part, and belong to somebody else.
fn hosts_of_strangers(host: &str, context: OriginContext) -> Vec<String> {
    let is_name = !host.is_empty() && !host.starts_with('[') && !host.ends_with(".invalid");
    if !is_name {
        return Vec::new();
    }
    let mut hosts = vec![
        // Below a domain of the user a name may be anything.
        format!("evil{}", registrable(host)),
        format!("{host}.evil.invalid"),
    ];
    // Anybody can get a name there, as the rule for patterns says.
    let strict = context.credentials || context.enforce;
    if strict && !context.allow.public_suffixes && is_public_suffix_or_ancestor(host) {
        hosts.push(format!("evil.{host}"));
    }
    hosts
}

/// The part of a host that somebody registered: one label more than a public suffix has.
fn registrable(host: &str) -> &str {
    let mut domain = host;
    while let Some((_, above)) = domain.split_once('.') {
        if is_public_suffix_or_ancestor(above) || !above.contains('.') {
            break;
        }
        domain = above;
    }
    domain
}

/// Two functions are the same if they have one address; the same function may have two.
impl PartialEq for Matching {
    fn eq(&self, other: &Self) -> bool {
        core::ptr::fn_addr_eq(self.function, other.function)
    }
}

impl Eq for Matching {}
