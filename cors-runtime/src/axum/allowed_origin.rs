//! The origin that was let in, as an extractor.

use core::convert::Infallible;

use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts},
    response::{IntoResponse, Response},
};
use http::{HeaderValue, header, request::Parts};

use crate::{
    allowed_origin::{AllowedOrigin, NoAllowedOrigin},
    decision::HeaderLines,
    tower::origin_check::Verdict,
};

impl AllowedOrigin {
    fn find(parts: &Parts) -> Result<Self, NoAllowedOrigin> {
        match Verdict::current() {
            Verdict::NoList => Err(NoAllowedOrigin::no_list()),
            Verdict::Refused => Self::of(None),
            Verdict::LetIn(policy) => {
                let origin = HeaderLines::of(parts.headers.get_all(header::ORIGIN).iter()).one();
                let origin = origin.map(HeaderValue::as_bytes);
                // A set that changes may have changed since.
                Self::of(origin.filter(|origin| policy.allows(origin)))
            }
        }
    }
}

impl<S: Sync> FromRequestParts<S> for AllowedOrigin {
    type Rejection = NoAllowedOrigin;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, NoAllowedOrigin> {
        Self::find(parts)
    }
}

impl<S: Sync> OptionalFromRequestParts<S> for AllowedOrigin {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Infallible> {
        Ok(Self::find(parts).ok())
    }
}

impl IntoResponse for NoAllowedOrigin {
    fn into_response(self) -> Response {
        self.status().into_response()
    }
}
