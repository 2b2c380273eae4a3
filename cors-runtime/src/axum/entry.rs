//! One path of a router, put together step by step and built at the end.
//!
//! A layer added to a router wraps the handlers that are there, preflight answers included: an
//! authentication layer would turn browsers away before they could ask. So nothing is built until
//! everything is known. Each step is kept, and at the end the route gets its preflight answer
//! outside of all of them.

use core::fmt;
use std::sync::Arc;

use axum::Router;

use super::{
    boundary::Boundary,
    default_error::NoDefault,
    method_router::CorsMethodRouter,
    opaque_default::{Holds, OpaqueDefault},
    options::options,
    overlap::Overlap,
    route::RouteSpec,
};
use crate::{
    Policy, report,
    route::{MethodHandler, RouteLocation},
    tower::{inspect::policies_of_router, layer::CorsLayer},
};

/// Builds a router with the single route of an entry, and everything the user put around it.
type Build<S> = Arc<dyn Fn(Boundary) -> Router<S> + Send + Sync>;

pub(super) struct Entry<S> {
    path: Arc<str>,
    spec: RouteSpec,
    build: Build<S>,
}

impl<S> Entry<S>
where
    S: Clone + Send + Sync + 'static,
{
    pub(super) fn new(path: &str, route: CorsMethodRouter<S>) -> Self {
        let (spec, build) = route.into_parts();
        let path: Arc<str> = Arc::from(path);
        let at = Arc::clone(&path);
        Self {
            path,
            spec,
            build: Arc::new(move |boundary| unchecked().route(&at, build(boundary))),
        }
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    pub(super) fn parts(&self) -> &[MethodHandler] {
        &self.spec.parts
    }

    /// The entry with a default for its handlers without a policy.
    pub(super) fn with_default(self, policy: &'static Policy) -> Result<Self, NoDefault> {
        let entry = Self {
            spec: self.spec.with_default(policy)?,
            ..self
        };
        entry.check_default()?;
        Ok(entry)
    }

    /// True if a default covers a policy of its own inside, which it could not see on a request.
    pub(super) fn check_default(&self) -> Result<(), NoDefault> {
        if !self.spec.has_default() {
            return Ok(());
        }
        // Without preflights and marks, so that all policies found are those of the opaque part.
        let plain = (self.build)(Boundary::Outside);
        match policies_of_router(&plain).iter().flatten().next() {
            Some(inside) if self.spec.is_covered() => {
                Err(NoDefault::PolicyInside(inside.path.location()))
            }
            Some(inside) => Err(NoDefault::LayerInside(inside.path.location())),
            None => Ok(()),
        }
    }

    /// The entry whose unserved methods are answered by the user from now on.
    pub(super) fn with_method_not_allowed_fallback(self, fallback: MethodHandler) -> Self {
        Self {
            spec: self.spec.with_method_not_allowed_fallback(fallback),
            ..self
        }
    }

    pub(super) fn has_policy(&self) -> bool {
        self.spec.has_policy()
    }

    /// The rows of a report for the path.
    pub(super) fn report(&self) -> Vec<report::Entry> {
        self.spec.report(&self.path)
    }

    /// Changes the router of this entry. A `layered` change may answer in the handler's place.
    pub(super) fn map<S2>(
        self,
        layered: bool,
        change: impl Fn(Router<S>) -> Router<S2> + Send + Sync + 'static,
    ) -> Entry<S2> {
        let Self { path, spec, build } = self;
        Entry {
            path,
            spec: if layered { spec.layered() } else { spec },
            build: Arc::new(move |boundary| change(build(boundary))),
        }
    }

    /// The same route below a prefix.
    pub(super) fn nest(self, prefix: &str) -> Self {
        let path = nested(prefix, &self.path);
        let prefix: Arc<str> = Arc::from(prefix);
        Self {
            path: Arc::from(path),
            ..self.map(false, move |router| unchecked().nest(&prefix, router))
        }
    }

    /// Two entries of one path become one, unless they overlap.
    pub(super) fn and(self, other: Self) -> Result<Self, Overlap> {
        let (one, two) = (self.build, other.build);
        Ok(Self {
            path: self.path,
            spec: self.spec.and(other.spec)?,
            build: Arc::new(move |boundary| one(boundary).merge(two(boundary))),
        })
    }

    pub(super) fn finish(&self) -> Router<S> {
        let boundary = self.spec.boundary();
        let router = (self.build)(boundary);
        let Some(finish) = self.spec.clone().finish() else {
            return router;
        };
        let (covered, needs_options) = (finish.covered, finish.needs_options());
        let path = Arc::new(finish.path.located(RouteLocation {
            template: self.path.to_string(),
            sample: sample(&self.path),
            is_guess: false,
        }));
        let router = if needs_options {
            // The user's routes last: of two default 405s axum keeps the one merged later, and only
            // theirs stands behind their layers.
            unchecked().route(&self.path, options(&path)).merge(router)
        } else {
            router
        };
        match boundary {
            Boundary::Inside => router,
            Boundary::Outside if covered => {
                router.layer(OpaqueDefault::on_path(path, false, Holds::Plain))
            }
            Boundary::Outside | Boundary::HandedOver => router
                .layer(CorsLayer::around(path).probing(self.spec.has_default_around_service())),
        }
    }
}

impl<S> fmt::Debug for Entry<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry")
            .field("path", &self.path)
            .field("spec", &self.spec)
            .finish_non_exhaustive()
    }
}

impl<S> Clone for Entry<S> {
    fn clone(&self) -> Self {
        Self {
            path: Arc::clone(&self.path),
            spec: self.spec.clone(),
            build: Arc::clone(&self.build),
        }
    }
}

/// A router that takes every path axum ever took. `CorsRouter` has axum check each path when it is
/// added, with the checks that are in force there.
pub(super) fn unchecked<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    Router::new().without_v07_checks()
}

/// Where [`Router::nest`] puts a path.
pub(super) fn nested(prefix: &str, path: &str) -> String {
    if prefix.ends_with('/') {
        format!("{prefix}{}", path.trim_start_matches('/'))
    } else if path == "/" {
        prefix.to_owned()
    } else {
        format!("{prefix}{path}")
    }
}

/// A path that reaches the route, and no route that stands beside it.
pub(super) fn sample(path: &str) -> String {
    const SAMPLE: &str = "cors-verify";
    if let Some(prefix) = path.strip_suffix("/*") {
        return format!("{}/{SAMPLE}/{SAMPLE}", sample(prefix));
    }
    let mut sample = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once(['{', '}']) {
        sample.push_str(before);
        let brace = &rest[before.len()..=before.len()];
        // A doubled brace stands for itself.
        if let Some(after) = after.strip_prefix(brace) {
            sample.push_str(brace);
            rest = after;
        } else {
            sample.push_str(SAMPLE);
            rest = after.split_once('}').map_or("", |(_, after)| after);
        }
    }
    sample + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_filled_in_and_doubled_braces_kept() {
        assert_eq!(sample("/users"), "/users");
        assert_eq!(
            sample("/{tenant}/users/{id}"),
            "/cors-verify/users/cors-verify"
        );
        assert_eq!(sample("/files/{*rest}"), "/files/cors-verify");
        assert_eq!(sample("/a{id}.json"), "/acors-verify.json");
        assert_eq!(sample("/{{raw}}/{id}"), "/{raw}/cors-verify");
    }
}
