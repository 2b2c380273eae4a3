//! Functions that make routes and return something else than a router.

use axum::Router;
use cors_runtime::{axum::CorsRouter, cors};
use rocket::{Route, fairing::AdHoc};

struct OpenApi;
struct OpenApiRouter;
type Wrapped = OpenApiRouter;

#[cors(origins = any)]
fn with_docs() -> (Router, OpenApi) {
    //~^ ERROR a policy cannot be the default for `(axum::Router, OpenApi)`
    (Router::new(), OpenApi)
}

#[cors(origins = any)]
fn documented() -> OpenApiRouter {
    //~^ ERROR a policy cannot be the default for `OpenApiRouter`
    OpenApiRouter
}

#[cors(origins = any)]
fn alias() -> Wrapped {
    //~^ ERROR a policy cannot be the default for `OpenApiRouter`
    OpenApiRouter
}

#[cors(origins = any)]
fn optional() -> Option<CorsRouter> {
    //~^ ERROR a policy cannot be the default for `std::option::Option<CorsRouter>`
    Some(CorsRouter::new())
}

#[cors(origins = any)]
fn routes() -> Vec<Route> {
    //~^ ERROR a policy cannot be the default for `Vec<rocket::Route>`
    Vec::new()
}

#[cors(origins = any)]
fn stage() -> AdHoc {
    //~^ ERROR a policy cannot be the default for `AdHoc`
    AdHoc::on_ignite("routes", |rocket| async { rocket })
}

fn main() {
    let _ = (with_docs(), documented(), alias(), optional(), routes(), stage());
}

//~ HAND a function returns its router alone, and its caller makes the rest of it
