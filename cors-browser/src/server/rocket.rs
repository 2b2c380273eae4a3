//! Local clients of Rocket.

use http::{HeaderName, HeaderValue, Request, Response};
use rocket::{
    http::{Cookie, Header, HeaderMap, Method, uri::Host},
    local::{asynchronous, blocking},
};

use super::{Answer, Endpoint, Opened, Server, kind};
use crate::AsRelease;

/// The two clients have the methods of one macro, and no trait in common.
macro_rules! endpoint {
    ($client:ty $(, $await:tt)?) => {
        impl Server<kind::Rocket> for $client {
            fn into_opened(self) -> Opened {
                Opened(Box::new(self))
            }
        }

        impl Endpoint for $client {
            fn answer(&self, request: Request<Vec<u8>>, is_preflight: bool) -> Answer<'_> {
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
                        // As Rocket does with what comes over the wire.
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
                    let answer = local.body(request.into_body()).dispatch()$(.$await)?;
                    let (status, lines) = (answer.status().code, lines(answer.headers()));
                    let has_end = answer.body().preset_size().is_some();
                    let body = if is_preflight && !has_end {
                        None
                    } else {
                        answer.into_bytes()$(.$await)?
                    };
                    let mut response = Response::new(body.unwrap_or_default());
                    *response.status_mut() = http::StatusCode::from_u16(status)
                        .map_err(|_| format!("{status} is no status"))?;
                    response.headers_mut().extend(lines.into_iter());
                    Ok(response)
                })
            }
        }
    };
}

const TRACKED: &str = "this client of Rocket keeps cookies itself, whatever a browser would do: make \
                       it with `Client::untracked`";

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
