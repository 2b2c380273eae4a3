//! The apps of the same paths.

// It is there to print.
#![allow(clippy::print_stdout)]

use std::{fs, hint::black_box};

use axum::{
    Json, Router,
    extract::{Path, Request},
    middleware::{Next, from_fn},
    response::Response,
    routing as plain,
};
use cors_runtime::{
    axum::{CorsRouter, routing},
    cors,
};

/// An app with a number of routes.
type App = fn(usize) -> AddRoutes;

/// Adds the routes, and returns the step that finishes the app.
type AddRoutes = Box<dyn FnOnce() -> FinishApp>;
type FinishApp = Box<dyn FnOnce() -> Router>;

/// The apps, by name.
pub(crate) const APPS: [(&str, App); 6] = [
    ("axum", |routes| {
        steps(move || flat_plain(routes), |app| app)
    }),
    ("`CorsRouter`, plain handlers", |routes| {
        steps(move || flat(routes, false), CorsRouter::into_router)
    }),
    ("`CorsRouter`, `#[cors]` on each handler", |routes| {
        steps(move || flat(routes, true), CorsRouter::into_router)
    }),
    ("`CorsRouter`, a default policy", |routes| {
        steps(move || under_default(routes), CorsRouter::into_router)
    }),
    ("axum, nested", |routes| {
        steps(move || nested_plain(routes), |app| app)
    }),
    (
        "`CorsRouter`, nested, `#[cors]` on each handler",
        |routes| steps(move || nested(routes), CorsRouter::into_router),
    ),
];

fn steps<R: 'static>(add: impl FnOnce() -> R + 'static, finish: fn(R) -> Router) -> AddRoutes {
    Box::new(move || {
        let app = add();
        Box::new(move || finish(app))
    })
}

/// Prints the milliseconds of both steps, and the KiB of the finished app.
pub(crate) fn measure(app: App, routes: usize) {
    let before = resident();
    let add = app(routes);
    let start = on_cpu();
    let finish = add();
    let added = on_cpu();
    let app = finish();
    let finished = on_cpu();
    let memory = resident().saturating_sub(before);
    drop(black_box(app));
    println!("{} {} {memory}", added - start, finished - added);
}

/// The time that this thread has run, in milliseconds. Other programs of the machine do not count.
fn on_cpu() -> f64 {
    let times = fs::read_to_string("/proc/thread-self/schedstat").expect("Linux");
    let nanoseconds = times.split_whitespace().next().expect("three numbers");
    nanoseconds.parse::<f64>().expect("a number") / 1e6
}

/// Resident memory of this process, in KiB.
fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB"));
    kib.and_then(|kib| kib.parse().ok()).expect("a number")
}

async fn show(Path(id): Path<u32>) -> String {
    id.to_string()
}

async fn change(Path(id): Path<u32>, Json(body): Json<String>) -> String {
    format!("{id} {body}")
}

#[cors(origins = ["https://app.example.com"], credentials)]
async fn annotated_show(Path(id): Path<u32>) -> String {
    id.to_string()
}

#[cors(origins = ["https://app.example.com"], credentials, headers = ["content-type"])]
async fn annotated_change(Path(id): Path<u32>, Json(body): Json<String>) -> String {
    format!("{id} {body}")
}

async fn pass(request: Request, next: Next) -> Response {
    next.run(request).await
}

fn path(i: usize) -> String {
    format!("/items{i}/{{id}}")
}

fn flat_plain(routes: usize) -> Router {
    (0..routes).fold(Router::new(), |app, i| {
        app.route(&path(i), plain::get(show).post(change))
    })
}

fn flat(routes: usize, is_annotated: bool) -> CorsRouter {
    (0..routes).fold(CorsRouter::new(), |app, i| {
        let route = if is_annotated {
            routing::get(annotated_show).post(annotated_change)
        } else {
            routing::get(show).post(change)
        };
        app.route(&path(i), route)
    })
}

#[cors(origins = ["https://app.example.com"], credentials, headers = ["content-type"])]
fn under_default(routes: usize) -> CorsRouter {
    flat(routes, false)
}

const GROUP: usize = 100;

fn nested_plain(routes: usize) -> Router {
    (0..routes.div_ceil(GROUP)).fold(Router::new(), |app, i| {
        let inner = flat_plain(GROUP.min(routes)).layer(from_fn(pass));
        app.nest(&format!("/group{i}"), inner)
    })
}

fn nested(routes: usize) -> CorsRouter {
    (0..routes.div_ceil(GROUP)).fold(CorsRouter::new(), |app, i| {
        let inner = flat(GROUP.min(routes), true).layer(from_fn(pass));
        app.nest(&format!("/group{i}"), inner)
    })
}
