//! Which `Origin` is let in: byte for byte the one a browser sends, and nothing that looks like it.

use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

use crate::support::{Server, origins::tests_of_origins};

#[cors(origins = ["https://app.example.com", "http://localhost:3000"], allow(loopback_origins))]
async fn exact() {}

#[cors(origins = ["https://*.example.com"])]
async fn subdomains() {}

#[cors(origins = ["http://localhost:*"], allow(loopback_origins))]
async fn ports() {}

#[cors(origins = ["https://*.example.org:*"])]
async fn both() {}

#[cors(origins = ["null"], allow(null_origin))]
async fn null() {}

#[cors(origins = any)]
async fn any() {}

fn app() -> CorsRouter {
    CorsRouter::new()
        .route("/exact", get(exact))
        .route("/subdomains", get(subdomains))
        .route("/ports", get(ports))
        .route("/both", get(both))
        .route("/null", get(null))
        .route("/any", get(any))
}

tests_of_origins!(tokio::test, Server::start(app()));
