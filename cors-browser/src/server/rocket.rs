//! Local clients of Rocket.

use http::{HeaderName, HeaderValue, Request, Response};
use rocket::{
    http::{Cookie, Header, HeaderMap, Method, uri::Host},
    local::{asynchronous, blocking},
};

use super::{BoxedEndpoint, Endpoint, ResponseFuture, Server, kind};
use crate::AsRelease;

/// Implements the traits for one of Rocket's clients, which have the same methods but no common trait.
macro_rules! endpoint {
    ($client:ty $(, $await:tt)?) => {
        impl Server<kind::Rocket> for $client {
            fn into_endpoint(self) -> BoxedEndpoint {
                BoxedEndpoint(Box::new(self))
            }
        }

        impl Endpoint for $client {
            fn respond(&self, request: Request<Vec<u8>>, is_preflight: bool) -> ResponseFuture<'_> {
                Box::pin(async move {
                    if self.cookies().iter().next().is_some() {
                        return Err(TRACKED.to_owned());
                    }
                    let method: Method = request.method().as_str().parse().map_err(|_| {
                        format!("Rocket's local client cannot send the method `{}`", request.method())
                    })?;
                    let target = request.uri().to_string();
                    let mut local = self.req(method, target);
                    local
                        .inner()
                        .local_cache(|| request.extensions().get::<AsRelease>().copied());
                    for (name, value) in request.headers() {
                        // Rocket drops such values of a network request, too.
                        let Ok(value) = str::from_utf8(value.as_bytes()) else { continue };
                        match name.as_str() {
                            "host" => {
                                if let Ok(host) = Host::parse_owned(value.to_owned()) {
                                    local.inner_mut().set_host(host);
                                }
                            }
                            "cookie" => {
                                for pair in value.split("; ") {
                                    if let Ok(cookie) = Cookie::parse_encoded(pair.to_owned()) {
                                        local = local.cookie(cookie);
                                    }
                                }
                            }
                            _ => {}
                        }
                        local.add_header(Header::new(name.to_string(), value.to_owned()));
                    }
                    let response = local.body(request.into_body()).dispatch()$(.$await)?;
                    let (status, lines) = (response.status().code, lines(response.headers()));
                    let has_end = response.body().preset_size().is_some();
                    let body = if is_preflight && !has_end {
                        None
                    } else {
                        response.into_bytes()$(.$await)?
                    };
                    let mut converted = Response::new(body.unwrap_or_default());
                    *converted.status_mut() = http::StatusCode::from_u16(status)
                        .map_err(|_| format!("{status} is not a status"))?;
                    converted.headers_mut().extend(lines.into_iter());
                    Ok(converted)
                })
            }
        }
    };
}

const TRACKED: &str = "a tracked client stores cookies itself, and here the browser stores them: create the client with \
                       `Client::untracked`";

endpoint!(asynchronous::Client, await);
endpoint!(blocking::Client);

fn lines(headers: &HeaderMap<'_>) -> Vec<(HeaderName, HeaderValue)> {
    headers
        .iter()
        .filter_map(|header| {
            let name = HeaderName::try_from(header.name.as_str()).ok()?;
            Some((name, HeaderValue::try_from(header.value.as_ref()).ok()?))
        })
        .collect()
}
