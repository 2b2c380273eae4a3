//! The method router for annotated and plain handlers.

use core::{convert::Infallible, fmt};
use std::sync::Arc;

use axum::{
    error_handling::HandleError,
    extract::Request,
    response::IntoResponse,
    routing::{MethodFilter, MethodRouter, Route},
};
use tower_layer::Layer;
use tower_service::Service;

use super::{
    built::Built,
    default_error::{DefaultConflict, DefaultError},
    linked_layers::LinkedLayers,
    method_filter::methods_of,
    placement::CorsPlacement,
    route_spec::RouteSpec,
};
use crate::{
    Policy,
    route::{MethodHandler, ServedMethods},
    tower::inspect::{is_inspecting, policies_of_method_router},
};

/// Builds the axum router of a route.
type Build<S, E> = Arc<dyn Fn(CorsPlacement) -> MethodRouter<S, E> + Send + Sync>;

/// A method router that accepts annotated and plain handlers, like [`axum::routing::MethodRouter`].
///
/// Create one with the functions of [`routing`](super::routing), and pass it to
/// [`CorsRouter::route`](super::CorsRouter::route).
///
/// # Use in a plain router
///
/// It converts into an axum `MethodRouter`, so that a plain [`axum::Router`] can contain a single route with
/// policies. Two things differ there:
///
/// - Layers added to the plain router are outside CORS, so an authentication layer responds to preflights
///   with 401. In a [`CorsRouter`](super::CorsRouter), layers are inside.
/// - Preflight responses that grant headers are not cached, because other handlers may be added to the route.
///
/// ```
/// use axum::Router;
/// use cors_runtime::{axum::routing::get, cors};
///
/// #[cors(origins = any)]
/// async fn fonts() -> &'static str { "…" }
///
/// let app: Router = Router::new().route("/fonts", get(fonts).into());
/// ```
///
/// `E` is the error of its services. Convert it into a response with [`handle_error`](Self::handle_error) before
/// adding the route to a router.
#[must_use]
pub struct CorsMethodRouter<S = (), E = Infallible> {
    pub(super) spec: RouteSpec,
    /// Builds the route. The router chooses the placement of the CORS headers when it is finished.
    pub(super) build: Build<S, E>,
    /// The finished route, if the method router is used as a service or a handler.
    pub(super) built: Built<MethodRouter<S, E>>,
}

impl<S, E> CorsMethodRouter<S, E>
where
    S: Clone + Send + Sync + 'static,
    E: 'static,
{
    /// Creates a method router without handlers, which responds with `405 Method Not Allowed`.
    pub fn new() -> Self {
        Self::from_build(RouteSpec::default(), |_| MethodRouter::new())
    }

    pub(super) fn from_build(
        spec: RouteSpec,
        build: impl Fn(CorsPlacement) -> MethodRouter<S, E> + Send + Sync + 'static,
    ) -> Self {
        Self::from_parts(spec, Arc::new(build))
    }

    pub(super) fn from_parts(spec: RouteSpec, build: Build<S, E>) -> Self {
        Self {
            spec,
            build,
            built: Built::default(),
        }
    }

    /// Applies a default policy to the handlers without a policy.
    pub(super) fn with_default(self, policy: &'static Policy) -> Result<Self, DefaultConflict> {
        let route = Self::from_parts(
            self.spec.with_default(policy, LinkedLayers::new())?,
            self.build,
        );
        route.check_default()?;
        Ok(route)
    }

    /// Returns an error if a default is around another policy that it could not detect on a request.
    fn check_default(&self) -> Result<(), DefaultConflict> {
        if !self.spec.has_default() {
            return Ok(());
        }
        match policies_of_method_router(self.without_cors())
            .iter()
            .flatten()
            .next()
        {
            Some(policy) if self.spec.has_opaque_default() => {
                Err(DefaultConflict::PolicyInside(policy.route.location()))
            }
            Some(policy) => Err(DefaultConflict::LayerInside(policy.route.location())),
            None => Ok(()),
        }
    }

    pub(super) fn handlers(&self) -> &[MethodHandler] {
        &self.spec.handlers
    }

    pub(super) fn into_parts(self) -> (RouteSpec, Build<S, E>) {
        (self.spec, self.build)
    }

    /// Builds the route without CORS, to inspect its handlers.
    pub(super) fn without_cors(&self) -> MethodRouter<S, E> {
        (self.build)(CorsPlacement::Route)
    }

    /// Chains a service for the methods of `filter`.
    ///
    /// A service has no policy, so its preflights are refused. A [`CorsLayer`](crate::layer::CorsLayer) works only on
    /// a whole path; see [`CorsRouter::route_service`](super::CorsRouter::route_service).
    ///
    /// # Panics
    ///
    /// Panics if another handler of this route already accepts one of the methods.
    #[track_caller]
    pub fn on_service<T>(self, filter: MethodFilter, service: T) -> Self
    where
        T: Service<Request, Error = E> + Clone + Send + Sync + 'static,
        T::Response: IntoResponse + 'static,
        T::Future: Send + 'static,
    {
        // Runs the check of axum now, so that its panic points at the caller.
        let _ = self.without_cors().on_service(filter, service.clone());
        let Self { spec, build, .. } = self;
        let served = MethodHandler::new(ServedMethods::Methods(methods_of(filter)), None);
        let served = RouteSpec::of(served, Some(LinkedLayers::new())).with_service();
        let spec = merged(spec, served);
        Self::from_build(spec, move |placement| {
            build(placement).on_service(filter, service.clone())
        })
    }

    /// Adds a fallback service for the methods without a handler. See [`MethodRouter::fallback_service`].
    pub fn fallback_service<T>(self, service: T) -> Self
    where
        T: Service<Request, Error = E> + Clone + Send + Sync + 'static,
        T::Response: IntoResponse + 'static,
        T::Future: Send + 'static,
    {
        let Self { spec, build, .. } = self;
        let served = MethodHandler::new(ServedMethods::AllOther, None);
        Self::from_build(
            spec.with_fallback(served, LinkedLayers::new())
                .with_service(),
            move |placement| build(placement.below_fallback()).fallback_service(service.clone()),
        )
    }

    /// Applies a layer to all handlers added so far. See [`MethodRouter::layer`].
    ///
    /// The layer is inside CORS: it does not receive preflights, and its own responses get the CORS headers of
    /// the policy.
    pub fn layer<L, NewError>(self, layer: L) -> CorsMethodRouter<S, NewError>
    where
        L: Layer<Route<E>> + Clone + Send + Sync + 'static,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<NewError> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
        NewError: 'static,
    {
        let Self { spec, build, .. } = self;
        CorsMethodRouter::from_build(spec.layered(LinkedLayers::new()), move |placement| {
            build(placement).layer(layer.clone())
        })
    }

    /// Applies a layer to the handlers added so far, but not to `405 Method Not Allowed` responses. See
    /// [`MethodRouter::route_layer`].
    ///
    /// # Panics
    ///
    /// Panics if the route has no handler yet.
    #[track_caller]
    pub fn route_layer<L>(self, layer: L) -> Self
    where
        L: Layer<Route<E>> + Clone + Send + Sync + 'static,
        L::Service: Service<Request, Error = E> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        // Runs the check of axum now, so that its panic points at the caller.
        let _ = (self.build)(CorsPlacement::Route).route_layer(layer.clone());
        let Self { spec, build, .. } = self;
        Self::from_build(spec.layered(LinkedLayers::new()), move |placement| {
            build(placement).route_layer(layer.clone())
        })
    }

    /// Merges the handlers of another method router into this one. See [`MethodRouter::merge`].
    ///
    /// # Panics
    ///
    /// Panics if both accept the same method or both have a fallback. Also panics if one is a plain
    /// `MethodRouter`, which does not report its methods, and the other has an annotated handler for any method.
    #[track_caller]
    pub fn merge(self, other: impl Into<Self>) -> Self {
        let other = other.into();
        // Runs the check of axum now, so that its panic points at the caller.
        let _ = self.without_cors().merge(other.without_cors());
        let spec = merged(self.spec, other.spec);
        let (first, second) = (self.build, other.build);
        Self::from_build(spec, move |placement| {
            first(placement).merge(second(placement))
        })
    }

    /// Provides the state for the handlers. See [`MethodRouter::with_state`].
    ///
    /// # Panics
    ///
    /// Panics if the route is under a default policy, and a plain route in it contains another policy.
    #[track_caller]
    pub fn with_state<S2>(self, state: S) -> CorsMethodRouter<S2, E> {
        let Self { spec, build, .. } = self;
        let with_state = {
            let (build, state) = (Arc::clone(&build), state.clone());
            move |placement| build(placement).with_state::<()>(state.clone())
        };
        let checked = CorsMethodRouter::from_build(spec, with_state);
        if let Err(reason) = checked.check_default() {
            panic!("{}", DefaultError::new(reason));
        }
        CorsMethodRouter {
            spec: checked.spec.clone(),
            build: Arc::new(move |placement| build(placement).with_state(state.clone())),
            built: Built::default(),
        }
    }

    /// Converts the errors of the services so far into responses. See [`MethodRouter::handle_error`].
    pub fn handle_error<F, T>(self, handler: F) -> CorsMethodRouter<S, Infallible>
    where
        F: Clone + Send + Sync + 'static,
        HandleError<Route<E>, F, T>: Service<Request, Error = Infallible>,
        <HandleError<Route<E>, F, T> as Service<Request>>::Future: Send,
        <HandleError<Route<E>, F, T> as Service<Request>>::Response: IntoResponse + Send,
        T: 'static,
    {
        let Self { spec, build, .. } = self;
        CorsMethodRouter::from_build(spec.layered(LinkedLayers::new()), move |placement| {
            build(placement).handle_error(handler.clone())
        })
    }
}

/// Merges the specifications of two routes, after axum has checked their methods.
#[track_caller]
pub(super) fn merged(first: RouteSpec, second: RouteSpec) -> RouteSpec {
    match first.merge(second) {
        Ok(spec) => spec,
        Err(overlap) => panic!("Overlapping method route: {overlap}"),
    }
}

impl<S, E> Clone for CorsMethodRouter<S, E>
where
    S: Clone + Send + Sync + 'static,
    E: 'static,
{
    fn clone(&self) -> Self {
        if is_inspecting() {
            self.report_clone();
        }
        Self {
            spec: self.spec.clone(),
            build: Arc::clone(&self.build),
            built: self.built.clone(),
        }
    }
}

impl<S, E> fmt::Debug for CorsMethodRouter<S, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CorsMethodRouter")
            .field("handlers", &self.spec.handlers)
            .finish_non_exhaustive()
    }
}

impl<S, E> Default for CorsMethodRouter<S, E>
where
    S: Clone + Send + Sync + 'static,
    E: 'static,
{
    fn default() -> Self {
        Self::new()
    }
}
