//! Extractors that count how often the code of a handler runs.

use std::{
    convert::Infallible,
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, rejection::BytesRejection},
    http::request::Parts,
};
use rocket::{
    Data,
    data::{self, FromData, ToByteUnit},
    request,
};

/// The number of times that the code of a handler ran.
#[derive(Clone, Default)]
pub(crate) struct Ran(Arc<AtomicUsize>);

impl Ran {
    pub(crate) fn count(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    pub(crate) fn take(&self) -> usize {
        self.0.swap(0, Ordering::SeqCst)
    }

    fn of<'r>(request: &'r rocket::Request<'_>) -> &'r Self {
        request.rocket().state().expect("a counter")
    }
}

/// An extractor on axum, a request guard on Rocket.
pub(crate) struct Guard;

impl FromRequestParts<Ran> for Guard {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, ran: &Ran) -> Result<Self, Infallible> {
        ran.count();
        Ok(Self)
    }
}

#[rocket::async_trait]
impl<'r> request::FromRequest<'r> for Guard {
    type Error = ();

    async fn from_request(request: &'r rocket::Request<'_>) -> request::Outcome<Self, ()> {
        Ran::of(request).count();
        request::Outcome::Success(Self)
    }
}

/// The length of a body: an extractor on axum, a data guard on Rocket.
pub(crate) struct Body(pub(crate) usize);

impl FromRequest<Ran> for Body {
    type Rejection = BytesRejection;

    async fn from_request(
        request: axum::extract::Request,
        ran: &Ran,
    ) -> Result<Self, BytesRejection> {
        ran.count();
        let body = Bytes::from_request(request, ran).await?;
        Ok(Self(body.len()))
    }
}

#[rocket::async_trait]
impl<'r> FromData<'r> for Body {
    type Error = io::Error;

    async fn from_data(
        request: &'r rocket::Request<'_>,
        data: Data<'r>,
    ) -> data::Outcome<'r, Self> {
        Ran::of(request).count();
        let body = data.open(1.mebibytes()).into_bytes().await;
        data::Outcome::Success(Self(body.expect("a body").len()))
    }
}
