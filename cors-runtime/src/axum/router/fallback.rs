//! Responses to paths and methods that no route serves.

use core::convert::Infallible;

use axum::{extract::Request, handler::Handler, response::IntoResponse};
use tower_service::Service;

use super::{CorsRouter, map};
use crate::{
    axum::opaque_part::{EVERYTHING, OpaquePart, fallback_rows},
    report,
    route::{MethodHandler, ServedMethods},
};

impl<S> CorsRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    /// Answers requests that no route matches. Without a policy, so without CORS headers.
    pub fn fallback<H, T>(mut self, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.shadow = self.shadow.fallback(handler.clone());
        self.unknown = self.unknown.fallback(handler);
        self.with_new_fallback(MethodHandler::plain::<T>(ServedMethods::Rest))
    }

    /// Answers requests that no route matches with a service.
    pub fn fallback_service<T>(mut self, service: T) -> Self
    where
        T: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        T::Response: IntoResponse,
        T::Future: Send + 'static,
    {
        self.shadow = self.shadow.fallback_service(service.clone());
        self.unknown = self.unknown.fallback_service(service);
        self.with_new_fallback(MethodHandler::new(ServedMethods::Rest, None))
    }

    /// Answers requests whose path matches a route added so far and whose method does not.
    ///
    /// # Panics
    ///
    /// If a plain router has a route on the path of another route: the two would have two such handlers.
    #[track_caller]
    pub fn method_not_allowed_fallback<H, T>(mut self, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.shadow = self.shadow.method_not_allowed_fallback(handler.clone());
        self.refuse_plain_routes_at(|_, _| true);
        self.opaque = self
            .opaque
            .into_iter()
            .map(|part| part.method_not_allowed_fallback(handler.clone()))
            .collect();
        let entries = self.entries.into_iter();
        let part = MethodHandler::plain::<T>(ServedMethods::NotAllowed);
        let entries = entries.map(|entry| entry.with_method_not_allowed_fallback(part));
        self.entries = map(entries.collect(), false, move |router| {
            router.method_not_allowed_fallback(handler.clone())
        });
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
        self.default = None;
        self.unbuilt()
    }

    /// The row of a report for the fallback.
    pub(in crate::axum) fn report_fallback(&self) -> Vec<report::Entry> {
        if self.fallback.is_some() {
            fallback_rows(self.default)
        } else {
            Vec::new()
        }
    }

    /// The fallbacks without a default, each with the paths it serves.
    pub(in crate::axum) fn fallbacks(&self) -> impl Iterator<Item = (&str, &[MethodHandler])> {
        let nested = self.opaque.iter().filter_map(OpaquePart::fallback);
        let own = self.fallback.as_slice();
        nested.chain(self.default.is_none().then_some((EVERYTHING, own)))
    }

    /// A fallback that was added now is not under the default that is there.
    fn with_new_fallback(mut self, fallback: MethodHandler) -> Self {
        // It takes the place of the fallback that a plain router brought along.
        self.opaque = self
            .opaque
            .into_iter()
            .map(OpaquePart::without_fallback)
            .collect();
        self.fallback = Some(fallback);
        self.default = None;
        self.unbuilt()
    }
}
