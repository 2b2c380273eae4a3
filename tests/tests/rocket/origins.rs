//! Which `Origin` is let in: byte for byte the one a browser sends, and nothing that looks like it.

use cors_runtime::{
    cors,
    rocket::{Cors, routes},
};
use rocket::{Build, Rocket, get};

use crate::support::{Server, origins::tests_of_origins};

#[cors(origins = ["https://app.example.com", "http://localhost:3000"], allow(loopback_origins))]
#[get("/exact")]
fn exact() {}

#[cors(origins = ["https://*.example.com"])]
#[get("/subdomains")]
fn subdomains() {}

#[cors(origins = ["http://localhost:*"], allow(loopback_origins))]
#[get("/ports")]
fn ports() {}

#[cors(origins = ["https://*.example.org:*"])]
#[get("/both")]
fn both() {}

#[cors(origins = ["null"], allow(null_origin))]
#[get("/null")]
fn null() {}

#[cors(origins = any)]
#[get("/any")]
fn any() {}

fn app() -> Rocket<Build> {
    rocket::build()
        .attach(Cors::fairing())
        .mount("/", routes![exact, subdomains, ports, both, null, any])
}

tests_of_origins!(rocket::async_test, Server::launch(app()));
