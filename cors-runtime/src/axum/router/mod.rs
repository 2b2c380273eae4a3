//! The router whose routes keep their policies whatever is put around them.

mod build;
mod built;
mod fallback;

use core::{any::Any, convert::Infallible, fmt, panic::Location};
use std::sync::{Arc, OnceLock};

use axum::{Router, extract::Request, response::IntoResponse, routing::Route};
use tower_layer::Layer;
use tower_service::Service;

use self::built::Built;
use super::{
    default_error::Refused, entry::Entry, method_router::CorsMethodRouter, opaque_part::OpaquePart,
    shared_paths::has_policy,
};
use crate::{policy::Policy, route::MethodHandler, tower::inspect::is_looking};

/// An [`axum::Router`] whose routes keep their policies whatever is put around them.
///
/// It is used as `axum::Router` is, and [`axum::serve()`] takes it as it is. What differs is where
/// the layers stand: inside CORS. A preflight never meets an authentication layer, and the 401 of
/// that layer carries the headers that let a page read it.
///
/// ```no_run
/// use axum::{Json, extract::State};
/// use cors_runtime::{axum::{CorsRouter, routing::get}, cors};
///
/// #[derive(Clone)]
/// struct Db;
///
/// #[cors(origins = ["https://app.example.com"], credentials, max_age = 86400)]
/// async fn list_users(State(db): State<Db>) -> Json<Vec<String>> { Json(Vec::new()) }
///
/// #[cors(origins = ["https://admin.example.com"], headers = ["content-type"], credentials)]
/// async fn create_user(State(db): State<Db>, Json(name): Json<String>) {}
///
/// async fn health() -> &'static str { "ok" }
///
/// # async fn run(listener: tokio::net::TcpListener) -> std::io::Result<()> {
/// let app = CorsRouter::new()
///     .route("/users", get(list_users).post(create_user))   // each keeps its own policy
///     .route("/health", get(health))                        // a plain handler: no CORS
///     .with_state(Db);
/// axum::serve(listener, app).await
/// # }
/// ```
///
/// Layers put on the result of [`into_router`](Self::into_router) stand outside and cannot be seen
/// from here. [`verify`](crate::verify()) tells whether they let preflights through.
#[must_use]
pub struct CorsRouter<S = ()> {
    entries: Vec<Entry<S>>,
    /// The parts that do not report their routes or methods.
    opaque: Vec<OpaquePart<S>>,
    /// Answers unknown paths, and has no route.
    unknown: Router<S>,
    /// The handler or service of the user that answers unknown paths.
    fallback: Option<MethodHandler>,
    /// The policy of unknown paths.
    default: Option<&'static Policy>,
    /// The same router as axum would hold it. Routes are built at the end; this one has axum refuse an
    /// overlap where it is added.
    shadow: Router<S>,
    /// The finished router, once a request asked for it.
    built: Option<Built<S>>,
    /// The same for all clones: a service is cloned for every request.
    shared: Arc<OnceLock<Built<S>>>,
}

impl<S> CorsRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    /// A router without routes.
    pub fn new() -> Self {
        Self {
            entries: Vec::new(),
            opaque: Vec::new(),
            unknown: Router::new(),
            fallback: None,
            default: None,
            shadow: Router::new(),
            built: None,
            shared: Arc::default(),
        }
    }

    /// Allows paths whose segments start with `:` or `*`. See [`Router::without_v07_checks`].
    pub fn without_v07_checks(mut self) -> Self {
        self.shadow = self.shadow.without_v07_checks();
        self.unbuilt()
    }

    /// Adds a route. The same path may be added several times, with other methods.
    ///
    /// # Panics
    ///
    /// As [`Router::route`]: if the path overlaps with another, or a method is served already.
    #[track_caller]
    pub fn route(mut self, path: &str, route: impl Into<CorsMethodRouter<S>>) -> Self {
        let route = route.into();
        self.shadow = self.shadow.route(path, route.unmarked());
        self.add(Entry::new(path, route));
        self.refuse_plain_routes_at(|entry, part| entry.path() == path && has_policy(entry, part));
        self.unbuilt()
    }

    /// Adds a service, for all methods. It has no policy of its own: put a
    /// [`CorsLayer`](crate::layer::CorsLayer) around it to give it one. Layers added later stand
    /// around both, and meet its preflights.
    ///
    /// # Panics
    ///
    /// As [`Router::route_service`].
    #[track_caller]
    pub fn route_service<T>(mut self, path: &str, service: T) -> Self
    where
        T: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        T::Response: IntoResponse,
        T::Future: Send + 'static,
    {
        self.shadow = self.shadow.route_service(path, service.clone());
        self.opaque.push(OpaquePart::service(path, service));
        self.unbuilt()
    }

    /// Nests a router below a path: a `CorsRouter`, whose policies keep working, or a plain one.
    ///
    /// # Panics
    ///
    /// As [`Router::nest`]: if a path overlaps with another, or `path` is empty or `/`. Also if a
    /// plain router has a route on the path of a policy: it does not tell which methods it serves.
    #[track_caller]
    pub fn nest(mut self, path: &str, router: impl Into<Self>) -> Self {
        let router = router.into();
        self.shadow = self.shadow.nest(path, router.shadow.clone());
        for entry in &router.entries {
            self.add(entry.clone().nest(path));
        }
        let opaque = router.opaque.iter();
        self.opaque.extend(opaque.map(|part| part.nest(path)));
        if let Some(fallback) = router.fallback {
            let (unknown, default) = (router.unknown, router.default);
            let part = OpaquePart::nested_fallback(path, fallback, unknown, default);
            self.opaque.push(part);
        } else if let Some(policy) = router.default {
            self.opaque.push(OpaquePart::nested_not_found(path, policy));
        }
        self.refuse_plain_routes_at_policies();
        self.unbuilt()
    }

    /// Nests a service below a path. It has no policy of its own, unless it is a `CorsRouter`: that
    /// is nested as [`nest`](Self::nest) does, and its policies keep working.
    ///
    /// # Panics
    ///
    /// As [`Router::nest_service`].
    #[track_caller]
    pub fn nest_service<T>(mut self, path: &str, service: T) -> Self
    where
        T: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        T::Response: IntoResponse,
        T::Future: Send + 'static,
    {
        if let Some(router) = (&service as &dyn Any).downcast_ref::<CorsRouter>() {
            return self.nest(path, router.clone().with_state(()));
        }
        self.shadow = self.shadow.nest_service(path, service.clone());
        self.opaque.push(OpaquePart::nested_service(path, service));
        self.unbuilt()
    }

    /// Takes over the routes and the fallback of another router, a `CorsRouter` or a plain one.
    ///
    /// # Panics
    ///
    /// As [`Router::merge`]: if two paths overlap, or both routers have a fallback. Also if a plain
    /// router has a route on the path of a policy: it does not tell which methods it serves.
    #[track_caller]
    pub fn merge(mut self, other: impl Into<Self>) -> Self {
        let other = other.into();
        self.shadow = self.shadow.merge(other.shadow);
        for entry in other.entries {
            self.add(entry);
        }
        self.opaque.extend(other.opaque);
        if other.fallback.is_some() {
            self.unknown = other.unknown;
            self.default = other.default;
            self.fallback = other.fallback;
        } else if other.default.is_none() && self.fallback.is_none() {
            // Of two default 404s axum keeps that of the second router. A policy of the second router is not
            // for the unknown paths of this one.
            self.unknown = other.unknown;
        }
        self.refuse_plain_routes_at_policies();
        self.unbuilt()
    }

    /// Puts a layer around everything added so far. It stands inside CORS: preflights never meet
    /// it, and its own answers carry the headers of the policy.
    ///
    /// # Panics
    ///
    /// If a plain router inside came from a function under `#[cors]`: its policy is around its routes
    /// already, and the layer would stand outside. That function returns `CorsRouter` instead.
    #[track_caller]
    pub fn layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<Infallible> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        let at = Location::caller();
        self.entries = map(self.entries, true, {
            let layer = layer.clone();
            move |router| router.layer(layer.clone())
        });
        self.opaque = self
            .opaque
            .into_iter()
            .map(|part| part.layer(layer.clone(), at))
            .collect();
        self.unknown = self.unknown.layer(layer);
        self.unbuilt()
    }

    /// Puts a layer around the routes added so far, but not around the fallback. See
    /// [`Router::route_layer`].
    ///
    /// # Panics
    ///
    /// If there is no route yet.
    #[track_caller]
    pub fn route_layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<Infallible> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        let at = Location::caller();
        // For axum's own check of the call, whose panic points at the caller.
        self.shadow = self.shadow.route_layer(layer.clone());
        self.opaque = self
            .opaque
            .into_iter()
            .map(|part| part.route_layer(layer.clone(), at))
            .collect();
        self.entries = map(self.entries, true, move |router| {
            router.route_layer(layer.clone())
        });
        self.unbuilt()
    }

    /// True if the router has at least one route.
    #[must_use]
    pub fn has_routes(&self) -> bool {
        self.shadow.has_routes()
    }

    /// Provides the state the handlers extract. See [`Router::with_state`].
    ///
    /// # Panics
    ///
    /// If the policy of a function under `#[cors]` covers a plain route or router with a policy inside.
    #[track_caller]
    pub fn with_state<S2>(self, state: S) -> CorsRouter<S2>
    where
        S2: Clone + Send + Sync + 'static,
    {
        let mut opaque = Vec::with_capacity(self.opaque.len());
        for part in self.opaque {
            let path = part.path().to_owned();
            match part.with_state(state.clone()) {
                Ok(part) => opaque.push(part),
                Err(reason) => panic!("{}", Refused::at(path, reason)),
            }
        }
        let router = CorsRouter {
            opaque,
            unknown: self.unknown.with_state(state.clone()),
            fallback: self.fallback,
            default: self.default,
            shadow: self.shadow.with_state(state.clone()),
            entries: map(self.entries, false, move |router| {
                router.with_state(state.clone())
            }),
            built: None,
            shared: Arc::default(),
        };
        for entry in &router.entries {
            if let Err(reason) = entry.check_default() {
                panic!("{}", Refused::at(entry.path().to_owned(), reason));
            }
        }
        router
    }

    /// Finishes the router: every route with a policy answers its preflights and marks its
    /// responses. What is put around the result stands outside CORS.
    #[track_caller]
    pub fn into_router(self) -> Router<S> {
        self.into_built()
    }

    pub(super) fn entries(&self) -> &[Entry<S>] {
        &self.entries
    }

    pub(super) fn opaque(&self) -> &[OpaquePart<S>] {
        &self.opaque
    }
}

fn map<S, S2>(
    entries: Vec<Entry<S>>,
    layered: bool,
    change: impl Fn(Router<S>) -> Router<S2> + Clone + Send + Sync + 'static,
) -> Vec<Entry<S2>>
where
    S: Clone + Send + Sync + 'static,
    S2: Clone + Send + Sync + 'static,
{
    entries
        .into_iter()
        .map(|entry| entry.map(layered, change.clone()))
        .collect()
}

impl<S> Clone for CorsRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    fn clone(&self) -> Self {
        if is_looking() {
            self.report_clone();
        }
        Self {
            entries: self.entries.clone(),
            opaque: self.opaque.clone(),
            unknown: self.unknown.clone(),
            fallback: self.fallback,
            default: self.default,
            shadow: self.shadow.clone(),
            built: self.built.clone(),
            shared: Arc::clone(&self.shared),
        }
    }
}

impl<S> fmt::Debug for CorsRouter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CorsRouter")
            .field("entries", &self.entries)
            .field("unknown", &self.unknown)
            .finish_non_exhaustive()
    }
}

impl<S> Default for CorsRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    fn default() -> Self {
        Self::new()
    }
}

/// A plain router brings its routes without CORS.
impl<S> From<Router<S>> for CorsRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    fn from(router: Router<S>) -> Self {
        Self {
            shadow: router.clone(),
            opaque: vec![OpaquePart::router(router)],
            ..Self::new()
        }
    }
}

/// See [`CorsRouter::into_router`].
impl<S> From<CorsRouter<S>> for Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    fn from(router: CorsRouter<S>) -> Self {
        router.into_router()
    }
}
