//! The extractor [`AllowedOrigin`].

use core::convert::Infallible;

use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts},
    response::{IntoResponse, Response},
};
use http::{HeaderValue, header, request::Parts};

use crate::{
    allowed_origin::{AllowedOrigin, NoAllowedOrigin},
    decision::HeaderLines,
    tower::origin_check::OriginCheck,
};

impl AllowedOrigin {
    fn find(parts: &Parts) -> Result<Self, NoAllowedOrigin> {
        match OriginCheck::current() {
            OriginCheck::NoList => Err(NoAllowedOrigin::no_list()),
            OriginCheck::Rejected => Self::new(None),
            OriginCheck::Allowed(policy) => {
                let origin = HeaderLines::of(parts.headers.get_all(header::ORIGIN).iter()).one();
                let origin = origin.map(HeaderValue::as_bytes);
                // Checked again, since live origins may have changed since the first check.
                Self::new(origin.filter(|origin| policy.allows(origin)))
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
