//! The origin of a page, as a function of the user's sees it.

use core::{cell::RefCell, fmt, net::IpAddr};

use cors_rules::{OriginPattern, Port, default_port};

use super::hosts::Hosts;

/// The origin of a page, for a function in `origins = matching(…)`.
///
/// On a request it is one that a browser sends, in the form browsers send it in, and never `null`; at the start a
/// function is also called with others, see [`environments`](crate::guide::environments#a-function-that-decides). It has
/// parts and no text: code that looks for the end of an origin in a text lets `https://evilexample.com` in.
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
/// `Debug` writes its parts, for a log: the host as a list of its labels.
#[derive(Clone, Copy)]
pub struct Origin<'o> {
    pattern: OriginPattern<'o>,
    /// Where somebody listens to what a function asks.
    recorder: Option<&'o ComparisonRecorder>,
}

/// The names a function has compared with.
#[derive(Debug, Default)]
pub(super) struct ComparisonRecorder {
    /// Whole hosts.
    pub(super) hosts: RefCell<Vec<String>>,
    /// What hosts were to be below.
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

    /// The whole host, to be compared with one.
    #[must_use]
    pub const fn host(&self) -> Host<'o> {
        Host {
            name: self.pattern.host(),
            recorder: self.recorder,
        }
    }

    /// The address, if the host is one.
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

    /// The port, the default one of the scheme included; `None` for a scheme without ports.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        match self.pattern.port() {
            Port::Number(port) => Some(port),
            _ => default_port(self.scheme()),
        }
    }

    /// True if the host is one or more labels below this one; it is not below itself.
    #[must_use]
    pub fn is_subdomain_of(&self, host: &str) -> bool {
        self.subdomain_of(host).is_some()
    }

    /// The labels of the host before this one: `a.b` of `a.b.example.com` under `example.com`.
    ///
    /// Compare them whole, or by a beginning of your own. Below a name such as `vercel.app` everybody can have a
    /// name that ends as yours do.
    #[must_use]
    pub fn subdomain_of(&self, host: &str) -> Option<&'o str> {
        if let Some(recorder) = self.recorder {
            recorder.domains.borrow_mut().push(host.to_owned());
        }
        let labels = self.pattern.host().strip_suffix(host)?.strip_suffix('.')?;
        (!host.is_empty() && !labels.is_empty()).then_some(labels)
    }
}

/// Only here to say why there is none.
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
            /// Does not compile, and says what does.
            #[doc(hidden)]
            #[must_use]
            #[allow(clippy::inherent_to_string)] // it comes before that of a trait, for the words of the error
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

/// By its parts: a text of the whole origin would be compared with another one, by its end.
impl fmt::Debug for Origin<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Origin")
            .field("scheme", &self.scheme())
            .field("host", &self.host())
            .field("port", &self.port())
            .finish()
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
/// It has no text, in which a function could look for the end of a name: `evilexample.com` ends in `example.com`.
/// [`is_in`](Self::is_in) looks it up in a set, [`Origin::subdomain_of`] compares labels.
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
    /// True if it is one of these: a list, a set, or the keys of a map.
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

/// By its labels, of which no text of a name is a part.
impl fmt::Debug for Host<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.name.split('.')).finish()
    }
}
