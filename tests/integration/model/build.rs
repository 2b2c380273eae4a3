//! Builds the app of a composition, and the same app in plain axum.

use axum::{
    Router as AxumRouter,
    routing::{self, MethodFilter, MethodRouter},
};
use cors_runtime::{
    axum::{
        CorsMethodRouter, CorsRouter,
        routing::{any as cors_any, on as cors_on, on_service as cors_on_service},
    },
    layer::CorsLayer,
};
use tower::Layer;

use crate::{
    annotated::{annotated, real},
    composition::{Handler, Kind, Route, RouteStep, Router, Service, Step},
    handlers::{PlainService, respond},
};

/// A step that the types of the library or of axum do not have. Shrinking makes such steps.
pub(crate) const NO_SUCH_CODE: &str = "no such code";

enum Built {
    Cors(CorsRouter),
    Axum(AxumRouter),
}

// Each of them is there for a moment.
#[allow(clippy::large_enum_variant)]
enum BuiltRoute {
    Cors(CorsMethodRouter),
    Axum(MethodRouter),
}

/// Each step of the composition; [`finish`] makes a router of it.
pub(crate) struct Unfinished(Built);

pub(crate) fn build(router: &Router) -> Unfinished {
    Unfinished(self::router(router))
}

pub(crate) fn finish(app: Unfinished) -> AxumRouter {
    app.0.into_axum()
}

/// Applies `$step` to a router of either kind.
macro_rules! on_both {
    ($built:ident, $router:ident => $step:expr) => {
        match $built {
            Self::Cors($router) => Self::Cors($step),
            Self::Axum($router) => Self::Axum($step),
        }
    };
}

fn filter(methods: &[&str]) -> MethodFilter {
    let one = |method: &&str| {
        let method: http::Method = method.parse().expect("a method");
        MethodFilter::try_from(method).expect("axum routes it")
    };
    let mut filters = methods.iter().map(one);
    let first = filters.next().expect("at least one method");
    filters.fold(first, MethodFilter::or)
}

macro_rules! plain {
    ($id:expr) => {{
        let id = $id;
        move || async move { respond(id) }
    }};
}

impl BuiltRoute {
    fn into_cors(self) -> CorsMethodRouter {
        match self {
            Self::Cors(route) => route,
            Self::Axum(route) => route.into(),
        }
    }

    fn into_axum(self) -> MethodRouter {
        match self {
            Self::Cors(route) => route.into(),
            Self::Axum(route) => route,
        }
    }

    fn first_on(kind: Kind, methods: &[&str], handler: Handler) -> Self {
        let filter = filter(methods);
        match (kind, handler) {
            (Kind::Cors, Handler::Annotated(id)) => Self::Cors((annotated(id).on)(filter)),
            (Kind::Cors, Handler::Plain(id)) => Self::Cors(cors_on(filter, plain!(id))),
            (Kind::Cors, Handler::Service(id)) => {
                Self::Cors(cors_on_service(filter, PlainService(id)))
            }
            (Kind::Axum, Handler::Annotated(_)) => panic!("{NO_SUCH_CODE}"),
            (Kind::Axum, Handler::Plain(id)) => Self::Axum(routing::on(filter, plain!(id))),
            (Kind::Axum, Handler::Service(id)) => {
                Self::Axum(routing::on_service(filter, PlainService(id)))
            }
        }
    }

    fn any(kind: Kind, handler: Handler) -> Self {
        match (kind, handler) {
            (Kind::Cors, Handler::Annotated(id)) => Self::Cors((annotated(id).any)()),
            (Kind::Cors, Handler::Plain(id)) => Self::Cors(cors_any(plain!(id))),
            (Kind::Axum, Handler::Plain(id)) => Self::Axum(routing::any(plain!(id))),
            _ => panic!("{NO_SUCH_CODE}"),
        }
    }

    fn on(self, methods: &[&str], handler: Handler) -> Self {
        let filter = filter(methods);
        match (self, handler) {
            (Self::Cors(route), Handler::Annotated(id)) => {
                Self::Cors((annotated(id).chain)(route, filter))
            }
            (Self::Axum(_), Handler::Annotated(_)) => panic!("{NO_SUCH_CODE}"),
            (built, Handler::Plain(id)) => on_both_on!(built, filter, plain!(id)),
            (Self::Cors(route), Handler::Service(id)) => {
                Self::Cors(route.on_service(filter, PlainService(id)))
            }
            (Self::Axum(route), Handler::Service(id)) => {
                Self::Axum(route.on_service(filter, PlainService(id)))
            }
        }
    }

    fn step(self, step: &RouteStep) -> Self {
        let built = self;
        match step {
            RouteStep::On(methods, handler) => built.on(methods, *handler),
            RouteStep::Any(handler) => {
                let kind = built.kind();
                built.merge(Self::any(kind, *handler))
            }
            RouteStep::Merge(route) => built.merge(self::route(route)),
            RouteStep::Fallback(handler) => {
                on_both!(built, route => route.fallback(plain!(handler.id())))
            }
            RouteStep::Layer(layer) => on_both!(built, route => route.layer(*layer)),
            RouteStep::RouteLayer(layer) => on_both!(built, route => route.route_layer(*layer)),
            RouteStep::Default(policy) => {
                let real = real(*policy);
                match (built, &real.around_plain) {
                    (Self::Cors(route), _) => Self::Cors((real.around_route)(route)),
                    (Self::Axum(route), Some(around)) => Self::Axum((around.route)(route)),
                    (Self::Axum(_), None) => panic!("{NO_SUCH_CODE}"),
                }
            }
            RouteStep::WithState => on_both!(built, route => route.with_state(())),
            RouteStep::Into(Kind::Cors) => Self::Cors(built.into_cors()),
            RouteStep::Into(Kind::Axum) => Self::Axum(built.into_axum()),
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::Cors(_) => Kind::Cors,
            Self::Axum(_) => Kind::Axum,
        }
    }

    fn merge(self, other: Self) -> Self {
        match (self, other) {
            (Self::Cors(route), Self::Cors(other)) => Self::Cors(route.merge(other)),
            (Self::Cors(route), Self::Axum(other)) => Self::Cors(route.merge(other)),
            (Self::Axum(route), other) => Self::Axum(route.merge(other.into_axum())),
        }
    }
}

macro_rules! on_both_on {
    ($built:ident, $filter:expr, $handler:expr) => {
        match $built {
            Self::Cors(route) => Self::Cors(route.on($filter, $handler)),
            Self::Axum(route) => Self::Axum(route.on($filter, $handler)),
        }
    };
}
use on_both_on;

fn route(route: &Route) -> BuiltRoute {
    let mut steps = route.steps.iter();
    let first = steps.next();
    let built = match (first, route.begins) {
        (Some(RouteStep::On(methods, handler)), kind) => {
            BuiltRoute::first_on(kind, methods, *handler)
        }
        (Some(RouteStep::Any(handler)), kind) => BuiltRoute::any(kind, *handler),
        (first, kind) => {
            let built = match kind {
                Kind::Cors => BuiltRoute::Cors(CorsMethodRouter::new()),
                Kind::Axum => BuiltRoute::Axum(MethodRouter::new()),
            };
            match first {
                Some(step) => built.step(step),
                None => built,
            }
        }
    };
    steps.fold(built, BuiltRoute::step)
}

impl Built {
    fn into_axum(self) -> AxumRouter {
        match self {
            Self::Cors(router) => router.into_router(),
            Self::Axum(router) => router,
        }
    }

    fn step(self, step: &Step) -> Self {
        let built = self;
        match step {
            Step::Route(path, route) => match (built, self::route(route)) {
                (Self::Cors(router), BuiltRoute::Cors(route)) => {
                    Self::Cors(router.route(path, route))
                }
                (Self::Cors(router), BuiltRoute::Axum(route)) => {
                    Self::Cors(router.route(path, route))
                }
                (Self::Axum(router), route) => Self::Axum(router.route(path, route.into_axum())),
            },
            Step::RouteService(path, service) => {
                with_service!(built, service, |router, service| router
                    .route_service(path, service))
            }
            Step::Nest(path, inner) => match (built, router(inner)) {
                (Self::Cors(router), Self::Cors(inner)) => Self::Cors(router.nest(path, inner)),
                (Self::Cors(router), Self::Axum(inner)) => Self::Cors(router.nest(path, inner)),
                (Self::Axum(router), inner) => Self::Axum(router.nest(path, inner.into_axum())),
            },
            Step::NestService(path, service) => {
                with_service!(built, service, |router, service| router
                    .nest_service(path, service))
            }
            Step::Merge(other) => match (built, router(other)) {
                (Self::Cors(router), Self::Cors(other)) => Self::Cors(router.merge(other)),
                (Self::Cors(router), Self::Axum(other)) => Self::Cors(router.merge(other)),
                (Self::Axum(router), other) => Self::Axum(router.merge(other.into_axum())),
            },
            Step::Layer(layer) => on_both!(built, router => router.layer(*layer)),
            Step::RouteLayer(layer) => on_both!(built, router => router.route_layer(*layer)),
            Step::Fallback(handler) => {
                on_both!(built, router => router.fallback(plain!(handler.id())))
            }
            Step::FallbackService(service) => {
                with_service!(built, service, |router, service| router
                    .fallback_service(service))
            }
            Step::MethodNotAllowedFallback(handler) => {
                let handler = plain!(handler.id());
                on_both!(built, router => router.method_not_allowed_fallback(handler))
            }
            Step::ResetFallback => on_both!(built, router => router.reset_fallback()),
            Step::WithState => on_both!(built, router => router.with_state(())),
            Step::Default(policy) => {
                let real = real(*policy);
                match (built, &real.around_plain) {
                    (Self::Cors(router), _) => Self::Cors((real.around_router)(router)),
                    (Self::Axum(router), Some(around)) => Self::Axum((around.router)(router)),
                    (Self::Axum(_), None) => panic!("{NO_SUCH_CODE}"),
                }
            }
            Step::Into(Kind::Cors) => match built {
                Self::Axum(router) => Self::Cors(router.into()),
                built @ Self::Cors(_) => built,
            },
            Step::Into(Kind::Axum) => Self::Axum(built.into_axum()),
        }
    }
}

macro_rules! with_service {
    ($built:ident, $service:expr, |$router:ident, $name:ident| $step:expr) => {
        match $service {
            Service::Handler(handler) => {
                let $name = PlainService(handler.id());
                on_both!($built, $router => $step)
            }
            Service::Layered(policy, handler) => {
                let $name = CorsLayer::new(real(*policy).policy).layer(PlainService(handler.id()));
                on_both!($built, $router => $step)
            }
            Service::Route(route) => {
                let $name = self::route(route).into_axum();
                on_both!($built, $router => $step)
            }
            Service::Router(inner) => match router(inner) {
                Self::Cors($name) => on_both!($built, $router => $step),
                Self::Axum($name) => on_both!($built, $router => $step),
            },
        }
    };
}
use with_service;

fn router(router: &Router) -> Built {
    let built = match router.begins {
        Kind::Cors => Built::Cors(CorsRouter::new()),
        Kind::Axum => Built::Axum(AxumRouter::new()),
    };
    router.steps.iter().fold(built, Built::step)
}

/// The same app without the library: every handler plain, no policy, types of axum alone. It shows which
/// handler a request reaches.
pub(crate) fn twin(router: &Router) -> AxumRouter {
    build_plain(&plain_router(router))
}

fn build_plain(plain: &Router) -> AxumRouter {
    router(plain).into_axum()
}

fn plain_handler(handler: Handler) -> Handler {
    match handler {
        Handler::Annotated(id) => Handler::Plain(id),
        handler => handler,
    }
}

fn plain_route(route: &Route) -> Route {
    let steps = route.steps.iter().filter_map(|step| {
        Some(match step {
            RouteStep::On(methods, handler) => {
                RouteStep::On(methods.clone(), plain_handler(*handler))
            }
            RouteStep::Any(handler) => RouteStep::Any(plain_handler(*handler)),
            RouteStep::Merge(route) => RouteStep::Merge(plain_route(route)),
            RouteStep::Default(_) | RouteStep::Into(_) => return None,
            step => step.clone(),
        })
    });
    Route {
        begins: Kind::Axum,
        steps: steps.collect(),
    }
}

fn plain_router(router: &Router) -> Router {
    let mut kind = router.begins;
    let steps = router.steps.iter().filter_map(|step| {
        if let Step::Into(to) = step {
            kind = *to;
        }
        Some(match step {
            Step::Route(path, route) => Step::Route(path, plain_route(route)),
            Step::RouteService(path, service) => Step::RouteService(path, plain_service(service)),
            Step::Nest(path, router) => Step::Nest(path, plain_router(router)),
            // Documented: a `CorsRouter` nests a `CorsRouter` as a router.
            Step::NestService(path, Service::Router(inner))
                if kind == Kind::Cors && inner.kind() == Kind::Cors =>
            {
                Step::Nest(path, plain_router(inner))
            }
            Step::NestService(path, service) => Step::NestService(path, plain_service(service)),
            Step::Merge(router) => Step::Merge(plain_router(router)),
            Step::FallbackService(service) => Step::FallbackService(plain_service(service)),
            Step::Default(_) | Step::Into(_) => return None,
            step => step.clone(),
        })
    });
    Router {
        begins: Kind::Axum,
        steps: steps.collect(),
    }
}

fn plain_service(service: &Service) -> Service {
    match service {
        Service::Route(route) => Service::Route(plain_route(route)),
        Service::Router(router) => Service::Router(plain_router(router)),
        Service::Handler(handler) | Service::Layered(_, handler) => Service::Handler(*handler),
    }
}
