//! Builds the responses that replace a handler's: preflight responses, refusals, and `OPTIONS` without a handler.

use core::any::Any;

#[cfg(feature = "axum")]
use http::StatusCode;
use http::{HeaderName, HeaderValue, Response, header};

use crate::{decision::EarlyResponse, diagnostics::Explanation};

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

/// Builds the response with its explanation. A body is left out if this type of body cannot hold text.
#[inline]
pub(crate) fn explained<B: Default + 'static>(
    early: EarlyResponse<'_, HeaderValue>,
    explanation: Option<Explanation>,
) -> Response<B> {
    explain(early.into_response(), explanation)
}

/// Adds the explanation to the response that [`explained`] would build.
pub(crate) fn explain<B: 'static>(
    mut response: Response<B>,
    explanation: Option<Explanation>,
) -> Response<B> {
    let header = match explanation {
        Some(Explanation::Body(text)) => fill(response.body_mut(), text)
            .then(|| (header::CONTENT_TYPE, HeaderValue::from_static(PLAIN_TEXT))),
        Some(Explanation::Header(missing)) => HeaderValue::try_from(missing.report())
            .ok()
            .map(|value| (HeaderName::from_static(EXPLANATION), value)),
        None => None,
    };
    if let Some((name, value)) = header {
        response.headers_mut().insert(name, value);
    }
    response
}

/// The header with the explanation of a preflight response.
pub(crate) const EXPLANATION: &str = "cors-explanation";

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
