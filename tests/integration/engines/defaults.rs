//! Routes under a default policy, the same on both frameworks: one without its own policy, one with another, one with
//! `disabled`, and a path without a route.

use crate::policies::AnnotatedRoute;

macro_rules! under_default {
    ($($policy:tt)*) => {
        const DEFAULT: Option<&str> = Some(stringify!($($policy)*));

        pub(crate) mod on_axum {
            use cors_runtime::{axum::{CorsRouter, routing::get}, cors};

            use crate::handler_response::{HandlerResponse, Wanted};

            async fn plain(wanted: Wanted) -> HandlerResponse {
                wanted.into()
            }

            #[cors(origins = any)]
            async fn own(wanted: Wanted) -> HandlerResponse {
                wanted.into()
            }

            #[cors(disabled)]
            async fn off(wanted: Wanted) -> HandlerResponse {
                wanted.into()
            }

            #[cors($($policy)*)]
            pub(crate) fn router() -> CorsRouter {
                CorsRouter::new()
                    .route("/inside", get(plain).post(plain).put(plain))
                    .route("/inside_own", get(own))
                    .route("/inside_off", get(off))
            }
        }

        pub(crate) mod on_rocket {
            use cors_runtime::{cors, rocket::routes};
            use rocket::{Build, Rocket, get, post, put};

            use crate::handler_response::{HandlerResponse, Wanted};

            #[get("/inside")]
            fn plain(wanted: Wanted) -> HandlerResponse {
                wanted.into()
            }

            #[post("/inside")]
            fn plain_post(wanted: Wanted) -> HandlerResponse {
                wanted.into()
            }

            #[put("/inside")]
            fn plain_put(wanted: Wanted) -> HandlerResponse {
                wanted.into()
            }

            #[cors(origins = any)]
            #[get("/inside_own")]
            fn own(wanted: Wanted) -> HandlerResponse {
                wanted.into()
            }

            #[cors(disabled)]
            #[get("/inside_off")]
            fn off(wanted: Wanted) -> HandlerResponse {
                wanted.into()
            }

            #[cors($($policy)*)]
            pub(crate) fn rocket() -> Rocket<Build> {
                rocket::build().mount("/", routes![plain, plain_post, plain_put, own, off])
            }
        }
    };
}

under_default! {
    origins = ["https://app.example.com", "https://*.partner.example"],
    headers = ["content-type", "x-a"],
    expose_headers = ["etag"],
    credentials
}

pub(crate) const ALL: &[AnnotatedRoute] = &[
    inside("inside", "", &["get", "post", "put"]),
    inside("inside_own", "origins = any", &["get"]),
    inside("inside_off", "disabled", &["get"]),
    inside("inside_nowhere", "", &[]),
];

/// Without a text of its own it has that of the router.
const fn inside(
    name: &'static str,
    text: &'static str,
    serves: &'static [&'static str],
) -> AnnotatedRoute {
    AnnotatedRoute {
        name,
        text,
        serves,
        default: DEFAULT,
        on_rocket: true,
    }
}
