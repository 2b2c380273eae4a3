//! Methods of a policy for its dynamic origins.

use cors_rules::OriginContext;

use super::{DynamicOrigins, LoadError, Origins, source::OriginSource};
use crate::Policy;

impl Policy {
    /// Loads and validates the dynamic origins of the policy.
    ///
    /// Origins from the environment are checked by the rules for literals. A function in `matching(…)` is called with
    /// origins that only an attacker has, and with origins that the rules reject in any case.
    ///
    /// A route with the policy loads it too, and panics where this method returns an error. A policy without dynamic
    /// origins loads without an error.
    ///
    /// ```
    /// use cors_runtime::{Policy, policy};
    ///
    /// static API: Policy = policy!(origins = env("ALLOWED_ORIGINS_OF_THE_EXAMPLE"));
    ///
    /// let error = API.load().expect_err("the variable is not set");
    /// assert!(error.to_string().starts_with("the variable `ALLOWED_ORIGINS_OF_THE_EXAMPLE` is not set"));
    /// ```
    ///
    /// # Errors
    ///
    /// All problems of the policy.
    pub fn load(&self) -> Result<(), LoadError> {
        match self.any_source() {
            Some(source) => source.load_policy(self, DynamicOrigins::bound),
            None => Ok(()),
        }
    }

    /// Returns the problems that [`load`](Self::load) finds in a policy that was bound to its server before.
    #[cfg(feature = "rocket")]
    pub(crate) fn load_problems(&self) -> Vec<String> {
        self.any_source()
            .map_or_else(Vec::new, |source| source.load_problems(self))
    }

    /// One of the sources, whose methods do what only a policy with sources needs.
    fn any_source(&self) -> Option<&'static dyn OriginSource> {
        let dev = self.dev_origins.into_iter();
        let mut lists = core::iter::once(&self.origins).chain(dev);
        let source = lists.find_map(|origins| origins.sources().first())?;
        Some(source.source())
    }

    /// Explains that a function accepts the origin, and that a rule rejects it.
    pub(crate) fn overruled(&self, origin: &[u8]) -> Option<String> {
        self.any_source()?.overruled_in(self, origin)
    }

    /// The origins of the list, and the dynamic origins that are allowed at this moment.
    pub(crate) fn known_origins(&self) -> Vec<String> {
        let loaded = self.all_sources();
        let loaded = loaded.flat_map(|(source, _)| source.source().entries());
        self.origins()
            .map(ToOwned::to_owned)
            .chain(loaded)
            .collect()
    }

    /// Loads the policy for a route, and binds it to the server that is being built.
    ///
    /// # Panics
    ///
    /// If the policy cannot be loaded, outside of [`try_load`](crate::try_load).
    #[track_caller]
    pub(crate) fn loaded(&'static self) -> &'static Self {
        match self.any_source().map(|source| source.load_for_route(self)) {
            None => self,
            Some(Ok(policy)) => policy,
            Some(Err(error)) => panic!("{error}"),
        }
    }

    /// The policy with the sets of the server that is being built, in the place of its [`PerServer`](crate::PerServer)
    /// declarations. Handlers carry a `&'static Policy`, so it stays in memory.
    pub(crate) fn bound(&'static self) -> &'static Self {
        let mut sources = self.all_sources();
        if sources.all(|(source, _)| source == source.bound()) {
            return self;
        }
        let mut bound = *self;
        bound.origins = self.origins.bound();
        bound.dev_origins = self
            .dev_origins
            .map(|origins| &*Box::leak(Box::new(origins.bound())));
        bound.declaration.bound_from = Some(self);
        Box::leak(Box::new(bound))
    }

    /// The keys that decide how the rules check an origin of the policy.
    pub(crate) const fn context(&self) -> OriginContext {
        OriginContext {
            credentials: self.credentials,
            dev: false,
            enforce: self.enforce,
            allow: self.declaration.allow,
        }
    }

    /// The same for one of `dev_origins`.
    pub(crate) const fn dev_context(&self) -> OriginContext {
        OriginContext {
            dev: true,
            allow: self.declaration.dev_allow,
            ..self.context()
        }
    }

    /// The lists of this build, each with its keys.
    pub(crate) fn all_origins(&self) -> impl Iterator<Item = (Origins, OriginContext)> {
        let dev = self
            .dev_origins
            .map(|origins| (*origins, self.dev_context()));
        core::iter::once((self.origins, self.context())).chain(dev)
    }

    /// The dynamic origins of this build, each with its keys.
    pub(crate) fn all_sources(&self) -> impl Iterator<Item = (DynamicOrigins, OriginContext)> {
        self.all_origins().flat_map(|(origins, context)| {
            let sources = origins.sources().iter();
            sources.map(move |source| (*source, context))
        })
    }
}
