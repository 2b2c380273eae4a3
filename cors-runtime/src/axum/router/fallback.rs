//! Fallbacks for unknown paths and methods.

use core::convert::Infallible;

use axum::{extract::Request, response::IntoResponse};
use tower_service::Service;

use super::CorsRouter;
use crate::{
    axum::{
        FallbackHandler,
        added_by::AddedBy,
        opaque_part::OpaquePart,
        report_rows::{EVERYTHING, fallback_rows},
    },
    report,
    route::{MethodHandler, ServedMethods},
};

impl<S> CorsRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    /// Adds a fallback handler for requests that no route matches. See [`axum::Router::fallback`].
    ///
    /// A fallback has no policy, so its responses have no CORS headers, unless a default policy applies to it.
    #[track_caller]
    pub fn fallback<H, T>(mut self, handler: H) -> Self
    where
        H: FallbackHandler<T, S>,
        T: 'static,
    {
        self.shadow = self.shadow.fallback(handler.clone());
        self.unknown = self.unknown.fallback(handler);
        let added = AddedBy::method_with::<H>("fallback");
        self.with_new_fallback(MethodHandler::plain::<T>(ServedMethods::AllOther), added)
    }

    /// Adds a fallback service for requests that no route matches. See [`axum::Router::fallback_service`].
    #[track_caller]
    pub fn fallback_service<T>(mut self, service: T) -> Self
    where
        T: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        T::Response: IntoResponse,
        T::Future: Send + 'static,
    {
        self.shadow = self.shadow.fallback_service(service.clone());
        self.unknown = self.unknown.fallback_service(service);
        let added = AddedBy::method_with::<T>("fallback_service");
        self.with_new_fallback(MethodHandler::new(ServedMethods::AllOther, None), added)
    }

    /// Adds a handler for requests that match the path of a route added so far, but none of its methods. See
    /// [`axum::Router::method_not_allowed_fallback`].
    ///
    /// # Panics
    ///
    /// Panics if a plain router has a route on the path of another route, because both would get this handler.
    #[track_caller]
    pub fn method_not_allowed_fallback<H, T>(mut self, handler: H) -> Self
    where
        H: FallbackHandler<T, S>,
        T: 'static,
    {
        self.shadow = self.shadow.method_not_allowed_fallback(handler.clone());
        self.refuse_plain_routes_at(|_, _| true);
        self.opaque = self
            .opaque
            .into_iter()
            .map(|part| part.method_not_allowed_fallback(handler.clone()))
            .collect();
        let part = MethodHandler::plain::<T>(ServedMethods::NotAllowed);
        self.entries = self.entries.with_method_not_allowed_fallback(part, handler);
        self.unbuilt()
    }

    /// Removes the fallback. See [`axum::Router::reset_fallback`].
    pub fn reset_fallback(mut self) -> Self {
        self.shadow = self.shadow.reset_fallback();
        self.unknown = self.unknown.reset_fallback();
        self.opaque.retain(|part| !part.is_fallback());
        let opaque = self.opaque.into_iter();
        self.opaque = opaque.map(OpaquePart::without_fallback).collect();
        self.fallback = None;
        self.fallback_added = None;
        self.default = None;
        self.unbuilt()
    }

    /// Returns the row of the report for the fallback.
    pub(in crate::axum) fn report_fallback(&self) -> Vec<report::Entry> {
        if self.fallback.is_some() {
            fallback_rows(self.default.map(|default| default.policy))
        } else {
            Vec::new()
        }
    }

    /// Returns the fallbacks without a default, each with its paths.
    pub(in crate::axum) fn fallbacks(&self) -> impl Iterator<Item = (&str, &[MethodHandler])> {
        let nested = self.opaque.iter().filter_map(OpaquePart::fallback);
        let own = self.fallback.as_slice();
        nested.chain(self.default.is_none().then_some((EVERYTHING, own)))
    }

    /// Sets the fallback. The current default policy does not apply to it.
    fn with_new_fallback(mut self, fallback: MethodHandler, added: AddedBy) -> Self {
        // It replaces the fallback of a plain router.
        self.opaque = self
            .opaque
            .into_iter()
            .map(OpaquePart::without_fallback)
            .collect();
        self.fallback = Some(fallback);
        self.fallback_added = Some(added);
        self.default = None;
        self.unbuilt()
    }
}
