//! User sessions, each of a partner. They are stored in memory, so they end with the server.

use std::{
    collections::HashMap,
    fmt::Write,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};

use crate::{Api, database::Partner, error::ApiError};

#[derive(Clone, Debug, Default)]
pub(crate) struct Sessions(Arc<Mutex<HashMap<String, i64>>>);

impl Sessions {
    /// Opens a session and returns the value of its cookie.
    pub(crate) fn open(&self, partner: i64) -> Result<String, ApiError> {
        let mut random = [0; 16];
        getrandom::fill(&mut random).map_err(ApiError::NoRandomness)?;
        let mut session = String::with_capacity(2 * random.len());
        for byte in random {
            let _ = write!(session, "{byte:02x}");
        }
        let mut sessions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sessions.insert(session.clone(), partner);
        Ok(session)
    }

    fn partner(&self, session: &str) -> Option<i64> {
        let sessions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sessions.get(session).copied()
    }
}

/// The session of a request, from the cookie `session`.
pub(crate) struct Session {
    pub(crate) partner: Partner,
}

impl FromRequestParts<Api> for Session {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, ApiError> {
        let id = cookie(&parts.headers).and_then(|session| api.sessions.partner(session));
        let partner = match id {
            Some(id) => api.database.partner(id).await?,
            None => None,
        };
        partner
            .map(|partner| Self { partner })
            .ok_or(ApiError::NoSession)
    }
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    let lines = headers.get_all(header::COOKIE).into_iter();
    lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .find_map(|cookie| cookie.trim().strip_prefix("session="))
}
