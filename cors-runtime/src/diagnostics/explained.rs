//! Adds the explanation of a debug build to a preflight response or a refusal.

use core::any::Any;

use http::{HeaderValue, Response, header};

use super::Explanation;
use crate::decision::EarlyResponse;
#[cfg(debug_assertions)]
use crate::response::ResponseHeaders;

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
    match explanation {
        Some(Explanation::Body(text)) => set_body(&mut response, text),
        #[cfg(debug_assertions)]
        Some(Explanation::Header(missing)) => response.headers_mut().explain(&missing.report()),
        None => {}
    }
    response
}

/// The `Content-Type` of an explanation.
pub(crate) const PLAIN_TEXT: &str = "text/plain; charset=utf-8";

/// Sets the body, if its type can hold text.
fn set_body<B: 'static>(response: &mut Response<B>, text: String) {
    if set_text(response.body_mut(), text) {
        let value = HeaderValue::from_static(PLAIN_TEXT);
        response.headers_mut().insert(header::CONTENT_TYPE, value);
    }
}

/// False if the type of the body cannot hold text.
fn set_text<B: 'static>(body: &mut B, text: String) -> bool {
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
