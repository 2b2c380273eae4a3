//! The record of the handlers that ran. The status and headers of a response do not show it: a policy may replace the
//! response of a handler that ran.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use axum::{extract::FromRequestParts, http::request::Parts};
use rocket::{
    Request,
    outcome::try_outcome,
    request::{FromRequest, Outcome},
};

use crate::handler_response::{HandlerResponse, Wanted, parameter};

/// By scenario: annotated handlers are functions, which have nothing else in common on both frameworks.
static RAN: Mutex<BTreeMap<usize, Vec<String>>> = Mutex::new(BTreeMap::new());

/// A request that arrived at a handler.
#[derive(Debug)]
pub(super) struct Handled {
    scenario: usize,
    method: String,
    wanted: Wanted,
}

impl Handled {
    fn new(method: &str, query: &str, wanted: Wanted) -> Self {
        let scenario = parameter(query, "case").and_then(|case| case.parse().ok());
        Self {
            scenario: scenario.expect("the URL names its scenario"),
            method: method.to_owned(),
            wanted,
        }
    }

    /// Records the handler and responds.
    pub(super) fn by(self, handler: &str) -> HandlerResponse {
        let ran = format!("{} {handler}", self.method);
        record().entry(self.scenario).or_default().push(ran);
        self.wanted.into()
    }
}

/// The handlers that ran since the last call, each after its method.
pub(super) fn take(scenario: usize) -> Vec<String> {
    record().remove(&scenario).unwrap_or_default()
}

fn record() -> MutexGuard<'static, BTreeMap<usize, Vec<String>>> {
    RAN.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<S: Sync> FromRequestParts<S> for Handled {
    type Rejection = <Wanted as FromRequestParts<S>>::Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let wanted = Wanted::from_request_parts(parts, state).await?;
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self::new(parts.method.as_str(), query, wanted))
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Handled {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let wanted = try_outcome!(request.guard::<Wanted>().await);
        let query = request.uri().query().map_or("", |query| query.as_str());
        Outcome::Success(Self::new(request.method().as_str(), query, wanted))
    }
}
