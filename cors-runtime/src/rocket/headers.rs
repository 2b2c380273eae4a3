//! Implements the traits of the decision for Rocket's requests and responses.

use std::{borrow::Cow, io::Cursor};

use http::{HeaderName, HeaderValue, header};
use rocket::{
    Request, Response,
    http::{Method, Status},
};

use super::{
    original_request::OriginalRequest,
    pattern::{RequestUri, is_preflight_route},
    state,
};
#[cfg(debug_assertions)]
use crate::response::EXPLANATION;
use crate::{
    decision::{EarlyResponse, HeaderLines, RequestHead, is_cors_header, requested_method},
    diagnostics::{self, Explanation, PLAIN_TEXT},
    policy::HeaderText,
    response::{ResponseHeader, ResponseHeaders},
};

/// A request, with the headers that every decision reads.
///
/// Rocket hashes the name of a header on each look-up. One pass over all names is cheaper.
#[derive(Debug)]
pub(super) struct CorsRequest<'r, 'c> {
    pub(super) request: &'r Request<'c>,
    method: Method,
    origin: HeaderLines<&'r str>,
    requested_method: HeaderLines<&'r str>,
}

impl<'r, 'c> CorsRequest<'r, 'c> {
    #[inline]
    pub(super) fn of(request: &'r Request<'c>) -> Self {
        let mut cors_request = Self {
            request,
            method: request.method(),
            origin: HeaderLines::None,
            requested_method: HeaderLines::None,
        };
        let mut is_borrowed = true;
        request.headers().iter().for_each(|header| {
            let name = header.name.as_str();
            let lines = if is(name, ORIGIN) {
                &mut cors_request.origin
            } else if is(name, REQUESTED_METHOD) {
                &mut cors_request.requested_method
            } else {
                return;
            };
            match (*lines, header.value) {
                (HeaderLines::None, Cow::Borrowed(value)) => *lines = HeaderLines::One(value),
                (_, Cow::Borrowed(_)) => *lines = HeaderLines::Several,
                (_, Cow::Owned(_)) => is_borrowed = false,
            }
        });
        if !is_borrowed {
            cors_request.origin = HeaderLines::of(request.headers().get(ORIGIN));
            cors_request.requested_method =
                HeaderLines::of(request.headers().get(REQUESTED_METHOD));
        }
        cors_request
    }

    /// The request with the method that the client sent, before a fairing rewrote it.
    pub(super) fn original(request: &'r Request<'c>, original: &OriginalRequest) -> Self {
        Self {
            method: original.method,
            ..Self::of(request)
        }
    }
}

impl CorsRequest<'_, '_> {
    /// True if the request has an `Origin`.
    pub(super) fn has_origin(&self) -> bool {
        !matches!(self.origin, HeaderLines::None)
    }
}

/// Servers deliver names in lower case, so the case-insensitive comparison is rarely reached.
#[inline]
fn is(name: &str, wanted: &str) -> bool {
    name.len() == wanted.len() && (name == wanted || name.eq_ignore_ascii_case(wanted))
}

const ORIGIN: &str = "origin";
const REQUESTED_METHOD: &str = "access-control-request-method";

impl CorsRequest<'_, '_> {
    /// True if the request came over HTTP/2. Rocket 0.5 drops its `:scheme` and version; the host is then that of
    /// `:authority`, without an equal `Host` line. Such a request counts as https, which rejects pages of http.
    /// Browsers use HTTP/2 with TLS only, so a proxy in front may have terminated it.
    fn has_hidden_scheme(&self) -> bool {
        let Some(host) = self.request.host() else {
            return false;
        };
        match self.lines(&header::HOST) {
            HeaderLines::One(line) => !line.eq_ignore_ascii_case(&host.to_string()),
            HeaderLines::None | HeaderLines::Several => true,
        }
    }
}

impl<'r> RequestHead for CorsRequest<'r, '_> {
    type Value = str;
    type Owned<'k>
        = Cow<'r, str>
    where
        Self: 'k;

    fn method(&self) -> &str {
        self.method.as_str()
    }

    fn scheme(&self) -> Option<&str> {
        let is_tls = self.request.rocket().config().tls_enabled();
        (is_tls || self.has_hidden_scheme()).then_some("https")
    }

    fn authority(&self) -> Option<Cow<'_, str>> {
        // Several `Host` lines are ambiguous. Rocket takes the first.
        match self.lines(&header::HOST) {
            HeaderLines::Several => None,
            HeaderLines::None | HeaderLines::One(_) => {
                Some(Cow::Owned(self.request.host()?.to_string()))
            }
        }
    }

    fn route(&self) -> Option<Cow<'_, str>> {
        let route = self.request.route()?;
        if is_preflight_route(route) {
            let uri = RequestUri::of(self.request);
            let route_table = state::route_table(self.request.rocket())?;
            let requested = route_table.requested_route(requested_method(self)?, &uri)?;
            return Some(Cow::Borrowed(&requested.uri));
        }
        Some(Cow::Owned(route.uri.to_string()))
    }

    #[inline]
    fn lines(&self, name: &HeaderName) -> HeaderLines<&str> {
        match *name {
            header::ORIGIN => self.origin,
            header::ACCESS_CONTROL_REQUEST_METHOD => self.requested_method,
            ref name => HeaderLines::of(self.request.headers().get(name.as_str())),
        }
    }

    #[cfg(feature = "testing")]
    fn is_for_release(&self) -> bool {
        self.request
            .local_cache(|| None::<cors_browser::AsRelease>)
            .is_some()
    }

    fn owned_value<'k>(&'k self, value: &'k str) -> Cow<'r, str> {
        match self.origin {
            // The origin is the only value that is kept, and the request outlives `self`.
            HeaderLines::One(origin) if core::ptr::eq(origin, value) => Cow::Borrowed(origin),
            _ => Cow::Owned(value.to_owned()),
        }
    }
}

impl<'r> ResponseHeaders for Response<'r> {
    type Value = Cow<'r, str>;

    fn text(text: HeaderText) -> Cow<'r, str> {
        Cow::Borrowed(text.text())
    }

    fn methods(list: &HeaderValue) -> Cow<'r, str> {
        // Methods are tokens.
        let list = core::str::from_utf8(list.as_bytes()).unwrap_or_default();
        Cow::Owned(list.to_owned())
    }

    #[inline]
    fn set(&mut self, header: ResponseHeader, value: Cow<'r, str>) {
        self.set_raw_header(header.name().as_str(), value);
    }

    fn add(&mut self, header: ResponseHeader, value: Cow<'r, str>) {
        self.adjoin_raw_header(header.name().as_str(), value);
    }

    #[inline]
    fn remove_cors_headers(&mut self) -> bool {
        // The first byte excludes most names. A look-up in Rocket costs more.
        let is_ordinary = self.headers().iter().fold(true, |is_ordinary, header| {
            let name = header.name.as_str().as_bytes();
            is_ordinary & !matches!(name, [b'a' | b'A' | b'v' | b'V', ..])
        });
        if is_ordinary {
            return false;
        }
        remove_response_headers(self);
        self.headers().contains("vary")
    }

    fn vary(&self) -> impl Iterator<Item = &[u8]> {
        self.headers().get("vary").map(str::as_bytes)
    }

    #[cfg(debug_assertions)]
    fn explain(&mut self, explanation: &str) {
        self.set_raw_header(EXPLANATION, explanation.to_owned());
    }

    #[cfg(debug_assertions)]
    fn for_each(&self, mut see: impl FnMut(&str, &[u8])) {
        for header in self.headers().iter() {
            see(header.name.as_str(), header.value.as_bytes());
        }
    }
}

#[cold]
fn remove_response_headers(response: &mut Response<'_>) {
    let names: Vec<String> = response
        .headers()
        .iter()
        .map(|header| header.name)
        .filter(|name| is_cors_header(name.as_str()))
        .map(|name| name.as_str().to_owned())
        .collect();
    for name in names {
        response.remove_header(&name);
    }
}

/// A response in place of that of the route, with an explanation in debug builds.
pub(super) fn early_response<'r>(
    early: EarlyResponse<'_, Cow<'r, str>>,
    request: &CorsRequest<'r, '_>,
) -> Response<'r> {
    let explanation = diagnostics::explanation(&early, request);
    let mut response = Response::new();
    response.set_status(Status::new(early.status().as_u16()));
    early.write(&mut response);
    match explanation {
        None => {}
        Some(Explanation::Body(text)) => {
            response.set_raw_header("content-type", PLAIN_TEXT);
            response.set_sized_body(text.len(), Cursor::new(text));
        }
        #[cfg(debug_assertions)]
        Some(Explanation::Header(missing)) => {
            ResponseHeaders::explain(&mut response, &missing.report());
        }
    }
    response
}
