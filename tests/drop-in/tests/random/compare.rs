//! Builds a plan by both frameworks and compares what comes of it.

use std::{
    cell::RefCell,
    panic::{self, AssertUnwindSafe},
    sync::Mutex,
};

use axum::{body::Bytes, extract::Request, response::Response};
use cors_runtime::{axum::CorsRouter, cors};
use futures_util::FutureExt;
use http::{HeaderMap, StatusCode, header};
use http_body_util::BodyExt;
use tower::{Service, ServiceExt};

use crate::{
    handlers::request,
    ours,
    plan::{Step, has_policies},
    theirs,
};

const METHODS: [&str; 9] = [
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PURGE",
];
const URLS: [&str; 14] = [
    "/", "/a", "/a/", "/a/b", "/a/b/", "/b", "/c", "/c/d", "/n", "/n/", "/n/a", "/n/a/b",
    "/a/a/b/c", "/z/b/c",
];
const ORIGINS: [Option<&str>; 3] = [
    None,
    Some("https://app.example.com"),
    Some("https://other.example"),
];

thread_local! {
    /// The steps at work, from the outermost one inwards.
    static STEPS: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
    static PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs the step of this index.
pub fn at<T>(index: usize, step: impl FnOnce() -> T) -> T {
    STEPS.with_borrow_mut(|steps| steps.push(index));
    let done = step();
    STEPS.with_borrow_mut(|steps| _ = steps.pop());
    done
}

/// Notes panics of this thread instead of printing them.
pub fn silence_panics() {
    static ONCE: Mutex<bool> = Mutex::new(false);
    let mut done = ONCE.lock().expect("no panic while it is held");
    if std::mem::replace(&mut *done, true) {
        return;
    }
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let Some(location) = info
            .location()
            .filter(|place| place.file().ends_with("build.rs.in"))
        else {
            let text = format!("elsewhere: {info}");
            let is_building = STEPS.with_borrow(|steps| !steps.is_empty());
            PANIC.with_borrow_mut(|panic| *panic = Some(text));
            if !is_building {
                usual(info);
            }
            return;
        };
        let mut text = info.payload_as_str().unwrap_or_default();
        // Of several conflicts, axum reports the one that comes first in a hash map.
        let conflicts = [
            "Invalid route ",
            "Overlapping method route. Handler for ",
            "Cannot merge two `MethodRouter`s that both have a fallback",
            "Failed to merge fallbacks",
        ];
        if conflicts.iter().any(|conflict| text.starts_with(conflict)) {
            text = "conflict";
        }
        PANIC.with_borrow_mut(|panic| *panic = Some(format!("line {}: {text}", location.line())));
    }));
}

/// The outcome of building.
fn built<R>(steps: &[Step], build: impl Fn(&[Step]) -> R) -> Result<R, String> {
    STEPS.with_borrow_mut(Vec::clear);
    panic::catch_unwind(AssertUnwindSafe(|| build(steps))).map_err(|_| {
        let steps = STEPS.take();
        let panic = PANIC.take().unwrap_or_default();
        format!("step {steps:?}, {panic}")
    })
}

#[cors(origins = ["https://app.example.com"], methods = any)]
fn under_default(router: CorsRouter) -> CorsRouter {
    router
}

/// The number of equal responses, or the first difference.
pub fn compare(steps: &[Step]) -> Result<u64, String> {
    Ok(compare_under(steps, false)? + compare_under(steps, true)?)
}

/// Compares the routers, ours under a default policy or without one.
fn compare_under(steps: &[Step], default: bool) -> Result<u64, String> {
    let theirs = built(steps, theirs::build);
    let build = if default {
        |steps: &[Step]| under_default(ours::build(steps))
    } else {
        ours::build
    };
    let ours = built(steps, |steps| {
        let router = build(steps);
        // Nothing is left to fail at the first request.
        at(usize::MAX, || router.into_router())
    });
    let (theirs, ours) = match (theirs, ours) {
        (Err(theirs), Err(ours)) if theirs == ours => return Ok(0),
        (Err(theirs), Err(ours)) => {
            return Err(format!("axum panics: {theirs}\nours panics: {ours}"));
        }
        (Err(theirs), Ok(_)) => return Err(format!("axum alone panics: {theirs}")),
        (Ok(_), Err(ours)) => return Err(format!("ours alone panics: {ours}")),
        (Ok(theirs), Ok(ours)) => (theirs, ours),
    };
    let has_policies = default || has_policies(steps);
    let mut count = 0;
    for url in URLS {
        for method in METHODS {
            for origin in ORIGINS {
                if method == "OPTIONS" && has_policies {
                    // `OPTIONS` is a method of each path with a policy.
                    continue;
                }
                let one = respond(&theirs, request(method, url, origin));
                let two = respond(&ours, request(method, url, origin));
                if one != two {
                    return Err(format!(
                        "{method} {url} {origin:?}\naxum: {one:?}\nours: {two:?}"
                    ));
                }
                count += 1;
            }
        }
    }
    Ok(count)
}

type Shown = (StatusCode, Vec<(String, String)>, Bytes);

fn respond<S>(service: &S, request: Request) -> Shown
where
    S: Service<Request, Response = Response, Error: std::fmt::Debug> + Clone,
{
    let response = async {
        let response = service.clone().oneshot(request).await.expect("infallible");
        let (head, body) = response.into_parts();
        let body = body.collect().await.expect("it is in memory").to_bytes();
        (head.status, lines(&head.headers), body)
    };
    response.now_or_never().expect("nothing waits")
}

/// The headers, without those of CORS and the explanation of a debug build.
fn lines(headers: &HeaderMap) -> Vec<(String, String)> {
    let lines = headers.iter().filter(|(name, _)| {
        let is_cors = name.as_str().starts_with("access-control-") || **name == header::VARY;
        !is_cors && **name != "cors-explanation"
    });
    let mut lines: Vec<_> = lines
        .map(|(name, value)| {
            let value = value.to_str().expect("text");
            // The order of methods in `Allow` has no meaning, and `OPTIONS` is served where a policy is.
            let mut methods: Vec<_> = value
                .split(',')
                .filter(|method| *method != "OPTIONS")
                .collect();
            methods.sort_unstable();
            let value = if *name == header::ALLOW {
                methods.join(",")
            } else {
                value.to_owned()
            };
            (name.to_string(), value)
        })
        .collect();
    // Layers stay in their order.
    lines.sort_by(|one, two| one.0.cmp(&two.0));
    lines
}

/// A smaller plan that still differs.
pub fn shrink(steps: Vec<Step>) -> Vec<Step> {
    let mut smallest = steps;
    'again: loop {
        for smaller in smaller(&smallest) {
            if compare(&smaller).is_err() {
                smallest = smaller;
                continue 'again;
            }
        }
        return smallest;
    }
}

/// The plan without one of its steps or calls.
fn smaller(steps: &[Step]) -> Vec<Vec<Step>> {
    let mut plans = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        let replaced = |with: Option<Step>| {
            let mut steps = steps.to_vec();
            match with {
                Some(step) => steps[index] = step,
                None => drop(steps.remove(index)),
            }
            steps
        };
        plans.push(replaced(None));
        match step {
            Step::Nest { prefix, inner } => {
                let inner = smaller(inner).into_iter();
                plans.extend(inner.map(|inner| replaced(Some(Step::Nest { prefix, inner }))));
            }
            Step::Merge(inner) => {
                let inner = smaller(inner).into_iter();
                plans.extend(inner.map(|inner| replaced(Some(Step::Merge(inner)))));
            }
            Step::Route { path, route } => {
                for call in 0..route.calls.len() {
                    let mut route = route.clone();
                    drop(route.calls.remove(call));
                    plans.push(replaced(Some(Step::Route { path, route })));
                }
            }
            _ => {}
        }
    }
    plans
}
