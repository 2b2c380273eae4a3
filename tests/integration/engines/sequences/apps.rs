//! The servers that the sequences call. Each has its handlers at `/doc`.

use std::net::SocketAddr;

use axum::Router;
use cors_runtime::{
    Policy,
    axum::{
        CorsMethodRouter, CorsRouter,
        routing::{delete, get, put},
    },
    cors, policy,
};

use super::handled::Handled;
use crate::handler_response::HandlerResponse;
use cors_tests::Server;

/// The page that the default policies allow.
pub(super) const PARTNER: &str = "https://partner.example";

static PARTNER_PAGE: Policy = policy!(
    origins = ["https://partner.example"],
    methods = [GET, POST, PUT, DELETE],
    headers = ["content-type"],
    credentials,
    max_age = 600
);

static BOTH_PAGES: Policy = policy!(
    base = PARTNER_PAGE,
    origins = ["https://partner.example", "https://admin.example.com"]
);

static ADMIN_PAGE: Policy = policy!(
    origins = ["https://admin.example.com"],
    headers = ["content-type"],
    credentials
);

async fn plain(request: Handled) -> HandlerResponse {
    request.by("plain")
}

#[cors(policy = ADMIN_PAGE)]
async fn strict(request: Handled) -> HandlerResponse {
    request.by("strict")
}

/// Plain handlers that do not report their methods, beside annotated ones.
fn mixed() -> CorsMethodRouter {
    delete(strict)
        .post(strict)
        .merge(axum::routing::get(plain).put(plain))
}

#[cors(policy = PARTNER_PAGE)]
fn mixed_route() -> CorsRouter {
    CorsRouter::new().route("/doc", mixed())
}

/// A plain `Router` as a service hides its routes, so the default cannot refuse them at start.
fn hidden_routes() -> CorsRouter {
    let hidden: Router = CorsRouter::new().route("/doc", mixed()).into_router();
    CorsRouter::new().fallback_service(hidden)
}

#[cors(policy = PARTNER_PAGE)]
fn mixed_service() -> CorsRouter {
    hidden_routes()
}

#[cors(policy = BOTH_PAGES)]
fn mixed_service_for_both() -> CorsRouter {
    hidden_routes()
}

#[cors(
    origins = ["https://partner.example"], headers = ["content-type"], credentials, max_age = "1h"
)]
async fn read_only(request: Handled) -> HandlerResponse {
    request.by("read_only")
}

fn fallback() -> CorsRouter {
    CorsRouter::new().route("/doc", get(read_only).fallback(plain))
}

fn method_not_allowed_fallback() -> CorsRouter {
    CorsRouter::new()
        .route("/doc", get(read_only))
        .method_not_allowed_fallback(plain)
}

#[cors(policy = PARTNER_PAGE)]
fn strict_get() -> CorsRouter {
    CorsRouter::new().route("/doc", get(strict).merge(axum::routing::put(plain)))
}

#[cors(
    origins = ["https://partner.example"], headers = ["x-admin"], credentials, max_age = 600
)]
async fn replace(request: Handled) -> HandlerResponse {
    request.by("replace")
}

#[cors(origins = ["https://partner.example"], credentials, max_age = 600)]
async fn remove(request: Handled) -> HandlerResponse {
    request.by("remove")
}

#[cors(
    origins = ["https://partner.example"], expose_headers = ["etag"], credentials, max_age = 600
)]
async fn replace_bare(request: Handled) -> HandlerResponse {
    request.by("replace_bare")
}

fn no_granted_headers() -> CorsRouter {
    CorsRouter::new().route("/doc", put(replace_bare).delete(remove))
}

fn two_policies() -> CorsRouter {
    CorsRouter::new().route("/doc", put(replace).delete(remove))
}

#[cors(policy = PARTNER_PAGE)]
fn migrated() -> Router {
    Router::new().route("/doc", axum::routing::get(plain).put(plain))
}

mod on_rocket {
    use cors_runtime::{
        cors,
        rocket::{Cors, routes},
    };
    use rocket::{Build, Rocket, delete, put};

    use super::{Handled, HandlerResponse};

    #[cors(
        origins = ["https://partner.example"], headers = ["x-admin"], credentials, max_age = 600
    )]
    #[put("/doc")]
    fn replace(request: Handled) -> HandlerResponse {
        request.by("replace")
    }

    #[cors(origins = ["https://partner.example"], credentials, max_age = 600)]
    #[delete("/doc")]
    fn remove(request: Handled) -> HandlerResponse {
        request.by("remove")
    }

    pub(super) fn two_policies() -> Rocket<Build> {
        rocket::build()
            .attach(Cors::fairing())
            .mount("/", routes![replace, remove])
    }
}

/// All servers while they run, by the first label of their host.
pub(super) struct Servers(Vec<(&'static str, Server)>);

impl Servers {
    pub(super) async fn start() -> Self {
        let routers = [
            ("mixed-route", mixed_route()),
            ("mixed-service", mixed_service()),
            ("mixed-service-for-both", mixed_service_for_both()),
            ("fallback", fallback()),
            ("method-not-allowed-fallback", method_not_allowed_fallback()),
            ("strict-get", strict_get()),
            ("two-policies", two_policies()),
            ("no-granted-headers", no_granted_headers()),
        ];
        let mut servers = vec![
            ("migrated", Server::start_plain(migrated()).await),
            (
                "two-policies-on-rocket",
                Server::launch(on_rocket::two_policies()).await,
            ),
        ];
        for (name, router) in routers {
            servers.push((name, Server::start(router).await));
        }
        Self(servers)
    }

    pub(super) fn addresses(&self) -> impl Iterator<Item = (&'static str, SocketAddr)> {
        let servers = self.0.iter();
        servers.map(|(name, server)| (*name, server.address()))
    }
}
