//! What the decision reads of a request, whichever framework received it.

use std::borrow::Cow;

use http::{HeaderName, HeaderValue, Request};

/// A request without its body.
pub(crate) trait RequestHead {
    /// The value of a header line.
    type Value: AsRef<[u8]> + ?Sized;
    /// A value that is kept for the response.
    type Owned<'r>
    where
        Self: 'r;

    /// The method, byte for byte: `patch` is not `PATCH`.
    fn method(&self) -> &str;

    /// The scheme the request came by, where the server knows it.
    fn scheme(&self) -> Option<&str>;

    /// The authority of the request's target: HTTP/2 sends it instead of `Host`.
    fn authority(&self) -> Option<Cow<'_, str>>;

    /// The path of the route that was reached, as the router knows it, if one was.
    fn route(&self) -> Option<Cow<'_, str>>;

    /// The lines of one header.
    fn lines(&self, name: &HeaderName) -> HeaderLines<&Self::Value>;

    /// True if a test wants the answer of a release build. What comes over the wire cannot say so.
    fn is_for_release(&self) -> bool {
        false
    }

    /// Keeps a value of this request for its response.
    fn owned_value<'r>(&'r self, value: &'r Self::Value) -> Self::Owned<'r>;
}

/// How often a header that may appear once did appear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HeaderLines<V> {
    None,
    One(V),
    Several,
}

impl<V> HeaderLines<V> {
    pub(crate) fn of(mut lines: impl Iterator<Item = V>) -> Self {
        match (lines.next(), lines.next()) {
            (None, _) => Self::None,
            (Some(value), None) => Self::One(value),
            (Some(_), Some(_)) => Self::Several,
        }
    }

    pub(crate) fn one(self) -> Option<V> {
        match self {
            Self::One(value) => Some(value),
            Self::None | Self::Several => None,
        }
    }
}

impl<B> RequestHead for Request<B> {
    type Value = HeaderValue;
    type Owned<'r>
        = HeaderValue
    where
        B: 'r;

    fn method(&self) -> &str {
        self.method().as_str()
    }

    fn scheme(&self) -> Option<&str> {
        self.uri().scheme_str()
    }

    fn authority(&self) -> Option<Cow<'_, str>> {
        self.uri()
            .authority()
            .map(|authority| Cow::Borrowed(authority.as_str()))
    }

    fn route(&self) -> Option<Cow<'_, str>> {
        #[cfg(feature = "axum")]
        if let Some(path) = self.extensions().get::<::axum::extract::MatchedPath>() {
            return Some(Cow::Borrowed(path.as_str()));
        }
        None
    }

    #[inline]
    fn lines(&self, name: &HeaderName) -> HeaderLines<&HeaderValue> {
        HeaderLines::of(self.headers().get_all(name).iter())
    }

    #[cfg(feature = "testing")]
    fn is_for_release(&self) -> bool {
        self.extensions().get::<cors_browser::AsRelease>().is_some()
    }

    fn owned_value<'r>(&'r self, value: &'r HeaderValue) -> HeaderValue {
        value.clone()
    }
}
