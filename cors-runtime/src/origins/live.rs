//! `LiveOrigins`: a set of origins that is replaced while the server runs.

use core::{
    fmt,
    marker::PhantomData,
    mem::ManuallyDrop,
    sync::atomic::{AtomicBool, Ordering},
};
use std::sync::{Arc, OnceLock};

use arc_swap::ArcSwapOption;
use cors_rules::{Allowance, Allowances, Field, OriginContext, check_loaded_origins};

use super::{
    LoadProblem,
    rejected::{RejectedOrigin, RejectedOrigins},
    set::{OriginSet, warn_empty},
    source::{OriginSource, SourceIdentity},
};

/// A set of origins that can be replaced while the server runs, from a database, a file or an admin page.
///
/// The set follows the rules for literals. [`replace`](Self::replace) rejects an origin that a browser would never
/// send, or that an attacker could use. The error has the reason, and the old set stays in force.
///
/// Every origin in the set may call *every* route with the policy. A server with many tenants also has to compare the
/// [`AllowedOrigin`](crate::AllowedOrigin) of a request with the tenant of its session, because the set contains the
/// origins of all tenants.
///
/// Declare it as a `static`; a `const` would be a new set at each use. Policies name it in `origins`, alone or beside
/// other entries:
///
/// ```
/// use cors_runtime::{LiveOrigins, Policy, policy};
///
/// static PARTNERS: LiveOrigins = LiveOrigins::new();
/// static FEED: Policy = policy!(origins = ["https://app.example.com", PARTNERS]);
///
/// assert!(!FEED.allows_origin(b"https://a.example"));
/// PARTNERS.replace(["https://a.example", "https://*.b.example"])?;
/// assert!(FEED.allows_origin(b"https://a.example"));
///
/// let error = PARTNERS.replace(["https://c.example/"]).expect_err("browsers send no slash at the end");
/// assert_eq!(error.rejected()[0].correction(), Some("https://c.example"));
/// assert!(FEED.allows_origin(b"https://a.example"));
/// # Ok::<(), cors_runtime::RejectedOrigins>(())
/// ```
///
/// A policy with `credentials` takes only a set that is declared for credentials, so that `replace` checks the right
/// rules. The compiler enforces this:
///
/// ```
/// use cors_runtime::{LiveOrigins, Policy, WithCredentials, policy};
///
/// static PARTNERS: LiveOrigins<WithCredentials> = LiveOrigins::with_credentials();
/// static ACCOUNT: Policy = policy!(origins = PARTNERS, credentials);
///
/// assert!(PARTNERS.replace(["http://intranet.example"]).is_err());
/// ```
///
/// The set belongs to the process, so several servers of one process share it. With [`per_server`](Self::per_server)
/// each server has a set of its own.
///
/// A new set is empty and allows no origin; the log has one warning about it. A request reads the set without a lock
/// and without an allocation, and sees either the old set or the new one.
pub struct LiveOrigins<R = WithoutCredentials> {
    set: LiveSet,
    rules: PhantomData<fn() -> R>,
}

/// The rules of a [`LiveOrigins`]: [`WithCredentials`] or [`WithoutCredentials`].
pub trait Rules: sealed::Rules {
    /// True if policies with `credentials` may name the set.
    const CREDENTIALS: bool;
}

/// [`LiveOrigins`] for policies without `credentials`.
#[derive(Clone, Copy, Debug)]
pub enum WithoutCredentials {}

/// [`LiveOrigins`] for policies with `credentials`, and for those without as well.
#[derive(Clone, Copy, Debug)]
pub enum WithCredentials {}

impl Rules for WithoutCredentials {
    const CREDENTIALS: bool = false;
}

impl Rules for WithCredentials {
    const CREDENTIALS: bool = true;
}

mod sealed {
    pub trait Rules {}
    impl Rules for super::WithoutCredentials {}
    impl Rules for super::WithCredentials {}
}

impl LiveOrigins<WithoutCredentials> {
    /// An empty set for policies without `credentials`.
    ///
    /// Policies with `enforce` may name the set. Therefore it rejects patterns over public suffixes, such as
    /// `https://*.github.io`, and patterns for all browser extensions.
    #[must_use]
    #[allow(clippy::new_without_default)] // a static has no use for a default
    pub const fn new() -> Self {
        Self::empty()
    }
}

impl LiveOrigins<WithCredentials> {
    /// An empty set for policies with or without `credentials`.
    #[must_use]
    pub const fn with_credentials() -> Self {
        Self::empty()
    }

    /// Accepts plain http with credentials, like `allow(insecure_origins)` in a policy.
    ///
    /// ```
    /// use cors_runtime::{LiveOrigins, WithCredentials};
    ///
    /// static INTRANET: LiveOrigins<WithCredentials> = LiveOrigins::with_credentials().allow_insecure_origins();
    /// assert!(INTRANET.replace(["http://wiki.corp"]).is_ok());
    /// ```
    #[must_use]
    pub const fn allow_insecure_origins(self) -> Self {
        self.allow(Allowance::InsecureOrigins)
    }
}

impl<R: Rules> LiveOrigins<R> {
    const fn empty() -> Self {
        Self {
            set: LiveSet::empty(OriginContext {
                credentials: R::CREDENTIALS,
                dev: false,
                enforce: true,
                allow: Allowances::NONE,
            }),
            rules: PhantomData,
        }
    }

    /// Accepts patterns over public suffixes, such as `https://*.github.io`, like `allow(public_suffixes)` in a policy.
    #[must_use]
    pub const fn allow_public_suffixes(self) -> Self {
        self.allow(Allowance::PublicSuffixes)
    }

    const fn allow(mut self, allowance: Allowance) -> Self {
        self.set.context.allow = self.set.context.allow.with(allowance);
        self
    }

    /// Replaces the set with these origins and patterns, if none of them breaks a rule.
    ///
    /// # Errors
    ///
    /// Every entry that breaks a rule, with the text to write instead. The old set stays in force.
    pub fn replace<I>(&self, origins: I) -> Result<(), RejectedOrigins>
    where
        I: IntoIterator<Item: AsRef<str>>,
    {
        self.set.replace(origins)
    }

    /// Replaces the set with the valid ones of these origins and patterns, and returns the others.
    ///
    /// ```
    /// use cors_runtime::LiveOrigins;
    ///
    /// static PARTNERS: LiveOrigins = LiveOrigins::new();
    ///
    /// let rejected = PARTNERS.replace_valid(["https://a.example", "b.example"]);
    /// assert_eq!(rejected[0].entry(), "b.example");
    /// assert_eq!(PARTNERS.origins(), ["https://a.example"]);
    /// ```
    #[must_use = "the returned entries are not in force"]
    pub fn replace_valid<I>(&self, origins: I) -> Vec<RejectedOrigin>
    where
        I: IntoIterator<Item: AsRef<str>>,
    {
        self.set.replace_valid(origins)
    }

    /// Checks these origins and patterns without changing the set.
    ///
    /// ```
    /// use cors_runtime::LiveOrigins;
    ///
    /// static PARTNERS: LiveOrigins = LiveOrigins::new();
    ///
    /// assert!(PARTNERS.check(["https://a.example"]).is_ok());
    /// assert!(PARTNERS.check(["https://a.example/"]).is_err());
    /// assert!(PARTNERS.origins().is_empty());
    /// ```
    ///
    /// # Errors
    ///
    /// Every entry that breaks a rule, with the text to write instead.
    pub fn check<I>(&self, origins: I) -> Result<(), RejectedOrigins>
    where
        I: IntoIterator<Item: AsRef<str>>,
    {
        self.set.check(origins)
    }

    /// True if the set allows this origin at this moment. `origin` is the value of the request's `Origin` header, byte
    /// for byte.
    #[must_use]
    pub fn allows(&self, origin: &[u8]) -> bool {
        self.set.allows_now(origin)
    }

    /// The origins and patterns that are in force at this moment: exact origins first, in order of length.
    #[must_use]
    pub fn origins(&self) -> Vec<String> {
        self.set.current_entries()
    }

    pub(super) const fn set(&self) -> &LiveSet {
        &self.set
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn __set(&'static self) -> &'static LiveSet {
        &self.set
    }
}

/// Calls `look` with the texts of all entries.
fn with_texts<I, T>(origins: I, look: impl FnOnce(&[&str]) -> T) -> T
where
    I: IntoIterator<Item: AsRef<str>>,
{
    let entries: Vec<I::Item> = origins.into_iter().collect();
    let entries: Vec<&str> = entries.iter().map(AsRef::as_ref).collect();
    look(&entries)
}

impl<R: Rules> fmt::Debug for LiveOrigins<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.origins()).finish()
    }
}

/// The set of a [`LiveOrigins`], without the type of its rules.
#[doc(hidden)]
#[derive(Debug)]
pub struct LiveSet {
    // A static is never dropped, and without `Drop` a `const` by mistake is one error of the compiler instead of four.
    origins: ManuallyDrop<ArcSwapOption<OriginSet>>,
    context: OriginContext,
    /// The set's name in the first policy, for the log.
    name: ManuallyDrop<OnceLock<&'static str>>,
    /// True if the log has the warning that the set is empty.
    warned_empty: AtomicBool,
}

impl LiveSet {
    const fn empty(context: OriginContext) -> Self {
        Self {
            origins: ManuallyDrop::new(ArcSwapOption::const_empty()),
            context,
            name: ManuallyDrop::new(OnceLock::new()),
            warned_empty: AtomicBool::new(false),
        }
    }

    /// An empty set with the rules of this one.
    pub(super) fn with_the_same_rules(&self) -> Self {
        Self::empty(self.context)
    }

    pub(super) fn replace<I>(&self, origins: I) -> Result<(), RejectedOrigins>
    where
        I: IntoIterator<Item: AsRef<str>>,
    {
        with_texts(origins, |entries| {
            self.accepts(entries)?;
            self.store(OriginSet::of(entries.iter().copied()));
            Ok(())
        })
    }

    pub(super) fn replace_valid<I>(&self, origins: I) -> Vec<RejectedOrigin>
    where
        I: IntoIterator<Item: AsRef<str>>,
    {
        with_texts(origins, |entries| {
            let rejected = self.rejected(entries);
            let indices = rejected.iter().filter_map(|one| one.finding.index());
            let mut indices = indices.peekable();
            let valid = entries.iter().enumerate();
            let valid = valid.filter(|&(index, _)| indices.next_if_eq(&index).is_none());
            self.store(OriginSet::of(valid.map(|(_, &entry)| entry)));
            rejected
        })
    }

    pub(super) fn check<I>(&self, origins: I) -> Result<(), RejectedOrigins>
    where
        I: IntoIterator<Item: AsRef<str>>,
    {
        with_texts(origins, |entries| self.accepts(entries))
    }

    fn rejected(&self, entries: &[&str]) -> Vec<RejectedOrigin> {
        let findings = check_loaded_origins(entries, Field::Origins, self.context);
        let rejected = findings.into_iter();
        rejected
            .map(|finding| RejectedOrigin {
                finding: finding.in_live_set(),
            })
            .collect()
    }

    fn accepts(&self, entries: &[&str]) -> Result<(), RejectedOrigins> {
        match self.rejected(entries) {
            rejected if rejected.is_empty() => Ok(()),
            rejected => Err(RejectedOrigins(rejected)),
        }
    }

    fn store(&self, set: OriginSet) {
        self.origins.store(Some(Arc::new(set)));
        if let Some(name) = self.name.get() {
            self.warn_if_empty(name);
        }
    }

    pub(super) fn allows_now(&self, origin: &[u8]) -> bool {
        let set = self.origins.load();
        set.as_ref().is_some_and(|set| set.allows(origin))
    }

    pub(super) fn current_entries(&self) -> Vec<String> {
        let set = self.origins.load();
        let entries = set.iter().flat_map(|set| set.entries());
        entries.map(ToOwned::to_owned).collect()
    }

    fn warn_if_empty(&self, name: &str) {
        let set = self.origins.load();
        let is_empty = set.as_ref().is_none_or(|set| set.is_empty());
        if is_empty && !self.warned_empty.swap(true, Ordering::Relaxed) {
            warn_empty(&format!("`{name}`"));
        } else if !is_empty {
            self.warned_empty.store(false, Ordering::Relaxed);
        }
    }
}

impl OriginSource for LiveSet {
    fn allows(&self, origin: &[u8], _: OriginContext) -> bool {
        self.allows_now(origin)
    }

    /// Notes the set's name in a policy, and warns if the set is empty.
    fn load(&self, name: &'static str, _: OriginContext, _: &[String], _: &mut Vec<LoadProblem>) {
        self.warn_if_empty(self.name.get_or_init(|| name));
    }

    fn is_validated(&self, _: OriginContext) -> bool {
        true
    }

    fn entries(&self) -> Vec<String> {
        self.current_entries()
    }

    fn identity(&self) -> SourceIdentity {
        SourceIdentity::Live(core::ptr::from_ref(self).cast())
    }
}
