//! The responses of the handlers, as the query requests them.

use axum::{
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use rocket::{
    Request,
    http::Status,
    request::{FromRequest, Outcome},
    response::Responder,
};

/// A header of every response of a handler, and of no other response.
pub(crate) const RAN: &str = "x-ran";

/// The headers of every response of a handler. The cookie is gone before it is kept.
pub(crate) const HEADERS: [(&str, &str); 10] = [
    (RAN, "yes"),
    ("cache-control", "no-store"),
    ("content-language", "en"),
    ("content-type", "text/plain"),
    ("etag", "\"1\""),
    ("link", "</next>; rel=next"),
    ("retry-after", "7"),
    ("set-cookie", "gone=1; Max-Age=0"),
    ("x-request-id", "abc"),
    ("x-total-count", "3"),
];

/// The body, where there is one.
pub(crate) const BODY: &str = "handled";

/// The response that the query of a request selects. As an argument it is refused with 401 if the query says so.
#[derive(Debug)]
pub(crate) struct Wanted {
    status: u16,
    location: Option<String>,
}

/// The response of a handler.
#[derive(Debug)]
pub(crate) struct HandlerResponse(Wanted);

impl From<Wanted> for HandlerResponse {
    fn from(wanted: Wanted) -> Self {
        Self(wanted)
    }
}

/// A parameter of a query, as it is written. The last one is `to`, whose value is an address with a
/// query of its own.
pub(crate) fn parameter<'q>(query: &'q str, name: &str) -> Option<&'q str> {
    let (own, to) = match query.split_once("&to=") {
        Some((own, to)) => (own, Some(to)),
        None => (query, None),
    };
    if name == "to" {
        return to;
    }
    let mut pairs = own.split('&').filter_map(|pair| pair.split_once('='));
    pairs
        .find(|(other, _)| *other == name)
        .map(|(_, value)| value)
}

impl Wanted {
    /// `None` if the guard refuses.
    fn read(query: &str) -> Option<Self> {
        if parameter(query, "deny").is_some() {
            return None;
        }
        let status = parameter(query, "status").and_then(|status| status.parse().ok());
        Some(Self {
            status: status.unwrap_or(200),
            location: parameter(query, "to").map(ToOwned::to_owned),
        })
    }

    fn headers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let location = self
            .location
            .as_deref()
            .map(|location| ("location", location));
        HEADERS.into_iter().chain(location)
    }

    fn body(&self) -> &'static str {
        if matches!(self.status, 204 | 205 | 304) {
            ""
        } else {
            BODY
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Wanted {
    type Rejection = (StatusCode, &'static str);

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let query = parts.uri.query().unwrap_or_default();
        Self::read(query).ok_or((StatusCode::UNAUTHORIZED, "denied"))
    }
}

impl IntoResponse for HandlerResponse {
    fn into_response(self) -> Response {
        let mut builder = Response::builder().status(self.0.status);
        for (name, value) in self.0.headers() {
            builder = builder.header(name, value);
        }
        builder.body(self.0.body().into()).expect("a response")
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Wanted {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let query = request.uri().query().map_or("", |query| query.as_str());
        match Self::read(query) {
            Some(wanted) => Outcome::Success(wanted),
            None => Outcome::Error((Status::Unauthorized, ())),
        }
    }
}

impl<'r> Responder<'r, 'static> for HandlerResponse {
    fn respond_to(self, _: &'r Request<'_>) -> rocket::response::Result<'static> {
        let mut response = rocket::Response::build();
        response.status(Status::new(self.0.status));
        for (name, value) in self.0.headers() {
            response.raw_header(name, value.to_owned());
        }
        let body = self.0.body();
        response.sized_body(body.len(), std::io::Cursor::new(body));
        response.ok()
    }
}
