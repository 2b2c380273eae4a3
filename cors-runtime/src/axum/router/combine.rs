//! Routers and services inside another router.

use core::{any::Any, convert::Infallible};

use axum::{Router, extract::Request, response::IntoResponse};
use tower_service::Service;

use super::CorsRouter;
use crate::axum::{added_by::AddedBy, opaque_part::OpaquePart};

/// A router that can be merged or nested: a [`CorsRouter`], or any type that converts into a plain [`Router`], such as
/// an `OpenApiRouter` of utoipa-axum.
///
/// A plain router does not report its routes, so it is opaque to a default policy.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be merged or nested here",
    label = "not a router, or a router with another state",
    note = "`merge` and `nest` take a `CorsRouter<{S}>`, or a type that implements `Into<axum::Router<{S}>>`",
    note = "if a function returns the router, call it; if it returns a `Result`, take the router out, for example with `?`",
    note = "add a single route with `route(\"/path\", get(handler))`",
    note = "if the state of the router differs, call its `with_state(…)` first",
    note = "if the type converts into a `CorsRouter` instead, write `CorsRouter::from(…)`"
)]
pub trait IntoRouter<S>: Into<Router<S>> + 'static {}

#[diagnostic::do_not_recommend]
impl<S, R> IntoRouter<S> for R where R: Into<Router<S>> + 'static {}

impl<S> CorsRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    /// Nests a `CorsRouter` at a path, or any type that converts into a plain router. See [`Router::nest`].
    ///
    /// # Panics
    ///
    /// Panics if a path overlaps with another path, or if `path` is empty or `/`. Also panics if a plain router has a
    /// route on the path of a policy, because a plain router does not report its methods.
    #[track_caller]
    pub fn nest<R>(mut self, path: &str, router: R) -> Self
    where
        R: IntoRouter<S>,
    {
        let router = Self::of("nest", router);
        self.shadow = self.shadow.nest(path, router.shadow.clone());
        for entry in router.entries.iter() {
            self.add(entry.clone().nest(path));
        }
        let (of_fallback, others): (Vec<_>, Vec<_>) = router.opaque.into_iter().partition(|part| {
            router.fallback.is_some() && part.belongs_to_fallback(router.default)
        });
        self.opaque
            .extend(others.iter().map(|part| part.nest(path)));
        if let Some(fallback) = router.fallback {
            let (mut unknown, mut fallbacks) = (router.unknown, vec![fallback]);
            for part in of_fallback {
                unknown = part.add_to_fallback(unknown, &mut fallbacks);
            }
            let mut part = OpaquePart::nested_fallback(path, fallbacks, unknown, router.default);
            part.added = router.fallback_added;
            self.opaque.push(part);
        } else if let Some(default) = router.default {
            self.opaque
                .push(OpaquePart::nested_not_found(path, default));
        }
        self.refuse_plain_routes_at_policies();
        self.unbuilt()
    }

    /// Nests a service at a path. See [`Router::nest_service`].
    ///
    /// A service has no policy. If the service is a `CorsRouter`, its routes are nested as by [`nest`](Self::nest), and
    /// still apply their policies.
    ///
    /// # Panics
    ///
    /// Panics like [`Router::nest_service`].
    #[track_caller]
    pub fn nest_service<T>(mut self, path: &str, service: T) -> Self
    where
        T: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        T::Response: IntoResponse,
        T::Future: Send + 'static,
    {
        if let Some(router) = (&service as &dyn Any).downcast_ref::<CorsRouter>() {
            return self.nest(path, router.clone().with_state::<S>(()));
        }
        self.shadow = self.shadow.nest_service(path, service.clone());
        self.opaque.push(OpaquePart::nested_service(path, service));
        self.unbuilt()
    }

    /// Merges the routes and the fallback of a `CorsRouter` into this router, or those of any type that converts into a
    /// plain router. See [`Router::merge`].
    ///
    /// # Panics
    ///
    /// Panics if two paths overlap, or if both routers have a fallback. Also panics if a plain router has a route on
    /// the path of a policy, because a plain router does not report its methods.
    #[track_caller]
    pub fn merge<R>(mut self, other: R) -> Self
    where
        R: IntoRouter<S>,
    {
        let other = Self::of("merge", other);
        self.shadow = self.shadow.merge(other.shadow);
        for entry in other.entries {
            self.add(entry);
        }
        self.opaque.extend(other.opaque);
        if other.fallback.is_some() {
            self.unknown = other.unknown;
            self.default = other.default;
            self.fallback = other.fallback;
            self.fallback_added = other.fallback_added;
        } else if other.default.is_none() && self.fallback.is_none() {
            // axum keeps the default 404 handler of the second router. A default policy of the second router does
            // not apply to the unknown paths of this router.
            self.unknown = other.unknown;
        }
        self.refuse_plain_routes_at_policies();
        self.unbuilt()
    }

    /// Returns a `CorsRouter` as it is, so that its routes stay known. Any other router becomes an opaque part.
    #[track_caller]
    fn of<R>(method: &'static str, router: R) -> Self
    where
        R: IntoRouter<S>,
    {
        let mut router = Some(router);
        let any: &mut dyn Any = &mut router;
        if let Some(own) = any.downcast_mut::<Option<Self>>() {
            return own.take().unwrap_or_default();
        }
        let mut router = router.map_or_else(Self::new, |plain| Self::from(plain.into()));
        let added = AddedBy::method_with::<R>(method);
        for part in &mut router.opaque {
            part.added = Some(added);
        }
        router
    }
}
