//! `Policy`: which origins may call a route, and what they may do there.

pub mod const_eval;
pub(crate) mod encoded;
mod methods;

use core::{fmt, panic::Location};

use cors_rules::Allowances;
use http::HeaderValue;

pub(crate) use self::methods::{MethodSet, join};
use crate::origins::Origins;

/// A CORS policy: the origins that may call a route, and what they may do there.
///
/// [`policy!`](crate::policy!) and [`#[cors]`](macro@crate::cors) make a `Policy` and check it at compile time. Declare it
/// as a `static` or a `const`. Its header values are built before the first request.
///
/// ```
/// use cors_runtime::{Policy, policy};
///
/// static PARTNERS: Policy = policy!(origins = ["https://*.partner.example"], max_age = "1h");
/// assert!(!PARTNERS.credentials());
/// assert_eq!(PARTNERS.max_age(), Some("3600"));
/// ```
///
/// Two policies are equal if a browser gets the same responses from both.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// The origins in every build.
    pub(crate) origins: Origins,
    /// Additional origins in a debug build.
    pub(crate) dev_origins: Option<&'static Origins>,
    pub(crate) credentials: bool,
    pub(crate) methods: Methods,
    pub(crate) headers: Option<HeaderText>,
    pub(crate) expose_headers: Option<HeaderText>,
    pub(crate) max_age: Option<HeaderText>,
    pub(crate) enforce: bool,
    /// No CORS, not even the default policy of a router.
    pub(crate) disabled: bool,
    pub(crate) declaration: Declaration,
}

/// The opt-outs of a policy and the place of its declaration. Policies with this `base` inherit from it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Declaration {
    pub(crate) allow: Allowances,
    /// The opt-outs for `dev_origins`, which a policy may inherit while it has its own `origins`.
    pub(crate) dev_allow: Allowances,
    /// True if the policy has `dev_origins`. Also true in a release build, which does not contain them.
    pub(crate) has_dev_origins: bool,
    /// True if the policy has the key `enforce`, on or off.
    pub(crate) states_enforce: bool,
    /// The policy of the handler, if this one is bound to a server.
    pub(crate) bound_from: Option<&'static Policy>,
    /// The place of the declaration.
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
            // Opt-outs do not change a response, with the exceptions below.
            declaration: Declaration {
                allow, dev_allow, ..
            },
        } = *self;
        // Decides which host a request is compared with.
        let same_host = allow.forwarded_host == other.declaration.allow.forwarded_host;
        // Opt-outs decide which origins a function is called with.
        let has_function =
            |origins: &Origins| origins.sources().iter().any(|source| source.is_function());
        let same_function = (allow, dev_allow)
            == (other.declaration.allow, other.declaration.dev_allow)
            || !has_function(&origins) && !dev_origins.is_some_and(has_function);
        same_function
            && same_host
            && [Some(&origins), dev_origins] == [Some(&other.origins), other.dev_origins]
            && credentials == other.credentials
            && methods == other.methods
            && [headers, expose_headers, max_age]
                == [other.headers, other.expose_headers, other.max_age]
            && enforce == other.enforce
            && disabled == other.disabled
    }
}

impl Eq for Policy {}

impl Policy {
    /// A policy that allows no origin. No response gets a CORS header.
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
                bound_from: None,
                location: Location::caller(),
            },
        }
    }

    /// True if the policy allows this origin.
    ///
    /// `origin` is the value of the request's `Origin` header. It is compared byte for byte, like in the standard's
    /// [CORS check]: case and a slash at the end matter.
    ///
    /// The method [loads](Self::load) dynamic origins if they are not loaded yet. Dynamic origins that cannot be
    /// loaded are not allowed.
    ///
    /// [CORS check]: https://fetch.spec.whatwg.org/#concept-cors-check
    #[must_use]
    pub fn allows_origin(&self, origin: &[u8]) -> bool {
        let mut sources = self.all_sources();
        if !sources.all(|(source, context)| source.is_validated(context)) {
            // Building a route with the policy reports the error.
            let _ = self.load();
        }
        self.allows(origin)
    }

    /// [`allows_origin`](Self::allows_origin) for a request: dynamic origins were loaded at start.
    #[inline]
    pub(crate) fn allows(&self, origin: &[u8]) -> bool {
        self.allows_in(origin, || false)
    }

    /// [`allows`](Self::allows) without `dev_origins` if a test sets a release build.
    #[inline]
    pub(crate) fn allows_in(&self, origin: &[u8], release: impl FnOnce() -> bool) -> bool {
        self.origins.allow(origin, || self.context())
            || match self.dev_origins {
                Some(origins) if !release() => origins.allow(origin, || self.dev_context()),
                _ => false,
            }
    }

    /// True if the policy allows every origin (`origins = any`).
    #[must_use]
    pub const fn allows_any_origin(&self) -> bool {
        matches!(self.origins, Origins::Any)
    }

    /// The origins and patterns of the list, exact origins first. Empty if every origin is allowed.
    /// [`sources`](Self::sources) names the dynamic origins.
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

    /// True if an origin of the policy, in this build, is dynamic.
    #[cfg(feature = "axum")]
    pub(crate) const fn has_sources(&self) -> bool {
        let has_sources = !self.origins.sources().is_empty();
        match self.dev_origins {
            Some(dev) => has_sources || !dev.sources().is_empty(),
            None => has_sources,
        }
    }

    /// The sources of dynamic origins, as the policy writes them.
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

    /// The methods of the policy, with `HEAD` after `GET`. `None` if the policy covers the methods of its route, or
    /// every method.
    #[must_use]
    pub const fn methods(&self) -> Option<&'static [&'static str]> {
        match self.methods {
            Methods::Only(names) => Some(names),
            Methods::Served | Methods::Any => None,
        }
    }

    /// True if requests may use cookies and HTTP authentication.
    #[must_use]
    pub const fn credentials(&self) -> bool {
        self.credentials
    }

    /// The request headers a script may set: the value of `Access-Control-Allow-Headers`.
    #[must_use]
    pub fn headers(&self) -> Option<&'static str> {
        self.headers.map(|header| header.text)
    }

    /// The response headers a script may read: the value of `Access-Control-Expose-Headers`.
    #[must_use]
    pub fn expose_headers(&self) -> Option<&'static str> {
        self.expose_headers.map(|header| header.text)
    }

    /// The seconds for which a browser may cache a preflight: the value of `Access-Control-Max-Age`.
    #[must_use]
    pub fn max_age(&self) -> Option<&'static str> {
        self.max_age.map(|header| header.text)
    }

    /// True if requests from pages of other sites are refused before the handler runs.
    #[must_use]
    pub const fn enforces(&self) -> bool {
        self.enforce
    }

    /// True if no origin can be allowed, like in [`deny_all`](Self::deny_all), the fallback for a policy with an error.
    pub(crate) const fn is_closed(&self) -> bool {
        self.origins.is_empty() && self.dev_origins.is_none()
    }

    /// True if the policies are equal. The address is only a shortcut: a constant may have several.
    pub(crate) fn is(&self, other: &Self) -> bool {
        core::ptr::eq(self, other) || self == other
    }

    /// True if the policies are equal, or if this one is the other, bound to a server.
    #[cfg(feature = "axum")]
    pub(crate) fn is_or_comes_from(&self, other: &Self) -> bool {
        self.is(other) || self.declaration.bound_from.is_some_and(|own| own.is(other))
    }

    /// True if two checks of one origin may have different results.
    #[cfg(feature = "rocket")]
    pub(crate) fn changes(&self) -> bool {
        let mut sources = self.all_sources();
        sources.any(|(source, _)| !source.is_environment())
    }

    /// True if responses depend on the request's `Origin`, so caches need `Vary`.
    pub(crate) const fn varies(&self) -> bool {
        !matches!(self.origins, Origins::Any)
    }
}

/// The methods that a policy covers.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Methods {
    /// The methods of the route.
    Served,
    /// Every method.
    Any,
    /// Exactly these, with `HEAD` after `GET`.
    Only(&'static [&'static str]),
}

impl Methods {
    /// True if the policy covers a `method` that its route serves.
    #[inline]
    pub(crate) const fn allows(self, method: &str) -> bool {
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

/// The value of a response header, built at compile time.
///
/// A function returns the value: a `HeaderValue` as a field has interior mutability, which a `const` cannot refer to
/// (E0492).
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
    fn policies_with_the_same_responses_are_equal() {
        let cached = |max_age| Policy {
            max_age: Some(max_age),
            ..Policy::deny_all()
        };
        let one = cached(HeaderText::new("60", || HeaderValue::from_static("60")));
        let two = cached(HeaderText::new(
            "60",
            || const { HeaderValue::from_static("60") },
        ));
        let other = cached(HeaderText::new("61", || HeaderValue::from_static("61")));
        assert_eq!(one, two);
        assert_ne!(one, other);
        // The decision on a request differs.
        let mut behind_proxy = one;
        behind_proxy.declaration.allow.forwarded_host = true;
        assert_ne!(one, behind_proxy);
    }
}
