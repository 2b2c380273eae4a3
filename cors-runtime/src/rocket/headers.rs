//! Rocket's requests as the decision reads them, and its responses as they are written.

use std::borrow::Cow;

use http::{HeaderName, HeaderValue, header};
use rocket::{Request, Response, http::Method};

use super::{in_flight::Original, launch, preflight};
use crate::{
    decision::{HeaderLines, RequestHead, is_cors_header},
    policy::HeaderText,
    response::{ResponseHeader, ResponseHeaders},
};

/// A request, and those of its headers that every decision asks for.
///
/// Rocket hashes the name of a header, byte by byte, each time it is asked for one. To look at all
/// names once is cheaper.
#[derive(Debug)]
pub(super) struct Head<'r, 'c> {
    pub(super) request: &'r Request<'c>,
    method: Method,
    origin: HeaderLines<&'r str>,
    requested_method: HeaderLines<&'r str>,
}

impl<'r, 'c> Head<'r, 'c> {
    #[inline]
    pub(super) fn of(request: &'r Request<'c>) -> Self {
        let mut head = Self {
            request,
            method: request.method(),
            origin: HeaderLines::None,
            requested_method: HeaderLines::None,
        };
        let mut is_lent = true;
        request.headers().iter().for_each(|header| {
            let name = header.name.as_str();
            let lines = if is(name, ORIGIN) {
                &mut head.origin
            } else if is(name, REQUESTED_METHOD) {
                &mut head.requested_method
            } else {
                return;
            };
            match (*lines, header.value) {
                (HeaderLines::None, Cow::Borrowed(value)) => *lines = HeaderLines::One(value),
                (_, Cow::Borrowed(_)) => *lines = HeaderLines::Several,
                (_, Cow::Owned(_)) => is_lent = false,
            }
        });
        if !is_lent {
            head.origin = HeaderLines::of(request.headers().get(ORIGIN));
            head.requested_method = HeaderLines::of(request.headers().get(REQUESTED_METHOD));
        }
        head
    }

    /// The same with the method that the client sent.
    pub(super) fn asked(request: &'r Request<'c>, original: &Original) -> Self {
        Self {
            method: original.method,
            ..Self::of(request)
        }
    }
}

impl Head<'_, '_> {
    /// True if a page sent the request, as far as can be told.
    pub(super) fn is_of_page(&self) -> bool {
        !matches!(self.origin, HeaderLines::None)
    }
}

/// Names come in lower case from every server; tests write them otherwise.
#[inline]
fn is(name: &str, wanted: &str) -> bool {
    name.len() == wanted.len() && (name == wanted || name.eq_ignore_ascii_case(wanted))
}

const ORIGIN: &str = "origin";
const REQUESTED_METHOD: &str = "access-control-request-method";

impl Head<'_, '_> {
    /// True if the request came over HTTP/2, whose `:scheme` Rocket 0.5 drops together with the version. Then the host
    /// is that of `:authority`, and there is no such `Host`. It counts as https, which turns away pages of http; no
    /// browser speaks HTTP/2 without TLS, so there is a proxy in front that may have ended it.
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

impl<'r> RequestHead for Head<'r, '_> {
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
        // Rocket takes the first of several `Host` lines, of which nobody knows the right one.
        match self.lines(&header::HOST) {
            HeaderLines::Several => None,
            HeaderLines::None | HeaderLines::One(_) => {
                Some(Cow::Owned(self.request.host()?.to_string()))
            }
        }
    }

    fn route(&self) -> Option<Cow<'_, str>> {
        let route = self.request.route()?;
        if preflight::is_own(route) {
            let asked = launch::route_table(self.request.rocket())?.asked(self)?;
            return Some(Cow::Borrowed(&asked.uri));
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
            // The one value that is kept, and it lives longer than this.
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
        // Most names are told from those by their first byte, and to ask Rocket for one costs more.
        let is_ordinary = self.headers().iter().fold(true, |is_ordinary, header| {
            let name = header.name.as_str().as_bytes();
            is_ordinary & !matches!(name, [b'a' | b'A' | b'v' | b'V', ..])
        });
        if is_ordinary {
            return false;
        }
        remove_cors_answers(self);
        self.headers().contains("vary")
    }

    fn vary(&self) -> impl Iterator<Item = &[u8]> {
        self.headers().get("vary").map(str::as_bytes)
    }

    #[cfg(debug_assertions)]
    fn for_each(&self, mut see: impl FnMut(&str, &[u8])) {
        for header in self.headers().iter() {
            see(header.name.as_str(), header.value.as_bytes());
        }
    }
}

#[cold]
fn remove_cors_answers(response: &mut Response<'_>) {
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
