//! Live origins that each server of a process sets for itself.

use core::{cell::RefCell, fmt};

use cors_rules::OriginContext;

use super::{
    LiveOrigins, LoadProblem, RejectedOrigin, RejectedOrigins, Rules, WithoutCredentials,
    live::LiveSet,
    source::{OriginSource, SourceIdentity},
};

/// A declaration of live origins that each server of the process sets for itself.
///
/// A [`LiveOrigins`] is one set for the whole process. Two servers of one process, such as those of two tests, would
/// replace each other's origins. [`LiveOrigins::per_server`] makes the declaration, policies name it in `origins`, and
/// [`for_server`](Self::for_server) makes the set of one server:
///
/// ```
/// use cors_runtime::{LiveOrigins, PerServer, RejectedOrigins, axum::{CorsRouter, routing::get}, cors};
///
/// static PARTNERS: PerServer = LiveOrigins::new().per_server();
///
/// #[cors(origins = ["https://app.example.com", PARTNERS])]
/// async fn feed() -> &'static str { "…" }
///
/// fn app(origins: &[String]) -> Result<CorsRouter, RejectedOrigins> {
///     let partners = PARTNERS.for_server(origins)?;
///     Ok(partners.build(|| CorsRouter::new().route("/feed", get(feed))))
/// }
/// # assert!(app(&["https://a.example".to_owned()]).is_ok());
/// # assert!(app(&["https://a.example/".to_owned()]).is_err());
/// ```
///
/// A route with the policy that is built without a set is an error at start, like a variable that is not set.
pub struct PerServer<R = WithoutCredentials>(
    // Its own set stays empty. It has the rules, and the compiler refuses it as a `const`, which has no address.
    LiveOrigins<R>,
);

impl<R: Rules> LiveOrigins<R> {
    /// Makes the declaration of a set that each server of the process has for itself, with the same rules.
    #[must_use]
    pub const fn per_server(self) -> PerServer<R> {
        PerServer(self)
    }
}

impl<R: Rules> PerServer<R> {
    /// Makes the set of one server, with these origins and patterns. Call it once for each server.
    ///
    /// A policy is a static, and so is the set of a server: both stay in memory until the process ends.
    ///
    /// # Errors
    ///
    /// Every entry that breaks a rule, with the text to write instead.
    pub fn for_server<I>(&'static self, origins: I) -> Result<ServerOrigins, RejectedOrigins>
    where
        I: IntoIterator<Item: AsRef<str>>,
    {
        let declared = self.0.__set();
        let set: &'static LiveSet = Box::leak(Box::new(declared.with_the_same_rules()));
        set.replace(origins)?;
        Ok(ServerOrigins { declared, set })
    }
}

impl<R: Rules> OriginSource for PerServer<R> {
    fn allows(&self, _: &[u8], _: OriginContext) -> bool {
        false
    }

    fn load(
        &self,
        name: &'static str,
        _: OriginContext,
        _: &[String],
        problems: &mut Vec<LoadProblem>,
    ) {
        problems.push(LoadProblem::NoSet { declaration: name });
    }

    fn is_validated(&self, _: OriginContext) -> bool {
        true
    }

    fn entries(&self) -> Vec<String> {
        Vec::new()
    }

    fn identity(&self) -> SourceIdentity {
        SourceIdentity::Live(core::ptr::from_ref(self.0.set()).cast())
    }

    fn of_server(&self) -> Option<&'static dyn OriginSource> {
        Some(set_of_server(self.0.set())?)
    }
}

impl<R: Rules> fmt::Debug for PerServer<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PerServer")
    }
}

/// The origins of one server, made by [`PerServer::for_server`].
///
/// Clones share the set. Put one into axum's state or into Rocket's managed state, for a handler that replaces the
/// origins while the server runs.
#[derive(Clone)]
pub struct ServerOrigins {
    declared: &'static LiveSet,
    set: &'static LiveSet,
}

impl ServerOrigins {
    /// Builds a router or a Rocket whose policies take their origins from this set.
    ///
    /// It covers the policies of all routes, layers and default policies that `app` makes: `get(…)` of
    /// `axum::routing`, Rocket's `routes![…]`, [`CorsLayer::new`](crate::layer::CorsLayer::new),
    /// and calls of functions under `#[cors]`. Calls may be nested, one for each set:
    ///
    /// ```
    /// # use cors_runtime::{PerServer, LiveOrigins, axum::CorsRouter};
    /// # static PARTNERS: PerServer = LiveOrigins::new().per_server();
    /// # static ADMINS: PerServer = LiveOrigins::new().per_server();
    /// # let partners = PARTNERS.for_server(["https://a.example"])?;
    /// # let admins = ADMINS.for_server(["https://admin.example.com"])?;
    /// # fn app() -> CorsRouter { CorsRouter::new() }
    /// let app = partners.build(|| admins.build(app));
    /// # Ok::<(), cors_runtime::RejectedOrigins>(())
    /// ```
    ///
    /// Only the call of `app` is covered. An `async` function returns before its body runs, so call `build` in that body.
    #[track_caller]
    pub fn build<T>(&self, app: impl FnOnce() -> T) -> T {
        struct End;

        // Also if `app` panics.
        impl Drop for End {
            fn drop(&mut self) {
                BUILDING.with_borrow_mut(Vec::pop);
            }
        }

        BUILDING.with_borrow_mut(|sets| sets.push((self.declared, self.set)));
        let _end = End;
        app()
    }

    /// Replaces the set, as [`LiveOrigins::replace`] does.
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

    /// Replaces the set with the valid ones of these entries, as [`LiveOrigins::replace_valid`] does.
    #[must_use = "the returned entries are not in force"]
    pub fn replace_valid<I>(&self, origins: I) -> Vec<RejectedOrigin>
    where
        I: IntoIterator<Item: AsRef<str>>,
    {
        self.set.replace_valid(origins)
    }

    /// Checks these entries without changing the set, as [`LiveOrigins::check`] does.
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

    /// True if the set allows this origin at this moment. `origin` is the value of the request's `Origin` header.
    #[must_use]
    pub fn allows(&self, origin: &[u8]) -> bool {
        self.set.allows_now(origin)
    }

    /// The origins and patterns that are in force at this moment: exact origins first, in order of length.
    #[must_use]
    pub fn origins(&self) -> Vec<String> {
        self.set.current_entries()
    }
}

impl fmt::Debug for ServerOrigins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.origins()).finish()
    }
}

thread_local! {
    /// The declarations and sets inside [`ServerOrigins::build`].
    static BUILDING: RefCell<Vec<(&'static LiveSet, &'static LiveSet)>> = const { RefCell::new(Vec::new()) };
}

/// The set of the server that is being built, for this declaration.
fn set_of_server(declared: &LiveSet) -> Option<&'static LiveSet> {
    BUILDING.with_borrow(|sets| {
        let mut sets = sets.iter().rev();
        let found = sets.find(|(other, _)| core::ptr::eq(*other, declared));
        found.map(|&(_, set)| set)
    })
}
