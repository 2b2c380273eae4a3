//! The parts of a request that the decision reads, for every framework.

use std::borrow::Cow;

use http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method, Request, Uri};

/// A request without its body.
pub(crate) trait RequestHead {
    /// The value of a header line.
    type Value: AsRef<[u8]> + ?Sized;
    /// A header value that outlives the borrow of the request, for the response.
    type Owned<'r>
    where
        Self: 'r;

    /// The method, byte for byte: `patch` is not `PATCH`.
    fn method(&self) -> &str;

    /// The scheme of the request, if the server knows it.
    fn scheme(&self) -> Option<&str>;

    /// The authority of the request's target: HTTP/2 sends it instead of `Host`.
    fn authority(&self) -> Option<Cow<'_, str>>;

    /// The route's path as the router knows it, if the request reached one.
    fn route(&self) -> Option<Cow<'_, str>>;

    /// The lines of one header.
    fn lines(&self, name: &HeaderName) -> HeaderLines<&Self::Value>;

    /// True if a test asks for the response of a release build. A network request cannot.
    fn is_for_release(&self) -> bool {
        false
    }

    /// Returns a header value of this request for its response.
    fn owned_value<'r>(&'r self, value: &'r Self::Value) -> Self::Owned<'r>;
}

/// [`RequestHead`] as `dyn`, for code that few requests reach: a program has it once, and not for each type of request.
pub(crate) trait RequestView {
    /// See [`RequestHead::method`].
    fn method(&self) -> &str;

    /// See [`RequestHead::scheme`].
    fn scheme(&self) -> Option<&str>;

    /// See [`RequestHead::authority`].
    fn authority(&self) -> Option<Cow<'_, str>>;

    /// See [`RequestHead::route`].
    fn route(&self) -> Option<Cow<'_, str>>;

    /// See [`RequestHead::lines`].
    fn lines(&self, name: &HeaderName) -> HeaderLines<&[u8]>;
}

impl<R: RequestHead> RequestView for R {
    fn method(&self) -> &str {
        RequestHead::method(self)
    }

    fn scheme(&self) -> Option<&str> {
        RequestHead::scheme(self)
    }

    fn authority(&self) -> Option<Cow<'_, str>> {
        RequestHead::authority(self)
    }

    fn route(&self) -> Option<Cow<'_, str>> {
        RequestHead::route(self)
    }

    fn lines(&self, name: &HeaderName) -> HeaderLines<&[u8]> {
        match RequestHead::lines(self, name) {
            HeaderLines::None => HeaderLines::None,
            HeaderLines::One(value) => HeaderLines::One(value.as_ref()),
            HeaderLines::Several => HeaderLines::Several,
        }
    }
}

/// The lines of a header that may appear once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HeaderLines<V> {
    None,
    One(V),
    Several,
}

impl<V> HeaderLines<V> {
    pub(crate) fn of(mut lines: impl Iterator<Item = V>) -> Self {
        let Some(value) = lines.next() else {
            return Self::None;
        };
        // An iterator that reports its end is not asked for another line.
        if lines.size_hint().1 == Some(0) || lines.next().is_none() {
            Self::One(value)
        } else {
            Self::Several
        }
    }

    pub(crate) fn one(self) -> Option<V> {
        match self {
            Self::One(value) => Some(value),
            Self::None | Self::Several => None,
        }
    }
}

/// The head of a request of `http`. It does not depend on the type of the body, so that a program has the decision once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HttpHead<'r> {
    method: &'r Method,
    uri: &'r Uri,
    headers: &'r HeaderMap,
    extensions: &'r Extensions,
}

impl<'r> HttpHead<'r> {
    #[inline]
    pub(crate) fn of<B>(request: &'r Request<B>) -> Self {
        Self {
            method: request.method(),
            uri: request.uri(),
            headers: request.headers(),
            extensions: request.extensions(),
        }
    }

    #[cfg(feature = "axum")]
    pub(crate) fn extensions(self) -> &'r Extensions {
        self.extensions
    }
}

impl RequestHead for HttpHead<'_> {
    type Value = HeaderValue;
    type Owned<'h>
        = HeaderValue
    where
        Self: 'h;

    fn method(&self) -> &str {
        self.method.as_str()
    }

    fn scheme(&self) -> Option<&str> {
        self.uri.scheme_str()
    }

    fn authority(&self) -> Option<Cow<'_, str>> {
        self.uri
            .authority()
            .map(|authority| Cow::Borrowed(authority.as_str()))
    }

    fn route(&self) -> Option<Cow<'_, str>> {
        #[cfg(feature = "axum")]
        if let Some(path) = self.extensions.get::<::axum::extract::MatchedPath>() {
            return Some(Cow::Borrowed(path.as_str()));
        }
        None
    }

    #[inline]
    fn lines(&self, name: &HeaderName) -> HeaderLines<&HeaderValue> {
        HeaderLines::of(self.headers.get_all(name).iter())
    }

    #[cfg(feature = "testing")]
    fn is_for_release(&self) -> bool {
        self.extensions.get::<cors_browser::AsRelease>().is_some()
    }

    fn owned_value<'h>(&'h self, value: &'h HeaderValue) -> HeaderValue {
        value.clone()
    }
}
