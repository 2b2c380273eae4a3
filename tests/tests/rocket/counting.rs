//! A guard and a body that are counted, to see what has run.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use rocket::{
    Data, Request as Asked,
    data::{self, FromData, ToByteUnit},
    request::{self, FromRequest},
};

/// How often something of the route has run.
#[derive(Clone, Default)]
pub(crate) struct Ran(Arc<AtomicUsize>);

impl Ran {
    pub(crate) fn count(request: &Asked<'_>) {
        let ran = request.rocket().state::<Self>().expect("a counter");
        ran.0.fetch_add(1, Ordering::SeqCst);
    }

    pub(crate) fn times(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

pub(crate) struct Guard;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Guard {
    type Error = ();

    async fn from_request(request: &'r Asked<'_>) -> request::Outcome<Self, ()> {
        Ran::count(request);
        request::Outcome::Success(Self)
    }
}

pub(crate) struct Body(pub(crate) usize);

#[rocket::async_trait]
impl<'r> FromData<'r> for Body {
    type Error = io::Error;

    async fn from_data(request: &'r Asked<'_>, data: Data<'r>) -> data::Outcome<'r, Self> {
        Ran::count(request);
        let body = data.open(1.mebibytes()).into_bytes().await;
        data::Outcome::Success(Self(body.expect("a body").len()))
    }
}
