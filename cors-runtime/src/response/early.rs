//! Builds the responses that replace a handler's: preflight responses, refusals, and `OPTIONS` without a handler.

use core::any::Any;

use http::{HeaderValue, Response, StatusCode, header};

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

/// Builds the response, with the explanation as its body if this type of body can hold text.
#[inline]
pub(crate) fn explained<B: Default + 'static>(
    early: EarlyResponse<'_, HeaderValue>,
    explanation: Option<String>,
) -> Response<B> {
    let mut response = early.into_response();
    if let Some(text) = explanation
        && fill(response.body_mut(), text)
    {
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PLAIN_TEXT));
    }
    response
}

/// The `Content-Type` of an explanation.
pub(crate) const PLAIN_TEXT: &str = "text/plain; charset=utf-8";

fn fill<B: 'static>(body: &mut B, text: String) -> bool {
    let body: &mut dyn Any = body;
    #[cfg(feature = "axum")]
    if let Some(body) = body.downcast_mut::<::axum::body::Body>() {
        *body = text.into();
        return true;
    }
    let Some(body) = body.downcast_mut::<String>() else {
        return false;
    };
    *body = text;
    true
}

/// The response to an `OPTIONS` that is not a preflight and has no handler.
#[cfg(feature = "axum")]
pub(crate) fn options<B: Default>(allow: HeaderValue) -> Response<B> {
    let mut response = Response::new(B::default());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response.headers_mut().insert(header::ALLOW, allow);
    response
}
