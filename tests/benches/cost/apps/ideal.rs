//! Code written by hand for exactly this policy: the fastest that a user could write.
//! It supports no other policy, no list that changes, and detects no mistake.

use core::future::ready;
use std::collections::HashSet;

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{FromRequest, Path, Request},
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
    response::IntoResponse,
    routing,
};

use super::{Driver, on_axum::finished};
use crate::request::{alike, origin};

/// True if an origin is on the list.
pub(crate) trait Allows: Fn(&[u8]) -> bool + Copy + Send + Sync + 'static {}
impl<F: Fn(&[u8]) -> bool + Copy + Send + Sync + 'static> Allows for F {}

/// The ten of the policy.
pub(crate) fn is_one_of_ten(origin: &[u8]) -> bool {
    matches!(
        origin,
        b"https://a00000.example.com"
            | b"https://a00001.example.com"
            | b"https://a00002.example.com"
            | b"https://a00003.example.com"
            | b"https://a00004.example.com"
            | b"https://a00005.example.com"
            | b"https://a00006.example.com"
            | b"https://a00007.example.com"
            | b"https://a00008.example.com"
            | b"https://a00009.example.com"
    )
}

pub(crate) fn is_allowed_method(method: &[u8]) -> bool {
    matches!(method, b"GET" | b"POST" | b"PUT" | b"DELETE")
}

/// The origin of the request, if it is on the list.
pub(crate) fn allowed(headers: &HeaderMap, allows: impl Allows) -> Option<HeaderValue> {
    let origin = headers.get(header::ORIGIN)?;
    allows(origin.as_bytes()).then(|| origin.clone())
}

/// The headers of an actual response.
pub(crate) fn mark(headers: &mut HeaderMap, origin: Option<HeaderValue>) {
    if let Some(origin) = origin {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
            const { HeaderValue::from_static("true") },
        );
    }
    headers.append(header::VARY, const { HeaderValue::from_static("origin") });
}

/// The response to a preflight; `None` if the request is none.
pub(crate) fn preflight(headers: &HeaderMap, allows: impl Allows) -> Option<Response<Body>> {
    let method = headers.get(header::ACCESS_CONTROL_REQUEST_METHOD)?;
    headers.get(header::ORIGIN)?;
    let origin = allowed(headers, allows).filter(|_| is_allowed_method(method.as_bytes()));
    let mut response = Response::new(Body::empty());
    if let Some(origin) = origin {
        *response.status_mut() = StatusCode::NO_CONTENT;
        let headers = response.headers_mut();
        // `Vary`, and the `Content-Length` that axum adds.
        headers.reserve(8);
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
            const { HeaderValue::from_static("true") },
        );
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_METHODS,
            const { HeaderValue::from_static("GET, POST, PUT, DELETE") },
        );
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            const { HeaderValue::from_static("content-type, x-one, x-two") },
        );
        headers.insert(
            header::ACCESS_CONTROL_MAX_AGE,
            const { HeaderValue::from_static("600") },
        );
    } else {
        *response.status_mut() = StatusCode::FORBIDDEN;
    }
    let varies = const { HeaderValue::from_static(PREFLIGHT_VARY) };
    response.headers_mut().insert(header::VARY, varies);
    Some(response)
}

const PREFLIGHT_VARY: &str =
    "origin, access-control-request-method, access-control-request-headers";

/// An app whose handlers do it themselves.
pub(crate) fn inside(allows: impl Allows) -> Box<dyn Driver> {
    finished(inside_router(allows))
}

pub(crate) fn inside_router(allows: impl Allows) -> Router {
    let handler = async move |request: Request| {
        let origin = allowed(request.headers(), allows);
        let mut response = "ok".into_response();
        mark(response.headers_mut(), origin);
        response
    };
    let options = tower::service_fn(move |request: Request| {
        let response = preflight(request.headers(), allows);
        ready(Ok(
            response.unwrap_or_else(|| StatusCode::NO_CONTENT.into_response())
        ))
    });
    let all = routing::get(handler).post(handler).put(handler);
    let all = all.delete(handler).options_service(options);
    Router::new().route("/items", all)
}

pub(crate) fn ten(_: usize) -> Box<dyn Driver> {
    inside(is_one_of_ten)
}

pub(crate) fn with_arguments(_: usize) -> Box<dyn Driver> {
    let handler = async |_: Path<u32>, request: Request| {
        let origin = allowed(request.headers(), is_one_of_ten);
        let mut response = match Bytes::from_request(request, &()).await {
            Ok(_) => "ok".into_response(),
            Err(rejection) => rejection.into_response(),
        };
        mark(response.headers_mut(), origin);
        response
    };
    finished(Router::new().route("/items/{id}", routing::get(handler)))
}

/// A list of any length: sorted by length, then by bytes.
pub(crate) fn sorted(origins: impl Iterator<Item = String>) -> impl Allows {
    let mut origins: Vec<_> = origins.collect();
    origins.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
    let origins: &'static [String] = origins.leak();
    move |origin: &[u8]| {
        origins
            .binary_search_by(|entry| (entry.len(), entry.as_bytes()).cmp(&(origin.len(), origin)))
            .is_ok()
    }
}

pub(crate) fn list(entries: usize) -> Box<dyn Driver> {
    inside(sorted((0..entries).map(origin)))
}

pub(crate) fn alike_list(entries: usize) -> Box<dyn Driver> {
    inside(sorted((0..entries).map(alike)))
}

/// `https://*.t00000.example.com` and nothing else.
pub(crate) fn pattern(_: usize) -> Box<dyn Driver> {
    inside(|origin| {
        origin.len() <= 8 + 253
            && origin
                .strip_prefix(b"https://")
                .and_then(|host| host.strip_suffix(b".t00000.example.com"))
                .is_some_and(|name| {
                    name.split(|&byte| byte == b'.').all(|label| {
                        !label.is_empty()
                            && label
                                .iter()
                                .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
                    })
                })
    })
}

/// The same for many domains: each domain above the name is looked up.
pub(crate) fn patterns(entries: usize) -> Box<dyn Driver> {
    let domains: HashSet<Vec<u8>> = (0..entries)
        .map(|n| format!("t{n:05}.example.com").into_bytes())
        .collect();
    let domains: &'static HashSet<Vec<u8>> = Box::leak(Box::new(domains));
    inside(move |origin| {
        if origin.len() > 8 + 253 {
            return false;
        }
        let Some(host) = origin.strip_prefix(b"https://") else {
            return false;
        };
        let well_formed = host.split(|&byte| byte == b'.').all(|label| {
            !label.is_empty()
                && label
                    .iter()
                    .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
        });
        let mut dots = host.iter().enumerate().filter(|&(_, &byte)| byte == b'.');
        well_formed && dots.any(|(dot, _)| domains.contains(&host[dot + 1..]))
    })
}

/// Every origin.
pub(crate) fn any(_: usize) -> Box<dyn Driver> {
    let handler = async || {
        let star = const { HeaderValue::from_static("*") };
        ([(header::ACCESS_CONTROL_ALLOW_ORIGIN, star)], "ok")
    };
    finished(Router::new().route("/items", routing::get(handler)))
}
