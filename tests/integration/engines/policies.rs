//! Annotated routes, the same on both frameworks, and the text of the policy of each.

// Handlers are async functions, with or without `.await`.
#![allow(clippy::unused_async)]

use ::rocket::{Build, Rocket};
use cors_runtime::axum::CorsRouter;

/// A path, and what is written above its handlers.
#[derive(Debug)]
pub(crate) struct AnnotatedRoute {
    pub(crate) name: &'static str,
    /// The text between the brackets of `#[cors(…)]`.
    pub(crate) text: &'static str,
    /// The methods that have a handler, in lower case.
    pub(crate) serves: &'static [&'static str],
    /// The text of the router's policy, which is for everything that has no policy of its own.
    pub(crate) default: Option<&'static str>,
    pub(crate) on_rocket: bool,
}

macro_rules! policies {
    ($($name:ident $on:ident [$first:ident $($method:ident)*] { $($policy:tt)* })*) => {
        $(mod $name {
            pub(super) mod on_axum {
                use cors_runtime::{axum::{CorsMethodRouter, routing}, cors};

                use crate::handler_response::{HandlerResponse, Wanted};

                policies!(@axum { $($policy)* } $first $($method)*);

                pub(crate) fn route() -> CorsMethodRouter {
                    routing::$first($first)$(.$method($method))*
                }
            }

            policies!(@on_rocket $on { $($policy)* } $first $($method)*);
        })*

        pub(crate) const ALL: &[AnnotatedRoute] = &[$(AnnotatedRoute {
            name: stringify!($name),
            text: stringify!($($policy)*),
            serves: &[stringify!($first) $(, stringify!($method))*],
            default: None,
            on_rocket: policies!(@is_both $on),
        }),*];

        pub(crate) fn on_axum() -> CorsRouter {
            CorsRouter::new()$(.route(concat!("/", stringify!($name)), $name::on_axum::route()))*
        }

        pub(crate) fn on_rocket() -> Rocket<Build> {
            let rocket = ::rocket::build().attach(cors_runtime::rocket::Cors::fairing());
            $(let rocket = rocket.mount(concat!("/", stringify!($name)), $name::on_rocket::routes());)*
            rocket
        }
    };
    // A group of tokens is one token tree here, and is opened by the next rule.
    (@axum $policy:tt $($method:ident)*) => {
        $(policies!(@axum_handler $policy $method);)*
    };
    (@axum_handler { $($policy:tt)* } $method:ident) => {
        #[cors($($policy)*)]
        pub(crate) async fn $method(wanted: Wanted) -> HandlerResponse {
            wanted.into()
        }
    };
    (@on_rocket both $policy:tt $($method:ident)*) => {
        pub(super) mod on_rocket {
            use cors_runtime::{cors, rocket::routes};
            use rocket::Route;

            use crate::handler_response::{HandlerResponse, Wanted};

            $(policies!(@rocket_handler $policy $method);)*

            pub(crate) fn routes() -> Vec<Route> {
                routes![$($method),*]
            }
        }
    };
    // Rocket's routes have one method each, which their policy has to cover.
    (@on_rocket axum $policy:tt $($method:ident)*) => {
        pub(super) mod on_rocket {
            pub(crate) fn routes() -> Vec<rocket::Route> {
                Vec::new()
            }
        }
    };
    (@rocket_handler { $($policy:tt)* } $method:ident) => {
        #[cors($($policy)*)]
        #[rocket::$method("/")]
        pub(crate) fn $method(wanted: Wanted) -> HandlerResponse {
            wanted.into()
        }
    };
    (@is_both both) => { true };
    (@is_both axum) => { false };
}

policies! {
    any_simple both [get post put] { origins = any }
    any_reads both [get] { origins = any, expose_headers = any }
    any_headers both [get post put delete patch] { origins = any, headers = any }
    any_token both [get post put delete] {
        origins = any, headers = ["*", "authorization"], expose_headers = any, max_age = 600
    }
    any_json both [get post put] {
        origins = any, headers = ["content-type", "X-Request-Id"], expose_headers = ["ETag"]
    }
    any_forgotten both [get post put] { origins = any, headers = ["content-type"], max_age = 0 }
    any_cached both [get post put delete patch] {
        origins = any, headers = any, methods = any, max_age = "10m"
    }
    any_methods_of_reads axum [get post put] { origins = any, methods = [GET], headers = any }
    one both [get post put delete] { origins = ["https://app.example.com"] }
    one_reads both [get] { origins = ["https://app.example.com"], credentials, max_age = 600 }
    one_with_cookies both [get post put] { origins = ["https://app.example.com"], credentials }
    one_json both [get post put patch] {
        origins = ["https://app.example.com"], headers = ["content-type"], credentials, max_age = "10m"
    }
    one_token both [get post delete] {
        origins = ["https://app.example.com"],
        headers = ["authorization", "content-type"],
        expose_headers = ["etag", "x-total-count"],
        max_age = 86400
    }
    one_star both [get put] {
        origins = ["https://app.example.com"], headers = any, expose_headers = any, max_age = 600
    }
    one_of_some_methods axum [get post put delete] {
        origins = ["https://app.example.com"], methods = [GET, PUT], credentials, max_age = 600
    }
    one_forgotten both [get put] {
        origins = ["https://app.example.com"], headers = ["x-a"], credentials, max_age = 0
    }
    two both [get post put] {
        origins = ["https://admin.example.com", "https://app.example.com"],
        headers = ["content-type", "x-request-id", "x-a"],
        expose_headers = ["x-request-id", "retry-after", "link", "location"],
        credentials,
        max_age = "1h"
    }
    port both [get put] { origins = ["https://app.example.com:8443"], credentials, headers = ["range"] }
    partners both [get post put] {
        origins = ["https://*.partner.example"], credentials, headers = ["content-type"], max_age = 600
    }
    partners_and_apex both [get put delete] {
        origins = ["https://*.partner.example", "https://partner.example"], headers = ["x-a", "accept"]
    }
    partners_on_ports both [get put] { origins = ["https://*.partner.example:*"], max_age = 600 }
    many both [get put] {
        origins = [
            "https://a.example", "https://b.example", "https://c.example", "https://evil.example.com",
            "https://www.app.example.com", "https://app.example.org", "https://app.example.com:444",
            "https://admin.example.com", "https://app.example.co", "https://xapp.example.com"
        ],
        credentials,
        expose_headers = ["etag"]
    }
    developers both [get post put] {
        origins = ["https://app.example.com"],
        dev_origins = ["http://localhost:5173"],
        headers = ["content-type"],
        credentials,
        max_age = 600
    }
    any_local_port both [get put] {
        dev_origins = ["http://localhost:*", "http://127.0.0.1:5173"], credentials, headers = ["x-a"]
    }
    local_names both [get put] { dev_origins = ["http://*.localhost:*"], credentials, max_age = 600 }
    local_six both [get put] { dev_origins = ["http://[::1]:5173"], expose_headers = ["etag"] }
    intranet both [get put] { origins = ["http://intranet.example"], headers = ["content-type"] }
    intranet_with_cookies both [get put] {
        origins = ["http://intranet.example"], credentials, allow(insecure_origins)
    }
    null_only both [get put] { origins = ["null"], allow(null_origin), headers = ["x-a"], max_age = 600 }
    null_and_one both [get post put] {
        origins = ["null", "https://app.example.com"], allow(null_origin), headers = ["content-type"]
    }
    enforced both [get post put delete] {
        origins = ["https://app.example.com"], credentials, enforce, max_age = 600
    }
    enforced_json both [get post put] {
        origins = ["https://*.partner.example"],
        dev_origins = ["http://localhost:*"],
        headers = ["content-type"],
        enforce
    }
    disabled both [get post put] { disabled }
}
