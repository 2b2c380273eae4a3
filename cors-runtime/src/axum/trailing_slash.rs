//! Routes that redirect from the path with another trailing slash, like those of axum-extra.

use core::convert::Infallible;

use axum::{
    extract::{OriginalUri, Request},
    http::{StatusCode, Uri},
    response::{IntoResponse, Redirect, Response},
    routing::any,
};
use tower_service::Service;

use super::{
    linked_layers::LinkedLayers, method_router::CorsMethodRouter, route_spec::RouteSpec,
    router::CorsRouter,
};

#[cfg_attr(docsrs, doc(cfg(feature = "typed-routing")))]
impl<S> CorsRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    /// Adds a route, and a route for the path with or without the trailing slash that redirects to it. See
    /// [`RouterExt::route_with_tsr`](axum_extra::routing::RouterExt::route_with_tsr).
    ///
    /// The redirect has the policies of the route, since a browser follows a redirect to another URL only if its
    /// response allows the page. A browser sends a preflight for each of both URLs.
    ///
    /// # Panics
    ///
    /// Panics like [`route`](Self::route), and if the path is `/`.
    #[track_caller]
    pub fn route_with_tsr(self, path: &str, route: impl Into<CorsMethodRouter<S>>) -> Self {
        validate(path);
        let route = route.into();
        let redirect = route.spec.of_redirect(LinkedLayers::new());
        self.route(path, route)
            .route(&with_other_slash(path), redirecting(redirect))
    }

    /// Adds a service, and a route for the path with or without the trailing slash that redirects to it. See
    /// [`RouterExt::route_service_with_tsr`](axum_extra::routing::RouterExt::route_service_with_tsr).
    ///
    /// A service has no policy, and its redirect has none either. A default policy applies to both.
    ///
    /// # Panics
    ///
    /// Panics like [`route_service`](Self::route_service), and if the path is `/`.
    #[track_caller]
    pub fn route_service_with_tsr<T>(self, path: &str, service: T) -> Self
    where
        T: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        T::Response: IntoResponse,
        T::Future: Send + 'static,
    {
        validate(path);
        self.route_service(path, service).route(
            &with_other_slash(path),
            redirecting(RouteSpec::default().of_redirect(LinkedLayers::new())),
        )
    }
}

#[track_caller]
fn validate(path: &str) {
    assert!(
        path != "/",
        "Cannot add a trailing slash redirect route for `/`"
    );
}

fn redirecting<S>(spec: RouteSpec) -> CorsMethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    CorsMethodRouter::from_build(spec, |_| any(redirect))
}

async fn redirect(OriginalUri(uri): OriginalUri) -> Response {
    match uri_with_other_slash(uri) {
        Some(uri) => Redirect::permanent(&uri.to_string()).into_response(),
        None => StatusCode::BAD_REQUEST.into_response(),
    }
}

/// Returns `None` if the path cannot be part of a URI.
fn uri_with_other_slash(uri: Uri) -> Option<Uri> {
    let mut parts = uri.into_parts();
    let target = parts.path_and_query.as_ref()?;
    let path = with_other_slash(target.path());
    let target = match target.query() {
        Some(query) => format!("{path}?{query}"),
        None => path,
    };
    parts.path_and_query = Some(target.parse().ok()?);
    Uri::from_parts(parts).ok()
}

/// Removes the slash at the end, or adds one.
fn with_other_slash(path: &str) -> String {
    match path.strip_suffix('/') {
        Some(path) => path.to_owned(),
        None => format!("{path}/"),
    }
}
