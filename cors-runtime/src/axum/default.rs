//! A policy for everything inside a router that has none of its own.

use core::{
    convert::Infallible,
    fmt,
    pin::Pin,
    task::{Context, Poll},
};
use std::sync::Arc;

use axum::{
    Router,
    extract::Request,
    response::{IntoResponse, Response},
    routing::MethodRouter,
};
use cors_policy::{Field, Rule};
use tower_layer::Layer;
use tower_service::Service;

use super::{CorsMethodRouter, CorsRouter, Judged, asked::Asked, extractors, route::NoDefault};
use crate::{
    __private::constant,
    Policy,
    advice::Watch,
    answer::explained,
    decision::{Answer, Decision, Mark},
    layer::decide_on,
    path::Path,
    policy::Methods,
    refusal::{self, Refusal},
};

/// What a function under [`#[cors]`](macro@crate::cors) may return to give a policy to all of it.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a policy cannot be the default for `{Self}`",
    label = "no router of axum",
    note = "`#[cors]` stands on handlers, and on functions that return `CorsRouter`, `CorsMethodRouter`, `axum::Router` or `axum::routing::MethodRouter`"
)]
pub trait Routes: Sized {
    /// Whether the routes tell which methods they serve.
    const TELL_METHODS: bool;

    /// # Panics
    ///
    /// If the policy cannot be the default for one of the routes, or cannot be loaded.
    #[track_caller]
    #[must_use]
    fn with_default(self, policy: &'static Policy) -> Self;
}

/// Whether a policy can be the default for routes that tell their methods, or do not.
#[doc(hidden)]
#[track_caller]
pub const fn check_default(tell_methods: bool, policy: &Policy) {
    if !tell_methods && matches!(policy.methods, Methods::Served) && !policy.is_closed() {
        constant::fail(Rule::DefaultMethodsMissing, Field::Function, "");
    }
}

#[diagnostic::do_not_recommend]
impl<S> Routes for CorsRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    const TELL_METHODS: bool = true;

    #[track_caller]
    fn with_default(self, policy: &'static Policy) -> Self {
        policy.loaded();
        let entries = self.entries().iter();
        extractors::check(policy, entries.map(|entry| (entry.path(), entry.parts())));
        match self.with_default(policy) {
            Ok(router) => router,
            Err(refused) => panic!("{refused}"),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<S> Routes for CorsMethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    const TELL_METHODS: bool = true;

    #[track_caller]
    fn with_default(self, policy: &'static Policy) -> Self {
        policy.loaded();
        extractors::check(policy, [("", self.parts())]);
        match self.with_default(policy) {
            Ok(route) => route,
            Err(reason) => panic!("{}", Refused { path: None, reason }),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<S> Routes for Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    const TELL_METHODS: bool = false;

    #[track_caller]
    fn with_default(self, policy: &'static Policy) -> Self {
        policy.loaded();
        self.layer(AroundOpaque::layer(policy))
    }
}

#[diagnostic::do_not_recommend]
impl<S> Routes for MethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    const TELL_METHODS: bool = false;

    #[track_caller]
    fn with_default(self, policy: &'static Policy) -> Self {
        policy.loaded();
        self.layer(AroundOpaque::layer(policy))
    }
}

/// A default around what does not tell what is inside: it has no say where a policy inside has one.
///
/// So a preflight goes inside first, and what comes back is thrown away if no policy has answered.
#[derive(Clone, Debug)]
pub(super) struct AroundOpaque<S> {
    inner: S,
    path: Arc<Path>,
}

impl AroundOpaque<()> {
    pub(super) fn layer(policy: &'static Policy) -> Self {
        Self::around(Arc::new(Path::of_service(policy)))
    }

    pub(super) fn around(path: Arc<Path>) -> Self {
        Asked::announce();
        Self { inner: (), path }
    }
}

impl<S> Layer<S> for AroundOpaque<()> {
    type Service = AroundOpaque<S>;

    fn layer(&self, inner: S) -> AroundOpaque<S> {
        AroundOpaque {
            inner,
            path: Arc::clone(&self.path),
        }
    }
}

impl<S> Service<Request> for AroundOpaque<S>
where
    S: Service<Request, Error = Infallible>,
    S::Response: IntoResponse,
    S::Future: Send + 'static,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request) -> Self::Future {
        let (mark, instead) = match decide_on(&self.path, &request) {
            Decision::Run(mark) => (mark, None),
            Decision::Answer(answer) => {
                // Such an origin gets nothing inside, whatever it asks: nothing in there may run for it.
                let foreign = matches!(
                    answer,
                    Answer::Refuse(
                        Refusal::ForeignSite(policy) | Refusal::OriginNotAllowed(policy)
                    ) if policy.enforce
                );
                let explanation = refusal::explanation(&answer, &request);
                let response = explained(answer, explanation);
                if foreign {
                    Asked::answer(&request);
                    return Box::pin(core::future::ready(Ok(response)));
                }
                (Mark::Untouched, Some(response))
            }
        };
        let watch = Watch::over(&mark, &request);
        let asked = Asked::ask(&mut request);
        let inside = self.inner.call(request);
        let inside = Judged::new(&mark, inside);
        Box::pin(async move {
            let mut response = inside.await?.into_response();
            if asked.is_answered() {
                return Ok(response);
            }
            if let Some(instead) = instead {
                return Ok(instead);
            }
            watch.look(response.status().as_u16(), response.headers());
            mark.write(response.headers_mut());
            Ok(response)
        })
    }
}

/// Why a policy cannot be the default for a router.
#[derive(Debug)]
pub(super) struct Refused {
    path: Option<String>,
    reason: NoDefault,
}

impl Refused {
    pub(super) fn at(path: String, reason: NoDefault) -> Self {
        Self {
            path: Some(path),
            reason,
        }
    }

    pub(super) fn rest(reason: NoDefault) -> Self {
        Self { path: None, reason }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the policy of the router cannot be the default")?;
        if let Some(path) = &self.path {
            write!(f, " for `{path}`")?;
        }
        write!(f, ": {}", self.reason)
    }
}
