//! The administration needs a token.

use std::{fmt, sync::Arc};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::Response,
};
use subtle::ConstantTimeEq;

use crate::error::ApiError;

/// Whoever sends it may change the allow-list.
#[derive(Clone)]
pub struct AdminToken(Arc<str>);

impl AdminToken {
    const SHORTEST: usize = 16;

    /// Takes a token that cannot be guessed in an afternoon, and that fits into a header.
    pub fn new(token: &str) -> Result<Self, String> {
        if token.len() < Self::SHORTEST || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            let shortest = Self::SHORTEST;
            return Err(format!(
                "an admin token has at least {shortest} characters, ASCII without spaces"
            ));
        }
        Ok(Self(token.into()))
    }

    /// How long it takes tells nothing but the length.
    fn is_sent_in(&self, headers: &HeaderMap) -> bool {
        let sent = headers.get(header::AUTHORIZATION);
        sent.and_then(|sent| sent.as_bytes().split_at_checked(b"Bearer ".len()))
            .is_some_and(|(scheme, token)| {
                scheme.eq_ignore_ascii_case(b"Bearer ") && token.ct_eq(self.0.as_bytes()).into()
            })
    }
}

/// It does not belong into a log.
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
