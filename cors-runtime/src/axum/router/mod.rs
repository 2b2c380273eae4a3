//! The router for annotated and plain handlers.

mod build;
mod combine;
mod fallback;
mod layers;

use axum::{Router, extract::Request, response::IntoResponse};
use core::{any::Any, convert::Infallible, fmt};
use tower_service::Service;

pub use self::combine::IntoRouter;
use super::{
    added_by::AddedBy, applied_default::AppliedDefault, built::Built, default_error::DefaultError,
    linked_layers::LinkedLayers, method_router::CorsMethodRouter, opaque_part::OpaquePart,
    path_entries::PathEntries, path_entry::PathEntry, shared_paths::has_policy,
};
use crate::{route::MethodHandler, tower::inspect::is_inspecting};

/// A router for annotated and plain handlers, like [`axum::Router`].
///
/// It has the methods of `axum::Router`, and [`axum::serve()`] accepts it directly. The difference is the order of
/// layers: all layers added to this router are inside CORS. An authentication layer does not receive preflights, and
/// its 401 responses get the CORS headers, so that pages can read them.
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
///     .route("/users", get(list_users).post(create_user))   // each has its own policy
///     .route("/health", get(health))                        // a plain handler: no CORS
///     .with_state(Db);
/// axum::serve(listener, app).await
/// # }
/// ```
///
/// # Differences from `axum::Router`
///
/// The unit tests of axum run against this type in the CI, and each public signature is compared. These differ:
///
/// - Layers are inside CORS, and a path with a policy serves `OPTIONS`, so `Allow` names it.
/// - [`nest_service`](Self::nest_service) of a `CorsRouter` nests its routes, so that their policies stay known: it
///   behaves as [`nest`](Self::nest).
/// - The routes are built at the first request, which clones the state once more than a later request.
/// - A clone needs the bounds of the state that all methods need, since it may be inspected for policies.
/// - [`into_make_service`](Self::into_make_service) returns a service that makes an [`axum::Router`].
///
/// Layers added to the result of [`into_router`](Self::into_router) are outside CORS. Use
/// [`verify`](crate::verify()) in a test to check that preflights pass through them.
#[must_use]
pub struct CorsRouter<S = ()> {
    entries: PathEntries<S>,
    /// The parts that do not report their routes or methods.
    opaque: Vec<OpaquePart<S>>,
    /// A router without routes, which responds to unknown paths.
    unknown: Router<S>,
    /// The user's fallback for unknown paths.
    fallback: Option<MethodHandler>,
    /// The call that added the fallback.
    fallback_added: Option<AddedBy>,
    /// The policy of unknown paths.
    default: Option<AppliedDefault>,
    /// Set if the router lists its routes for [`verify`](crate::verify()), because it becomes part of a service.
    listing: Option<LinkedLayers>,
    /// The plain axum router with the same routes. Since the real routes are built later, this router lets axum
    /// detect overlaps when a route is added.
    shadow: Router<S>,
    built: Built<Router<S>>,
}

impl<S> CorsRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    /// Creates a router without routes, which responds to all requests with `404 Not Found`.
    pub fn new() -> Self {
        Self {
            entries: PathEntries::default(),
            opaque: Vec::new(),
            unknown: Router::new(),
            fallback: None,
            fallback_added: None,
            default: None,
            listing: None,
            shadow: Router::new(),
            built: Built::default(),
        }
    }

    /// Allows paths whose segments start with `:` or `*`. See [`Router::without_v07_checks`].
    pub fn without_v07_checks(mut self) -> Self {
        self.shadow = self.shadow.without_v07_checks();
        self.unbuilt()
    }

    /// Adds a route. See [`Router::route`].
    ///
    /// The same path may be added several times with different methods.
    ///
    /// # Panics
    ///
    /// Panics if the path overlaps with another path, or if the path already has a handler for a method. Also panics
    /// if a plain router that was merged or nested has a route on this path, and one of them has a policy.
    #[track_caller]
    pub fn route(mut self, path: &str, route: impl Into<CorsMethodRouter<S>>) -> Self {
        let route = route.into();
        self.shadow = self.shadow.route(path, route.without_cors());
        self.add(PathEntry::new(path, route));
        if let Some(entry) = self.entries.get(path) {
            for part in self.opaque.iter().filter(|part| has_policy(entry, part)) {
                part.refuse_paths_of_policies(&[path]);
            }
        }
        self.unbuilt()
    }

    /// Adds a service for all methods of a path. See [`Router::route_service`].
    ///
    /// A service has no policy. Wrap it in a [`CorsLayer`](crate::layer::CorsLayer) to add one. Layers added later are
    /// outside of both, and receive the preflights of the service.
    ///
    /// # Panics
    ///
    /// Panics like [`Router::route_service`].
    #[track_caller]
    pub fn route_service<T>(mut self, path: &str, service: T) -> Self
    where
        T: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        T::Response: IntoResponse,
        T::Future: Send + 'static,
    {
        assert!(
            !(&service as &dyn Any).is::<CorsRouter>(),
            "Invalid route: `Router::route_service` cannot be used with `Router`s. Use `Router::nest` instead"
        );
        self.shadow = self.shadow.route_service(path, service.clone());
        self.opaque.push(OpaquePart::service(path, service));
        self.unbuilt()
    }

    /// Returns true if the router has at least one route.
    #[must_use]
    pub fn has_routes(&self) -> bool {
        self.shadow.has_routes()
    }

    /// Provides the state for the router. See [`Router::with_state`].
    ///
    /// # Panics
    ///
    /// Panics if a default policy is around a plain route or router that contains another policy.
    #[track_caller]
    pub fn with_state<S2>(self, state: S) -> CorsRouter<S2> {
        self.check_defaults(&state);
        let opaque = self.opaque.into_iter();
        CorsRouter {
            opaque: opaque.map(|part| part.with_state(state.clone())).collect(),
            unknown: self.unknown.with_state(state.clone()),
            fallback: self.fallback,
            fallback_added: self.fallback_added,
            default: self.default,
            listing: self.listing,
            entries: self.entries.with_state(&state),
            shadow: self.shadow.with_state(state),
            built: Built::default(),
        }
    }

    /// Checks that defaults are not around other policies. Handlers can be inspected now that the state is known.
    #[track_caller]
    fn check_defaults(&self, state: &S) {
        for part in &self.opaque {
            if let Err(reason) = part.check_default_with(state) {
                panic!("{}", DefaultError::at(part.path(), part.added, reason));
            }
        }
        for entry in self.entries.iter() {
            if let Err(reason) = entry.check_default_with(state) {
                panic!(
                    "{}",
                    DefaultError::at(entry.path(), Some(entry.added), reason)
                );
            }
        }
    }

    /// Converts into an axum router, whose routes respond to preflights and add CORS headers to responses.
    ///
    /// Layers added to the result are outside CORS.
    #[track_caller]
    pub fn into_router(self) -> Router<S> {
        self.with_listing().into_built()
    }

    pub(super) fn entries(&self) -> core::slice::Iter<'_, PathEntry<S>> {
        self.entries.iter()
    }

    pub(super) fn opaque(&self) -> &[OpaquePart<S>] {
        &self.opaque
    }
}

impl<S> Clone for CorsRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    fn clone(&self) -> Self {
        if is_inspecting() {
            self.report_clone();
        }
        Self {
            entries: self.entries.clone(),
            opaque: self.opaque.clone(),
            unknown: self.unknown.clone(),
            fallback: self.fallback,
            fallback_added: self.fallback_added,
            default: self.default,
            listing: self.listing,
            shadow: self.shadow.clone(),
            built: self.built.clone(),
        }
    }
}

impl<S> fmt::Debug for CorsRouter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CorsRouter")
            .field("entries", &self.entries.iter().as_slice())
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

/// Converts a plain router, whose handlers have no policy.
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
