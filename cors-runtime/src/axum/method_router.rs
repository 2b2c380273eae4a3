//! The methods of one route.

use core::{convert::Infallible, fmt};
use std::sync::Arc;

use axum::{
    extract::Request,
    handler::Handler,
    response::IntoResponse,
    routing::{self, MethodFilter, MethodRouter, Route},
};
use tower_layer::Layer;
use tower_service::Service;

use super::{
    boundary::Boundary,
    default_error::{NoDefault, Refused},
    handler::{Register, RouteHandler},
    method_filter::{every_method, methods_of},
    opaque_default::{Holds, OpaqueDefault},
    options::options,
    route::RouteSpec,
    unit_state::provide_unit_state_of_route,
};
use crate::{
    Policy,
    route::{MethodHandler, ServedMethods},
    tower::{inspect::policies_of_route, layer::CorsLayer},
};

/// The methods of one route, each with the policy of its handler.
///
/// What [`axum::routing::MethodRouter`] is to plain handlers. The functions of
/// [`routing`](super::routing) make it, [`CorsRouter::route`](super::CorsRouter::route) takes it.
///
/// It converts into a `MethodRouter`, so that a plain [`axum::Router`] can adopt a single route. axum may add
/// handlers to that one, so a preflight that grants headers is not remembered there.
/// Layers put on that router afterwards stand outside CORS: an authentication layer there answers
/// preflights with 401. With [`CorsRouter`](super::CorsRouter) they stand inside.
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
#[must_use]
pub struct CorsMethodRouter<S = ()> {
    spec: RouteSpec,
    /// Builds the route for the boundary its router decides on at the end.
    build: Arc<dyn Fn(Boundary) -> MethodRouter<S> + Send + Sync>,
}

impl<S> CorsMethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    /// A route that serves no method yet.
    pub fn new() -> Self {
        Self::made(RouteSpec::default(), |_| MethodRouter::new())
    }

    fn made(
        spec: RouteSpec,
        build: impl Fn(Boundary) -> MethodRouter<S> + Send + Sync + 'static,
    ) -> Self {
        Self {
            spec,
            build: Arc::new(build),
        }
    }

    /// The route with a default for its handlers without a policy.
    pub(super) fn with_default(self, policy: &'static Policy) -> Result<Self, NoDefault> {
        let Self { spec, build } = self;
        let spec = spec.with_default(policy)?;
        let route = Self { spec, build };
        route.check_default()?;
        Ok(route)
    }

    /// True if a default covers a policy of its own inside, which it could not see on a request.
    fn check_default(&self) -> Result<(), NoDefault> {
        if !self.spec.has_default() {
            return Ok(());
        }
        match policies_of_route(self.unmarked()).iter().flatten().next() {
            Some(inside) if self.spec.is_covered() => {
                Err(NoDefault::PolicyInside(inside.path.location()))
            }
            Some(inside) => Err(NoDefault::LayerInside(inside.path.location())),
            None => Ok(()),
        }
    }

    pub(super) fn parts(&self) -> &[MethodHandler] {
        &self.spec.parts
    }

    pub(super) fn into_parts(
        self,
    ) -> (
        RouteSpec,
        Arc<dyn Fn(Boundary) -> MethodRouter<S> + Send + Sync>,
    ) {
        (self.spec, self.build)
    }

    /// The route without preflights and marks, to see what it serves.
    pub(super) fn unmarked(&self) -> MethodRouter<S> {
        (self.build)(Boundary::Outside)
    }

    #[track_caller]
    pub(super) fn from_handler<H, K>(filter: MethodFilter, handler: H) -> Self
    where
        H: RouteHandler<K, S>,
        K: Register<H, S>,
    {
        let part = MethodHandler::new(
            ServedMethods::Methods(methods_of(filter)),
            loaded(K::POLICY),
        )
        .with_extractors(K::extractors());
        Self::made(RouteSpec::of(part), move |boundary| {
            K::on(filter, handler.clone(), boundary)
        })
    }

    #[track_caller]
    pub(super) fn from_any_handler<H, K>(handler: H) -> Self
    where
        H: RouteHandler<K, S>,
        K: Register<H, S>,
    {
        let part = MethodHandler::new(ServedMethods::Rest, loaded(K::POLICY))
            .with_extractors(K::extractors());
        let has_policy = K::POLICY.is_some();
        Self::made(RouteSpec::of(part), move |boundary| {
            let any = K::any(handler.clone());
            match boundary {
                Boundary::HandedOver if has_policy => {
                    any.merge(K::on(every_method(), handler.clone(), boundary))
                }
                _ => any,
            }
        })
    }

    pub(super) fn from_service<T>(filter: MethodFilter, service: T) -> Self
    where
        T: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        T::Response: IntoResponse + 'static,
        T::Future: Send + 'static,
    {
        let part = MethodHandler::new(ServedMethods::Methods(methods_of(filter)), None);
        Self::made(RouteSpec::of(part).with_service(), move |_| {
            routing::on_service(filter, service.clone())
        })
    }

    /// Serves the methods of `filter` with this handler, too.
    ///
    /// # Panics
    ///
    /// If another handler of this route serves one of them.
    #[track_caller]
    pub fn on<H, K>(self, filter: MethodFilter, handler: H) -> Self
    where
        H: RouteHandler<K, S>,
        K: Register<H, S>,
    {
        self.merge(Self::from_handler(filter, handler))
    }

    /// Serves the methods of `filter` with this service, too. It has no policy, so its preflights
    /// are refused: one method of a route cannot have a [`CorsLayer`], a whole path can. See
    /// [`CorsRouter::route_service`](super::CorsRouter::route_service).
    ///
    /// # Panics
    ///
    /// If another handler of this route serves one of them.
    #[track_caller]
    pub fn on_service<T>(self, filter: MethodFilter, service: T) -> Self
    where
        T: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        T::Response: IntoResponse + 'static,
        T::Future: Send + 'static,
    {
        self.merge(Self::from_service(filter, service))
    }

    /// Serves all methods that no other handler of this route serves. See
    /// [`MethodRouter::fallback`].
    pub fn fallback<H, T>(self, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        let Self { spec, build } = self;
        let part = MethodHandler::plain::<T>(ServedMethods::Rest);
        Self::made(spec.with_fallback(part), move |boundary| {
            build(boundary.below_fallback()).fallback(handler.clone())
        })
    }

    /// Serves all methods that no other handler of this route serves. See
    /// [`MethodRouter::fallback_service`].
    pub fn fallback_service<T>(self, service: T) -> Self
    where
        T: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        T::Response: IntoResponse + 'static,
        T::Future: Send + 'static,
    {
        let Self { spec, build } = self;
        let part = MethodHandler::new(ServedMethods::Rest, None);
        Self::made(spec.with_fallback(part).with_service(), move |boundary| {
            build(boundary.below_fallback()).fallback_service(service.clone())
        })
    }

    /// Puts a layer around every handler added so far. It stands inside CORS: preflights never meet
    /// it, and its own answers carry the headers of the policy.
    pub fn layer<L>(self, layer: L) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<Infallible> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        let Self { spec, build } = self;
        Self::made(spec.layered(), move |boundary| {
            build(boundary).layer(layer.clone())
        })
    }

    /// Puts a layer around the handlers added so far, but not around the answer to a method that is
    /// not served. See [`MethodRouter::route_layer`].
    ///
    /// # Panics
    ///
    /// If the route has no handler yet.
    #[track_caller]
    pub fn route_layer<L>(self, layer: L) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        // Built once for axum's own check of the call, whose panic points at the caller.
        let _ = (self.build)(Boundary::Outside).route_layer(layer.clone());
        let Self { spec, build } = self;
        Self::made(spec.layered(), move |boundary| {
            build(boundary).route_layer(layer.clone())
        })
    }

    /// Serves the methods of both.
    ///
    /// # Panics
    ///
    /// If both serve the same method, or both have a fallback. If one is a plain `MethodRouter`,
    /// which does not tell its methods, and the other has an annotated handler for any method.
    #[track_caller]
    pub fn merge(self, other: impl Into<Self>) -> Self {
        let other = other.into();
        let spec = match self.spec.and(other.spec) {
            Ok(spec) => spec,
            Err(overlap) => panic!("Overlapping method route: {overlap}"),
        };
        let (one, two) = (self.build, other.build);
        if spec.is_opaque() {
            // What a plain route serves only axum knows: its own check panics here, not later.
            let _ = one(Boundary::Outside).merge(two(Boundary::Outside));
        }
        Self::made(spec, move |boundary| one(boundary).merge(two(boundary)))
    }

    /// Provides the state the handlers extract. See [`MethodRouter::with_state`].
    ///
    /// # Panics
    ///
    /// If the default policy of a function around it covers a plain route with a policy inside.
    #[track_caller]
    pub fn with_state<S2>(self, state: S) -> CorsMethodRouter<S2>
    where
        S2: Clone + Send + Sync + 'static,
    {
        let Self { spec, build } = self;
        let route = CorsMethodRouter::made(spec, move |boundary| {
            build(boundary).with_state(state.clone())
        });
        if let Err(reason) = route.check_default() {
            panic!("{}", Refused::rest(reason));
        }
        route
    }
}

/// What a policy takes from the environment is read before a route is made of it: axum asks the finished
/// router for nothing before the first connection.
#[track_caller]
fn loaded(policy: Option<&'static Policy>) -> Option<&'static Policy> {
    if let Some(policy) = policy {
        policy.loaded();
    }
    policy
}

impl<S> Clone for CorsMethodRouter<S> {
    fn clone(&self) -> Self {
        Self {
            spec: self.spec.clone(),
            build: Arc::clone(&self.build),
        }
    }
}

impl<S> fmt::Debug for CorsMethodRouter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CorsMethodRouter")
            .field("parts", &self.spec.parts)
            .finish_non_exhaustive()
    }
}

impl<S> Default for CorsMethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    fn default() -> Self {
        Self::new()
    }
}

/// A plain route may be put beside annotated ones; it stays without CORS.
impl<S> From<MethodRouter<S>> for CorsMethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    fn from(plain: MethodRouter<S>) -> Self {
        let plain = provide_unit_state_of_route(plain);
        let policies = policies_of_route(plain.clone());
        let has_policies = policies.iter().any(|inside| !inside.is_empty());
        Self::made(RouteSpec::opaque(has_policies), move |_| plain.clone())
    }
}

/// Finishes the route: its preflights are answered, and its responses marked.
impl<S> From<CorsMethodRouter<S>> for MethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    fn from(route: CorsMethodRouter<S>) -> Self {
        let spec = route.spec.handed_over();
        let boundary = spec.boundary();
        let mut plain = (route.build)(match boundary {
            Boundary::Inside => Boundary::Inside,
            Boundary::Outside | Boundary::HandedOver => Boundary::HandedOver,
        });
        let probes = spec.has_default_around_service();
        let Some(finish) = spec.finish() else {
            return plain;
        };
        let (covered, needs_options) = (finish.covered, finish.needs_options());
        let path = Arc::new(finish.path);
        if needs_options {
            // The user's route last: of two default 405s axum keeps the one merged later, and only
            // theirs stands behind their layers.
            plain = options(&path).merge(plain);
        }
        match boundary {
            Boundary::Inside => plain,
            Boundary::Outside if covered => {
                plain.layer(OpaqueDefault::on_path(path, false, Holds::Plain))
            }
            Boundary::Outside | Boundary::HandedOver => {
                plain.layer(CorsLayer::around(path).probing(probes))
            }
        }
    }
}
