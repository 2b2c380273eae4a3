//! `Origin` and `Host`: the origin of a request, as a function in `matching(…)` receives it.

use core::{cell::RefCell, fmt, net::IpAddr};

use cors_rules::{OriginPattern, Port, default_port};

use super::hosts::Hosts;

/// The origin of a page, for a function in `origins = matching(…)`.
///
/// On a request it is a well-formed origin, never `null`. At start the function is also called with origins that it
/// should reject, see [`environments`](crate::guide::environments#a-function-that-decides).
///
/// An `Origin` exposes parsed parts instead of a string. A search for the end of a string would also accept
/// `https://evilexample.com`, which ends in `example.com`.
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
///
/// `Debug` writes the parts, with the host as a list of labels.
#[derive(Clone, Copy)]
pub struct Origin<'o> {
    pattern: OriginPattern<'o>,
    /// Collects the names a function compares with, during the validation at start.
    recorder: Option<&'o ComparisonRecorder>,
}

/// The names that a function compared an origin with.
#[derive(Debug, Default)]
pub(super) struct ComparisonRecorder {
    /// Whole hosts.
    pub(super) hosts: RefCell<Vec<String>>,
    /// Domains that hosts were to be below.
    pub(super) domains: RefCell<Vec<String>>,
}

impl<'o> Origin<'o> {
    pub(super) const fn new(
        pattern: OriginPattern<'o>,
        recorder: Option<&'o ComparisonRecorder>,
    ) -> Self {
        Self { pattern, recorder }
    }

    /// The scheme, such as `https`.
    #[must_use]
    pub const fn scheme(&self) -> &'o str {
        self.pattern.scheme()
    }

    /// The host, for comparison with whole hosts.
    #[must_use]
    pub const fn host(&self) -> Host<'o> {
        Host {
            name: self.pattern.host(),
            recorder: self.recorder,
        }
    }

    /// The IP address, if the host is one.
    ///
    /// ```
    /// use core::net::IpAddr;
    /// use cors_runtime::{Origin, Policy, policy};
    ///
    /// /// A phone in the network of the developer.
    /// fn is_in_the_lan(origin: &Origin<'_>) -> bool {
    ///     matches!(origin.address(), Some(IpAddr::V4(address)) if address.is_private())
    /// }
    ///
    /// static API: Policy = policy!(
    ///     origins = ["https://app.example.com"],
    ///     dev_origins = matching(is_in_the_lan),
    /// );
    /// assert_eq!(API.allows_origin(b"http://192.168.0.10:5173"), cfg!(debug_assertions));
    /// ```
    #[must_use]
    pub fn address(&self) -> Option<IpAddr> {
        let host = self.pattern.host();
        let inner = host
            .strip_prefix('[')
            .and_then(|host| host.strip_suffix(']'));
        inner.unwrap_or(host).parse().ok()
    }

    /// The port, or the scheme's default port; `None` for a scheme without ports.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        match self.pattern.port() {
            Port::Number(port) => Some(port),
            _ => default_port(self.scheme()),
        }
    }

    /// True if the host is a subdomain of `host`, at any depth. A host is not a subdomain of itself.
    #[must_use]
    pub fn is_subdomain_of(&self, host: &str) -> bool {
        self.subdomain_of(host).is_some()
    }

    /// The labels before `host`: `a.b` for `a.b.example.com` and `example.com`.
    ///
    /// Compare the whole text, or its beginning. Below a public suffix such as `vercel.app`, anyone can register a name
    /// with the same end as yours.
    #[must_use]
    pub fn subdomain_of(&self, host: &str) -> Option<&'o str> {
        if let Some(recorder) = self.recorder {
            recorder.domains.borrow_mut().push(host.to_owned());
        }
        let labels = self.pattern.host().strip_suffix(host)?.strip_suffix('.')?;
        (!host.is_empty() && !labels.is_empty()).then_some(labels)
    }
}

/// A trait that no `Origin` has, for the message of the error.
#[diagnostic::on_unimplemented(
    message = "an origin has no text to search in",
    label = "compare its parts",
    note = "a search finds more than was meant: `evilexample.com` ends in `example.com`",
    note = "write `origin.host() == \"…\"`, `origin.host().is_in(&HOSTS)` or `origin.is_subdomain_of(\"…\")`; a log takes `{{:?}}`"
)]
pub trait HasText {}

#[diagnostic::do_not_recommend]
impl HasText for ComparisonRecorder {}

macro_rules! without_text {
    ($($ty:ident)*) => {$(
        impl $ty<'_> {
            /// Does not compile; the error names the alternatives.
            #[doc(hidden)]
            #[must_use]
            #[allow(clippy::inherent_to_string)] // takes precedence over `ToString`, for the text of the error
            pub fn to_string<'a>(&'a self) -> String
            where
                &'a Self: HasText,
            {
                String::new()
            }
        }
    )*};
}

without_text!(Origin Host);

/// Writes the parts: a text of the whole origin would invite comparing its end.
impl fmt::Debug for Origin<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Origin")
            .field("scheme", &self.scheme())
            .field("host", &self.host())
            .field("port", &self.port())
            .finish()
    }
}

/// The host of an [`Origin`], in lower case. It can be compared only with whole hosts.
///
/// ```
/// # use cors_runtime::Origin;
/// fn is_app(origin: &Origin<'_>) -> bool {
///     origin.scheme() == "https" && origin.host() == "app.example.com"
/// }
/// ```
///
/// There is no way to get its text, because a search for the end of a name is wrong: `evilexample.com` ends in
/// `example.com`. [`is_in`](Self::is_in) looks the host up in a set, and [`Origin::subdomain_of`] compares labels.
///
/// ```compile_fail,E0277
/// # use cors_runtime::Origin;
/// fn is_ours(origin: &Origin<'_>) -> bool {
///     origin.host().to_string().ends_with("example.com")
/// }
/// ```
#[derive(Clone, Copy)]
pub struct Host<'o> {
    name: &'o str,
    recorder: Option<&'o ComparisonRecorder>,
}

impl Host<'_> {
    /// True if the host is in the list, in the set, or a key of the map.
    ///
    /// ```
    /// use std::{collections::HashSet, sync::LazyLock};
    /// use cors_runtime::{Origin, Policy, policy};
    ///
    /// static SHOPS: LazyLock<HashSet<String>> =
    ///     LazyLock::new(|| ["a.example", "b.example"].map(String::from).into());
    ///
    /// fn is_shop(origin: &Origin<'_>) -> bool {
    ///     origin.scheme() == "https" && origin.host().is_in(&*SHOPS)
    /// }
    ///
    /// static API: Policy = policy!(origins = matching(is_shop));
    /// assert!(API.allows_origin(b"https://b.example"));
    /// ```
    #[must_use]
    pub fn is_in(&self, hosts: &(impl Hosts + ?Sized)) -> bool {
        if let Some(recorder) = self.recorder {
            recorder.hosts.borrow_mut().extend(hosts.some());
        }
        hosts.has(self.name)
    }
}

impl PartialEq<str> for Host<'_> {
    fn eq(&self, host: &str) -> bool {
        if let Some(recorder) = self.recorder {
            recorder.hosts.borrow_mut().push(host.to_owned());
        }
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

/// Writes the labels, none of which can be compared with a whole name.
impl fmt::Debug for Host<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.name.split('.')).finish()
    }
}
