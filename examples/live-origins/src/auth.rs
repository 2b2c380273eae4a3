//! A middleware that requires the admin token.

use std::{fmt, sync::Arc};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::Response,
};
use subtle::ConstantTimeEq;

use crate::error::ApiError;

/// The token that allows a client to change the allow-list.
#[derive(Clone)]
pub struct AdminToken(Arc<str>);

impl AdminToken {
    const MIN_LENGTH: usize = 16;

    /// Checks that the token is long enough and can be sent in a header.
    pub fn new(token: &str) -> Result<Self, String> {
        if token.len() < Self::MIN_LENGTH || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            let min = Self::MIN_LENGTH;
            return Err(format!(
                "an admin token has at least {min} characters, ASCII without spaces"
            ));
        }
        Ok(Self(token.into()))
    }

    /// Compares in constant time, so that the duration reveals only the length.
    fn is_sent_in(&self, headers: &HeaderMap) -> bool {
        let sent = headers.get(header::AUTHORIZATION);
        sent.and_then(|sent| sent.as_bytes().split_at_checked(b"Bearer ".len()))
            .is_some_and(|(scheme, token)| {
                scheme.eq_ignore_ascii_case(b"Bearer ") && token.ct_eq(self.0.as_bytes()).into()
            })
    }
}

/// Leaves the token out, so that it is not logged.
impl fmt::Debug for AdminToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AdminToken(…)")
    }
}

pub(crate) async fn require_token(
    State(token): State<AdminToken>,
    request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    if token.is_sent_in(request.headers()) {
        Ok(next.run(request).await)
    } else {
        Err(ApiError::NoToken)
    }
}
