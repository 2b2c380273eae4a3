//! The policies of `policies.rs` as handlers and routers under `#[cors]`.
//!
//! An attribute belongs to a function, so each policy has a fixed number of handlers. A composition uses each at most once,
//! so the handler that ran identifies its part of the composition.

// Handlers are async functions, with or without `.await`.
#![allow(clippy::unused_async)]

use axum::{
    Router,
    response::Response,
    routing::{MethodFilter, MethodRouter},
};
use cors_runtime::{
    Policy,
    axum::{
        CorsMethodRouter, CorsRouter,
        routing::{any, on},
    },
};

use crate::{handlers::respond, policies::PolicyId};

/// The number of handlers that a policy has.
pub(crate) const COPIES: usize = 3;

/// The ways of an annotated handler into a route.
pub(crate) struct Annotated {
    pub(crate) on: fn(MethodFilter) -> CorsMethodRouter,
    pub(crate) any: fn() -> CorsMethodRouter,
    pub(crate) chain: fn(CorsMethodRouter, MethodFilter) -> CorsMethodRouter,
}

/// A policy with its handlers, and the functions that make it the default of a router.
pub(crate) struct Real {
    pub(crate) policy: &'static Policy,
    pub(crate) handlers: [Annotated; COPIES],
    pub(crate) around_router: fn(CorsRouter) -> CorsRouter,
    pub(crate) around_route: fn(CorsMethodRouter) -> CorsMethodRouter,
    /// Only a policy that lists methods can be the default of an opaque part.
    pub(crate) around_plain: Option<AroundPlain>,
}

pub(crate) struct AroundPlain {
    pub(crate) router: fn(Router) -> Router,
    pub(crate) route: fn(MethodRouter) -> MethodRouter,
}

macro_rules! policies {
    ($($place:literal $name:ident $plain:ident { $($policy:tt)* })*) => {
        $(mod $name {
            use super::*;
            use cors_runtime::{cors, policy};

            policies!(@policy { $($policy)* });

            #[cors(policy = POLICY)]
            async fn first() -> Response { respond($place * COPIES) }
            #[cors(policy = POLICY)]
            async fn second() -> Response { respond($place * COPIES + 1) }
            #[cors($($policy)*)]
            async fn inline() -> Response { respond($place * COPIES + 2) }

            #[cors(policy = POLICY)]
            fn around_router(router: CorsRouter) -> CorsRouter { router }
            #[cors($($policy)*)]
            fn around_route(route: CorsMethodRouter) -> CorsMethodRouter { route }

            policies!(@plain $plain { $($policy)* });

            pub(super) static REAL: Real = Real {
                policy: &POLICY,
                handlers: [
                    policies!(@handler first),
                    policies!(@handler second),
                    policies!(@handler inline),
                ],
                around_router,
                around_route,
                around_plain: AROUND_PLAIN,
            };
        })*

        static ALL: &[&Real] = &[$(&$name::REAL),*];
    };
    (@handler $handler:ident) => {
        Annotated {
            on: |filter| on(filter, $handler),
            any: || any($handler),
            chain: |route, filter| route.on(filter, $handler),
        }
    };
    (@policy { $($policy:tt)* }) => {
        static POLICY: Policy = policy!($($policy)*);
    };
    (@plain plain { $($policy:tt)* }) => {
        #[cors(policy = POLICY)]
        fn around_plain_router(router: Router) -> Router { router }
        #[cors($($policy)*)]
        fn around_plain_route(route: MethodRouter) -> MethodRouter { route }

        const AROUND_PLAIN: Option<AroundPlain> = Some(AroundPlain {
            router: around_plain_router,
            route: around_plain_route,
        });
    };
    (@plain seen $policy:tt) => {
        const AROUND_PLAIN: Option<AroundPlain> = None;
    };
}

policies! {
    0 admin seen { origins = ["https://admin.example.com"], credentials }
    1 partner seen { origins = ["https://partner.example"], credentials }
    2 partner_writes plain {
        origins = ["https://partner.example"], credentials, methods = [GET, PUT], headers = ["content-type"],
        expose_headers = ["x-secret"], max_age = 600
    }
    3 partner_json seen { origins = ["https://partner.example"], headers = ["content-type"], max_age = "1h" }
    4 team plain {
        origins = ["https://admin.example.com", "https://partner.example"], credentials,
        methods = [GET, POST, PUT, DELETE], headers = ["content-type", "x-a"], max_age = 600
    }
    5 admin_x seen {
        origins = ["https://admin.example.com"], credentials, headers = ["x-a"], expose_headers = ["x-secret"]
    }
    6 public plain { origins = any, methods = any, headers = any, max_age = 600 }
    7 fonts plain { origins = any, methods = [GET], expose_headers = any }
    8 tokens plain {
        origins = any, methods = [GET, POST, DELETE], headers = ["*", "authorization"], max_age = 600
    }
    9 subdomains plain {
        origins = ["https://*.partner.example"], methods = [GET, PUT, DELETE], headers = ["content-type"]
    }
    10 forgetful plain {
        origins = ["https://partner.example"], credentials, methods = [GET, POST, PUT],
        headers = ["content-type", "x-a"], max_age = 0
    }
    11 enforced plain {
        origins = ["https://admin.example.com"], credentials, methods = [GET, POST, PUT], enforce
    }
    12 partner_x seen {
        origins = ["https://partner.example"], credentials, headers = ["x-a", "authorization"], max_age = 600
    }
    13 others plain {
        origins = ["https://partner.example", "https://shop.partner.example"], methods = any,
        headers = ["content-type"], max_age = 600
    }
    14 disabled plain { disabled }
}

pub(crate) fn real(policy: PolicyId) -> &'static Real {
    ALL[policy]
}

/// The annotated handler with this number.
pub(crate) fn annotated(id: usize) -> &'static Annotated {
    &real(id / COPIES).handlers[id % COPIES]
}
