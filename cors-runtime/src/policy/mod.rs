//! A policy as the running server holds it.

pub mod const_eval;
pub(crate) mod encoded;
mod methods;

use core::{fmt, panic::Location};

use cors_rules::{Allowances, OriginContext};
use http::HeaderValue;

pub(crate) use self::methods::MethodSet;
use crate::origins::{DynamicOrigins, Origins};

/// Who may call a route from a browser, and what they may do there.
///
/// A `Policy` is made by [`policy!`](crate::policy!) or by [`#[cors]`](macro@crate::cors), which
/// check it while the program is compiled. It lives in a `static` or a `const`; every header value
/// it sends exists before the first request.
///
/// ```
/// use cors_runtime::{Policy, policy};
///
/// static PARTNERS: Policy = policy!(origins = ["https://*.partner.example"], max_age = "1h");
/// assert!(!PARTNERS.credentials());
/// assert_eq!(PARTNERS.max_age(), Some("3600"));
/// ```
///
/// Two policies are equal when a browser could not tell them apart.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// The origins of every build.
    pub(crate) origins: Origins,
    /// Those that a debug build has beside them.
    pub(crate) dev_origins: Option<&'static Origins>,
    pub(crate) credentials: bool,
    pub(crate) methods: Methods,
    pub(crate) headers: Option<HeaderText>,
    pub(crate) expose_headers: Option<HeaderText>,
    pub(crate) max_age: Option<HeaderText>,
    pub(crate) enforce: bool,
    /// No CORS at all, not even that of the router around.
    pub(crate) disabled: bool,
    pub(crate) declaration: Declaration,
}

/// What the author of a policy has accepted, for the policies that start from it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Declaration {
    pub(crate) allow: Allowances,
    /// The same for `dev_origins`: a policy may take them from its base, and write `origins` of its own.
    pub(crate) dev_allow: Allowances,
    /// True if there are `dev_origins`, also in a release build, which does not contain them.
    pub(crate) has_dev_origins: bool,
    /// True if to enforce the policy was written, be it on or off.
    pub(crate) states_enforce: bool,
    /// Where the policy was written.
    pub(crate) location: &'static Location<'static>,
}

impl PartialEq for Policy {
    fn eq(&self, other: &Self) -> bool {
        let Self {
            origins,
            dev_origins,
            credentials,
            methods,
            headers,
            expose_headers,
            max_age,
            enforce,
            disabled,
            // Says what its author has accepted, and a browser sees little of that.
            declaration: Declaration {
                allow, dev_allow, ..
            },
        } = *self;
        // The host that a request is compared with.
        let same_host = allow.forwarded_host == other.declaration.allow.forwarded_host;
        // Unless a function may let in what the rules would keep out.
        let is_function = |(source, _): (DynamicOrigins, OriginContext)| source.is_function();
        let same_function = (allow, dev_allow)
            == (other.declaration.allow, other.declaration.dev_allow)
            || !self.all_sources().any(is_function);
        same_function
            && same_host
            && origins == other.origins
            && dev_origins == other.dev_origins
            && credentials == other.credentials
            && methods == other.methods
            && headers == other.headers
            && expose_headers == other.expose_headers
            && max_age == other.max_age
            && enforce == other.enforce
            && disabled == other.disabled
    }
}

impl Eq for Policy {}

impl Policy {
    /// A policy that lets nobody in: no origin is allowed, no CORS header is ever sent.
    ///
    /// ```
    /// use cors_runtime::Policy;
    ///
    /// static CLOSED: Policy = Policy::deny_all();
    /// assert!(!CLOSED.allows_origin(b"https://app.example.com"));
    /// ```
    #[must_use]
    #[track_caller]
    pub const fn deny_all() -> Self {
        Self {
            origins: Origins::NONE,
            dev_origins: None,
            credentials: false,
            methods: Methods::Served,
            headers: None,
            expose_headers: None,
            max_age: None,
            enforce: false,
            disabled: false,
            declaration: Declaration {
                allow: Allowances::NONE,
                dev_allow: Allowances::NONE,
                has_dev_origins: false,
                states_enforce: false,
                location: Location::caller(),
            },
        }
    }

    /// True if a page of this origin may read the answers.
    ///
    /// `origin` is the value of the request's `Origin` header, byte for byte: no case is folded and
    /// no slash forgiven, as in the standard's [CORS check].
    ///
    /// Where origins come from an environment variable, the policy is [loaded](Self::load) first if it
    /// was not before; nobody is let in by what cannot be loaded.
    ///
    /// [CORS check]: https://fetch.spec.whatwg.org/#concept-cors-check
    #[must_use]
    pub fn allows_origin(&self, origin: &[u8]) -> bool {
        let mut sources = self.all_sources();
        if !sources.all(|(source, context)| source.is_validated(context)) {
            // What is wrong is said where a route is made of the policy.
            let _ = self.load();
        }
        self.allows(origin)
    }

    /// The same on a request: whatever there is to load was loaded at start.
    #[inline]
    pub(crate) fn allows(&self, origin: &[u8]) -> bool {
        self.allows_in(origin, || false)
    }

    /// The same where a test may want to know it of the release build.
    #[inline]
    pub(crate) fn allows_in(&self, origin: &[u8], release: impl FnOnce() -> bool) -> bool {
        self.origins.allow(origin, || self.context())
            || match self.dev_origins {
                Some(origins) if !release() => origins.allow(origin, || self.dev_context()),
                _ => false,
            }
    }

    /// True if every origin may read the answers (`origins = any`).
    #[must_use]
    pub const fn allows_any_origin(&self) -> bool {
        matches!(self.origins, Origins::Any)
    }

    /// The origins and patterns that are written in the list, exact ones first; none if every origin is
    /// allowed. Where further ones come from while the server runs is told by [`sources`](Self::sources).
    ///
    /// ```
    /// use cors_runtime::{Policy, policy};
    ///
    /// static PARTNERS: Policy = policy!(origins = ["https://*.partner.example", "https://a.example"]);
    /// let origins: Vec<&str> = PARTNERS.origins().collect();
    /// assert_eq!(origins, ["https://a.example", "https://*.partner.example"]);
    /// ```
    pub fn origins(&self) -> impl Iterator<Item = &'static str> {
        let all = [Some(self.origins), self.dev_origins.copied()];
        let exact = all
            .into_iter()
            .flatten()
            .flat_map(|origins| origins.exact());
        let patterns = all
            .into_iter()
            .flatten()
            .flat_map(|origins| origins.patterns());
        exact.chain(patterns)
    }

    /// Where further origins come from while the server runs, as it is written in the policy.
    ///
    /// ```
    /// use cors_runtime::{LiveOrigins, Policy, policy};
    ///
    /// static PARTNERS: LiveOrigins = LiveOrigins::new();
    /// static API: Policy = policy!(origins = ["https://a.example", PARTNERS, env("ALLOWED_ORIGINS")]);
    ///
    /// let sources: Vec<String> = API.sources().collect();
    /// assert_eq!(sources, ["PARTNERS", "env(ALLOWED_ORIGINS)"]);
    /// ```
    pub fn sources(&self) -> impl Iterator<Item = String> {
        self.all_sources().map(|(source, _)| source.to_string())
    }

    /// The methods the policy names, `HEAD` beside `GET`; `None` if it covers what its route serves,
    /// or every method.
    #[must_use]
    pub const fn methods(&self) -> Option<&'static [&'static str]> {
        match self.methods {
            Methods::Only(names) => Some(names),
            Methods::Served | Methods::Any => None,
        }
    }

    /// True if cookies and HTTP authentication may be used.
    #[must_use]
    pub const fn credentials(&self) -> bool {
        self.credentials
    }

    /// The request headers a script may set, as `Access-Control-Allow-Headers` sends them.
    #[must_use]
    pub fn headers(&self) -> Option<&'static str> {
        self.headers.map(|header| header.text)
    }

    /// The response headers a script may read, as `Access-Control-Expose-Headers` sends them.
    #[must_use]
    pub fn expose_headers(&self) -> Option<&'static str> {
        self.expose_headers.map(|header| header.text)
    }

    /// How many seconds a browser may remember a preflight, as `Access-Control-Max-Age` sends it.
    #[must_use]
    pub fn max_age(&self) -> Option<&'static str> {
        self.max_age.map(|header| header.text)
    }

    /// True if requests of foreign, unlisted origins are refused before the handler runs.
    #[must_use]
    pub const fn enforces(&self) -> bool {
        self.enforce
    }

    /// True if it is [`deny_all`](Self::deny_all): what stands in for a policy with a mistake.
    pub(crate) const fn is_closed(&self) -> bool {
        self.origins.is_empty() && self.dev_origins.is_none()
    }

    /// True if this is the other policy, or an equal one. The address alone does not tell: a constant may have several.
    pub(crate) fn is(&self, other: &Self) -> bool {
        core::ptr::eq(self, other) || self == other
    }

    /// True if two looks at one origin may differ.
    #[cfg(feature = "rocket")]
    pub(crate) fn changes(&self) -> bool {
        let mut sources = self.all_sources();
        sources.any(|(source, _)| !matches!(source, DynamicOrigins::Environment(_)))
    }

    /// True if the answer depends on the request's `Origin`, so that caches have to be told.
    pub(crate) const fn varies(&self) -> bool {
        !matches!(self.origins, Origins::Any)
    }
}

/// Which of the methods a route serves a policy covers.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Methods {
    /// Whatever the route serves.
    Served,
    /// Whatever the client asks for.
    Any,
    /// Exactly these, `HEAD` standing beside `GET`.
    Only(&'static [&'static str]),
}

impl Methods {
    /// True if a route that serves `method` may also be called with it from another origin.
    #[inline]
    pub(crate) const fn cover(self, method: &str) -> bool {
        let Self::Only(list) = self else {
            return true;
        };
        let mut i = 0;
        while i < list.len() {
            if is_same(list[i].as_bytes(), method.as_bytes()) {
                return true;
            }
            i += 1;
        }
        false
    }
}

pub(crate) const fn is_same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let mut i = 0;
    while i < one.len() && one[i] == other[i] {
        i += 1;
    }
    i == one.len()
}

/// The value of a response header, made while the program is compiled.
///
/// The value is a function because a `HeaderValue` may share its bytes between clones: as a field
/// that would count as interior mutability and forbid policies in a `const` (E0492).
#[derive(Clone, Copy)]
pub(crate) struct HeaderText {
    text: &'static str,
    value: fn() -> HeaderValue,
}

impl HeaderText {
    pub(crate) const fn new(text: &'static str, value: fn() -> HeaderValue) -> Self {
        Self { text, value }
    }

    pub(crate) const fn text(self) -> &'static str {
        self.text
    }

    #[inline]
    pub(crate) fn value(self) -> HeaderValue {
        (self.value)()
    }
}

impl fmt::Debug for HeaderText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

impl PartialEq for HeaderText {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for HeaderText {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policies_with_the_same_answers_are_equal_wherever_they_were_written() {
        let kept = |max_age| Policy {
            max_age: Some(max_age),
            ..Policy::deny_all()
        };
        let one = kept(HeaderText::new("60", || HeaderValue::from_static("60")));
        let two = kept(HeaderText::new(
            "60",
            || const { HeaderValue::from_static("60") },
        ));
        let other = kept(HeaderText::new("61", || HeaderValue::from_static("61")));
        assert_eq!(one, two);
        assert_ne!(one, other);
        // They decide differently about one request.
        let mut behind_proxy = one;
        behind_proxy.declaration.allow.forwarded_host = true;
        assert_ne!(one, behind_proxy);
    }
}
