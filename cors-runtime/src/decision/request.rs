//! What the decision reads of a request, whichever framework received it.

use http::{HeaderMap, HeaderName, HeaderValue};

/// The parts of a request that the decision reads.
pub(crate) struct RequestParts<'r, H> {
    /// The method, byte for byte: `patch` is not `PATCH`.
    pub(crate) method: &'r str,
    /// The scheme of the request's target, where the protocol sends one.
    pub(crate) scheme: Option<&'r str>,
    /// The authority of the request's target: HTTP/2 sends it instead of `Host`.
    pub(crate) authority: Option<&'r str>,
    pub(crate) headers: &'r H,
}

/// The headers of a request.
pub(crate) trait RequestHeaders {
    /// A field value that is cheap to keep beyond the request.
    type Value: AsRef<[u8]> + Clone;

    /// The lines of one header.
    fn lines(&self, name: &HeaderName) -> Lines<&Self::Value>;
}

/// How often a header that may appear once did appear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lines<V> {
    None,
    One(V),
    Several,
}

impl<V> Lines<V> {
    pub(crate) fn one(self) -> Option<V> {
        match self {
            Self::One(value) => Some(value),
            Self::None | Self::Several => None,
        }
    }
}

impl RequestHeaders for HeaderMap {
    type Value = HeaderValue;

    fn lines(&self, name: &HeaderName) -> Lines<&HeaderValue> {
        let mut lines = self.get_all(name).iter();
        match (lines.next(), lines.next()) {
            (None, _) => Lines::None,
            (Some(value), None) => Lines::One(value),
            (Some(_), Some(_)) => Lines::Several,
        }
    }
}
