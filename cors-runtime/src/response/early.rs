//! Builds the responses that replace a handler's: preflight responses, refusals, and `OPTIONS` without a handler.

use http::{HeaderValue, Response};
#[cfg(feature = "axum")]
use http::{StatusCode, header};

use crate::decision::EarlyResponse;

/// `Vary`, six `Access-Control-*` headers and a spare: the map grows once instead of twice.
const PREFLIGHT_HEADERS: usize = 8;

impl EarlyResponse<'_, HeaderValue> {
    #[inline]
    pub(crate) fn into_response<B: Default>(self) -> Response<B> {
        let mut response = Response::new(B::default());
        *response.status_mut() = self.status();
        if matches!(self, Self::Preflight(_)) {
            response.headers_mut().reserve(PREFLIGHT_HEADERS);
        }
        self.write(response.headers_mut());
        response
    }
}

/// The response to an `OPTIONS` that is not a preflight and has no handler.
#[cfg(feature = "axum")]
pub(crate) fn options<B: Default>(allow: HeaderValue) -> Response<B> {
    let mut response = Response::new(B::default());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response.headers_mut().append(header::ALLOW, allow);
    response
}
