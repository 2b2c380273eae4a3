//! The router whose routes keep their policies whatever is put around them.

mod build;

use core::{any::Any, convert::Infallible, fmt};
use std::sync::{Arc, OnceLock};

use axum::{
    Router, extract::Request, handler::Handler, http::StatusCode, response::IntoResponse,
    routing::Route,
};
use tower_layer::Layer;
use tower_service::Service;

use self::build::unknown_paths;
use super::{
    entry::{Entry, unchecked},
    method_router::CorsMethodRouter,
    surface::Unknown,
};
use crate::policy::Policy;

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
    /// Whatever is no route of ours: services, plain routers, and the answer to unknown paths.
    rest: Router<S>,
    /// Nothing of the rest answers but the 404 of axum.
    knows_rest: bool,
    /// What a report can say of it.
    unknown: Unknown,
    /// Whether that answer may be one of the user.
    has_fallback: bool,
    /// The policy of unknown paths.
    default: Option<&'static Policy>,
    /// The routes of `entries` and `rest` together. Entries are built at the end; this router makes
    /// axum refuse a path or a method that overlaps where it is added.
    paths: Router<S>,
    /// The finished router, once a request asked for it.
    built: Option<Router<S>>,
    /// The same for all clones: a service is cloned for every request.
    shared: Arc<OnceLock<Router<S>>>,
}

impl<S> CorsRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    /// A router without routes.
    pub fn new() -> Self {
        Self {
            entries: Vec::new(),
            rest: Router::new(),
            knows_rest: true,
            unknown: Unknown::default(),
            has_fallback: false,
            default: None,
            paths: Router::new(),
            built: None,
            shared: Arc::default(),
        }
    }

    /// Allows paths whose segments start with `:` or `*`. See [`Router::without_v07_checks`].
    pub fn without_v07_checks(mut self) -> Self {
        self.rest = self.rest.without_v07_checks();
        self.paths = self.paths.without_v07_checks();
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
        self.paths = self.paths.route(path, route.unmarked());
        self.add(Entry::new(path, route));
        self.refuse_plain_routes_at(|added| added == path);
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
        self.paths = self.paths.route_service(path, service.clone());
        self.rest = self.rest.route_service(path, service);
        self.knows_rest = false;
        self.unknown.service(path);
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
        self.paths = self.paths.nest(path, router.paths.clone());
        for entry in &router.entries {
            self.add(entry.clone().nest(path));
        }
        // axum does not nest a default 404, which belongs to the outermost router.
        let rest = match router.default {
            Some(policy) if !router.has_fallback => {
                let not_found = unchecked().fallback(async || StatusCode::NOT_FOUND);
                router.rest.merge(not_found.layer(unknown_paths(policy)))
            }
            _ => router.rest,
        };
        self.rest = self.rest.nest(path, rest);
        self.knows_rest = false;
        self.unknown.nest(path, &router.unknown);
        self.refuse_plain_routes_at(|_| true);
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
        self.paths = self.paths.nest_service(path, service.clone());
        self.rest = self.rest.nest_service(path, service);
        self.knows_rest = false;
        self.unknown.nested_service(path);
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
        self.paths = self.paths.merge(other.paths);
        for entry in other.entries {
            self.add(entry);
        }
        // Of two default 404s axum keeps that of the second. Unknown paths belong to this router, and
        // not to a policy of the other one.
        self.rest = other.rest.merge(self.rest);
        self.knows_rest &= other.knows_rest;
        self.has_fallback |= other.has_fallback;
        self.unknown.merge(other.unknown);
        self.refuse_plain_routes_at(|_| true);
        self.unbuilt()
    }

    /// Puts a layer around everything added so far. It stands inside CORS: preflights never meet
    /// it, and its own answers carry the headers of the policy.
    pub fn layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<Infallible> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        self.entries = map(self.entries, true, {
            let layer = layer.clone();
            move |router| router.layer(layer.clone())
        });
        self.rest = self.rest.layer(layer);
        self.knows_rest = false;
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
        if self.entries.is_empty() || self.rest.has_routes() {
            self.rest = self.rest.route_layer(layer.clone());
            self.knows_rest = false;
        }
        self.entries = map(self.entries, true, move |router| {
            router.route_layer(layer.clone())
        });
        self.unbuilt()
    }

    /// True if the router has at least one route.
    #[must_use]
    pub fn has_routes(&self) -> bool {
        self.paths.has_routes()
    }

    /// Answers requests that no route matches. Without a policy, so without CORS headers.
    pub fn fallback<H, T>(mut self, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.rest = self.rest.fallback(handler);
        self.knows_rest = false;
        self.has_fallback = true;
        self.unknown.fallback();
        self.unbuilt()
    }

    /// Answers requests that no route matches with a service.
    pub fn fallback_service<T>(mut self, service: T) -> Self
    where
        T: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        T::Response: IntoResponse,
        T::Future: Send + 'static,
    {
        self.rest = self.rest.fallback_service(service);
        self.knows_rest = false;
        self.has_fallback = true;
        self.unknown.fallback();
        self.unbuilt()
    }

    /// Answers requests whose path matches a route added so far and whose method does not.
    pub fn method_not_allowed_fallback<H, T>(mut self, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        let entries = self.entries.into_iter().map(Entry::without_default);
        self.entries = map(entries.collect(), false, {
            let handler = handler.clone();
            move |router| router.method_not_allowed_fallback(handler.clone())
        });
        self.rest = self.rest.method_not_allowed_fallback(handler);
        self.unbuilt()
    }

    /// Removes the fallback. See [`Router::reset_fallback`].
    pub fn reset_fallback(mut self) -> Self {
        self.rest = self.rest.reset_fallback();
        self.has_fallback = false;
        self.unknown.no_fallback();
        self.unbuilt()
    }

    /// Provides the state the handlers extract. See [`Router::with_state`].
    pub fn with_state<S2>(self, state: S) -> CorsRouter<S2>
    where
        S2: Clone + Send + Sync + 'static,
    {
        CorsRouter {
            rest: self.rest.with_state(state.clone()),
            knows_rest: self.knows_rest,
            unknown: self.unknown,
            has_fallback: self.has_fallback,
            default: self.default,
            paths: self.paths.with_state(state.clone()),
            entries: map(self.entries, false, move |router| {
                router.with_state(state.clone())
            }),
            built: None,
            shared: Arc::default(),
        }
    }

    /// Finishes the router: every route with a policy answers its preflights and marks its
    /// responses. What is put around the result stands outside CORS.
    #[track_caller]
    pub fn into_router(self) -> Router<S> {
        self.build()
    }

    pub(super) fn entries(&self) -> &[Entry<S>] {
        &self.entries
    }

    pub(super) fn unknown(&self) -> &Unknown {
        &self.unknown
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

impl<S> Clone for CorsRouter<S> {
    fn clone(&self) -> Self {
        Self {
            entries: self.entries.clone(),
            rest: self.rest.clone(),
            knows_rest: self.knows_rest,
            unknown: self.unknown.clone(),
            has_fallback: self.has_fallback,
            default: self.default,
            paths: self.paths.clone(),
            built: self.built.clone(),
            shared: Arc::clone(&self.shared),
        }
    }
}

impl<S> fmt::Debug for CorsRouter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CorsRouter")
            .field("entries", &self.entries)
            .field("rest", &self.rest)
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
    fn from(rest: Router<S>) -> Self {
        Self {
            paths: rest.clone().reset_fallback(),
            // Nobody can tell.
            has_fallback: true,
            unknown: Unknown::router(),
            knows_rest: false,
            rest,
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
