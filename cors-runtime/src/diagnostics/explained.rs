//! Adds the explanation of a debug build to a preflight response or a refusal.

use core::any::Any;

use http::{HeaderValue, Response, header};

use super::Explanation;
use crate::decision::EarlyResponse;
#[cfg(debug_assertions)]
use crate::response::EXPLANATION;

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
    // A release build links nothing that writes explanations.
    if !cfg!(debug_assertions) {
        return response;
    }
    let header = match explanation {
        Some(Explanation::Body(text)) => fill(response.body_mut(), text)
            .then(|| (header::CONTENT_TYPE, HeaderValue::from_static(PLAIN_TEXT))),
        #[cfg(debug_assertions)]
        Some(Explanation::Header(missing)) => HeaderValue::try_from(missing.report())
            .ok()
            .map(|value| (http::HeaderName::from_static(EXPLANATION), value)),
        None => None,
    };
    if let Some((name, value)) = header {
        response.headers_mut().insert(name, value);
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
